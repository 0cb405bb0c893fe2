"""Pictures for shared links: they show what the page is called, to whoever may see the page."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from portal.core.models import Tag
from portal.core.typefaces import TypefaceMissing
from portal.machines import pictures
from portal.machines.captions import Caption
from portal.machines.drawing import SIZE, Face, draw, fitted, wrapped
from tests.factories.site import make_case, make_user, restrict
from tests.machines.reading import read

WIDE = SIZE[0] - 2 * 84


def address_of(client, page: str) -> str:
    return urlsplit(read(client, page).meta("og:image")).path


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_the_picture_of_a_page_is_a_png_that_may_be_kept(site, client):
    address = address_of(client, "/districts/nowon-gu/cases/signals/")
    response = client.get(address)
    picture = opened(response.getvalue())
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert response["Content-Type"] == "image/png"
    assert "public" in response["Cache-Control"]
    assert "max-age=2592000" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "page", ["/", "/cases/", "/speakers/", "/speakers/shown-speaker/", "/tags/돌봄/", "/api/"]
)
def test_every_page_has_a_picture(site, client, page):
    for prefix in ("", "/en"):
        response = client.get(address_of(client, prefix + page))
        assert response.status_code == 200, page
        assert opened(response.getvalue()).size == (1200, 630)


def test_a_new_title_has_a_new_address_and_the_old_one_leads_there(site, client):
    case = site.cases[0]
    before = address_of(client, case.get_url())
    case.title = "새 제목"
    case.save()
    after = address_of(client, case.get_url())
    assert before != after
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (302, after)
    assert "2592000" not in response["Cache-Control"]


def test_a_private_page_has_a_picture_for_its_readers_only(site, client):
    case = make_case("은닉 사례")
    restrict(case)
    picture = pictures.picture_of(case)
    shown = client.get(picture.url)
    made_up = client.get(picture.url.replace(f"{case.pk}-", "999999-"))
    assert shown.status_code == made_up.status_code == 404
    client.force_login(make_user())
    response = client.get(picture.url)
    assert opened(response.getvalue()).size == SIZE
    assert "no-store" in response["Cache-Control"]


def test_drafts_and_people_without_public_talks_have_none(site, client):
    draft = make_case("초안", live=False)
    lecture = site.lectures[0]
    for page in site.lectures:
        restrict(page)
    lonely = Tag.objects.get(name="센서")
    for subject in (draft, lecture, site.speaker, lonely):
        assert client.get(pictures.picture_of(subject).url).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/ko/page/1-../../etc/passwd.png",
        "/pictures/../../x.png",
        "/pictures/fr/site/0-x.png",
        "/pictures/ko/user/1-x.png",
        "/pictures/ko/site/7-x.png",
        "/pictures/ko/page/99999999999999999999999-x.png",
        "/pictures/ko/page/1-%00.png",
    ],
)
def test_other_addresses_are_not_there(site, client, address):
    assert client.get(address).status_code in (400, 404)


def test_only_the_caption_of_now_is_drawn(site, client, tmp_path):
    """A stranger cannot make the portal draw: made-up digests lead to the picture there is."""
    case = site.cases[0]
    for number in range(5):
        response = client.get(f"/pictures/ko/page/{case.pk}-{number:020}.png")
        assert response["Location"] == pictures.picture_of(case).url
    assert not (tmp_path / "share-pictures").exists()


def test_a_picture_is_drawn_once_and_old_ones_make_room(site, tmp_path, monkeypatch):
    folder = tmp_path / "share-pictures"
    path = pictures.stored(pictures.picture_of(site.cases[0]))
    made = path.stat().st_mtime_ns
    assert pictures.stored(pictures.picture_of(site.cases[0])).stat().st_mtime_ns == made
    monkeypatch.setattr(pictures, "MOST_FILES", 4)
    for case in (*site.cases, *site.lectures, site.session):
        pictures.stored(pictures.picture_of(case))
    assert len(list(folder.iterdir())) <= 4
    assert not [file for file in folder.iterdir() if file.suffix != ".png"]


def test_without_the_typeface_the_answer_says_so(site, client, monkeypatch):
    def missing(*_args: object) -> bytes:
        raise TypefaceMissing("no fonts")

    monkeypatch.setattr(pictures, "draw", missing)
    assert client.get(pictures.picture_of(site.cases[0]).url).status_code == 503


# --- drawing --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(
    "title",
    [
        "돌봄",
        "10곳에서 45곳으로 늘어난 관악구 스마트경로당",
        "생성형 인공지능 시대의 지방자치단체 디지털 전환 전략과 데이터 기반 행정 혁신을 위한 역할에 대하여",
        "가나다라마바사아자차카타파하" * 30,
        "Wolseong smart senior centre with peer instructors " * 8,
        "漢字 뷁 ㎡ 🤖",
        "",
    ],
)
def test_titles_of_any_length_fit(title):
    lines = fitted(title)
    assert all(Face("bold", lines.size).length(line) <= WIDE for line in lines.lines)
    assert len(lines.lines) * lines.step <= 302
    assert opened(draw(Caption("사례", title, title), "포털")).size == SIZE


def test_korean_breaks_between_words():
    title = "생성형 인공지능 시대의 지방자치단체 디지털 전환 전략"
    lines = fitted(title)
    assert len(lines.lines) > 1
    assert " ".join(lines.lines) == title


def test_what_does_not_fit_ends_in_an_ellipsis():
    lines = wrapped("긴 설명 " * 60, 32, 1)
    assert len(lines.lines) == 1
    assert lines.lines[0].endswith("…")


def test_different_titles_give_different_pictures():
    assert draw(Caption("사례", "하나"), "포털") != draw(Caption("사례", "둘"), "포털")
