"""The list of terms and the page of a term."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.encoding import iri_to_uri

from portal.guidance.models import RelatedTerm, Term
from search.sync import sync_all
from tests.factories.guidance import make_guide, make_term
from tests.factories.site import make_case, make_lecture, make_tag, make_user, restrict
from tests.test_bad_input import XSS, running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def body(client, path: str) -> str:
    response = client.get(iri_to_uri(path))
    assert response.status_code == 200, path
    return response.content.decode()


def groups(html: str) -> dict[str, list[str]]:
    """Names by initial as the list shows them."""
    found = {}
    for section in html.split('<section class="term-group"')[1:]:
        initial = re.sub("<[^>]*>", "", re.search(r"<h2[^>]*>(.*?)</h2>", section)[1])
        names = re.findall(r'<dt>\s*<a class="link"[^>]*>(.*?)</a>', section)
        found[initial] = [re.sub("<[^>]*>", "", name) for name in names]
    return found


@pytest.fixture
def terms() -> list[Term]:
    return [
        make_term("디지털트윈", name_en="Digital twin", variants="가상 복제"),
        make_term("사물인터넷", name_en="Internet of Things", abbreviations="IoT"),
        make_term("AI 윤리", name_en="AI ethics", variants="인공지능 윤리"),
    ]


def test_the_list_by_korean_initials_and_by_english_names(terms, client):
    korean = {"ㄷ": ["디지털트윈"], "ㅅ": ["사물인터넷"], "A": ["AI 윤리"]}
    english = {"A": ["AI ethics"], "D": ["Digital twin"], "I": ["Internet of Things", "IoT"]}
    assert groups(body(client, "/glossary/")) == korean
    assert groups(body(client, "/glossary/?order=en")) == english
    assert groups(body(client, "/en/glossary/")) == english
    assert groups(body(client, "/en/glossary/?order=ko")) == korean
    assert groups(body(client, "/glossary/?order=nonsense")) == korean


def test_jump_links_lead_to_the_groups(terms, client):
    html = body(client, "/glossary/")
    jumps = re.findall(r'href="#([^"]+)"', html.split('class="jump"')[1].split("</nav>")[0])
    assert jumps == ["ko-4", "ko-10", "en-a"]
    assert all(f'id="{anchor}"' in html for anchor in jumps)


@pytest.mark.parametrize(
    ("find", "names"),
    [
        ("디지털 트윈", {"디지털트윈"}),
        ("가상복제", {"디지털트윈"}),
        ("iot", {"사물인터넷"}),
        ("THINGS", {"사물인터넷"}),
        ("의 풀이", {"디지털트윈", "사물인터넷", "AI 윤리"}),
        ("없는말", set()),
        ("---", set()),
    ],
)
def test_searching_within_the_list(terms, client, find, names):
    html = body(client, f"/glossary/?find={find}")
    assert {name for group in groups(html).values() for name in group} == names
    if not names:
        assert "/search/?q=" in html


def test_odd_questions_are_answered(terms, client):
    for find in ("\x00", "가" * 5000, XSS, "%", "a&order=en&order=x"):
        html = client.get("/glossary/", {"find": find, "order": find}).content.decode()
        assert running(html) == []


def test_the_page_of_a_term_shows_everything(terms, client):
    ethics = terms[2]
    RelatedTerm.objects.create(source=terms[0], target=ethics)
    html = body(client, ethics.get_absolute_url())
    for text in ("AI ethics", "인공지능 윤리", "디지털트윈", "AI 윤리의 풀이입니다."):
        assert text in html
    assert "디지털트윈의 풀이입니다." in html, "a neighbour is told with its meaning, from either side"
    assert f'aria-describedby="term-note-{ethics.pk}"' not in html


def test_cases_and_lectures_that_use_the_word(client):
    term = make_term("리빙랩", slug="living-lab", abbreviations="LL", variants="생활실험실")
    make_tag("생활실험실")
    shown = [
        make_case("낱말이 글에 있는 사례", problem="<p>주민과 리빙랩을 열었다.</p>"),
        make_case("태그가 붙은 사례", tags=("생활실험실",)),
        make_lecture("줄임말을 쓰는 강연", summary="LL로 시작한다."),
    ]
    others = [
        make_case("다른 낱말의 사례", problem="<p>스마트리빙랩스라는 회사와 SMALL</p>"),
        make_case("은닉 태그 사례", tags=("생활실험실",)),
        make_lecture("은닉 강연", summary="리빙랩은 은닉"),
        make_case("은닉 초안 리빙랩", live=False, tags=("생활실험실",)),
    ]
    restrict(others[1])
    restrict(others[2])
    sync_all()
    html = body(client, term.get_absolute_url()).partition('id="alike-title"')[0]
    assert all(page.title in html for page in shown)
    assert "은닉" not in html
    assert others[0].title not in html
    client.force_login(make_user())
    seen = body(client, term.get_absolute_url())
    assert "은닉 태그 사례" in seen
    assert "은닉 강연" in seen
    assert "은닉 초안" not in seen


def test_spellings_of_everyday_words_find_no_cases(client):
    term = make_term("AI 스피커", variants="누구", unmarked="누구")
    make_case("누구나 쓰는 기기", summary="누구를 위한 것인가 누구")
    sync_all()
    assert "누구나 쓰는 기기" not in body(client, term.get_absolute_url())


def test_guides_that_lead_to_the_term(client):
    term = make_term("실증")
    make_guide("처음 보는 길잡이", steps=({"term": term},))
    restrict(make_guide("은닉 길잡이", steps=({"term": term},)))
    html = body(client, term.get_absolute_url())
    assert "처음 보는 길잡이" in html
    assert "은닉" not in html


def test_an_address_that_nobody_has(client):
    assert client.get("/glossary/none/").status_code == 404
    assert client.get(iri_to_uri("/glossary/없는말/")).status_code == 404
    assert client.post("/glossary/").status_code == 405


def test_written_markup_stays_text(client):
    term = make_term(
        XSS[:90],
        name_en=XSS[:90],
        slug="evil",
        definition=XSS,
        definition_en=XSS,
        abbreviations=XSS,
        variants=XSS,
        sources=[("source", {"outlet": XSS[:90], "title": XSS, "date": "2024"})],
    )
    make_case("표를 담은 사례", problem=f"<p>{XSS[:90].replace('<', '&lt;')} 글</p>", summary=XSS)
    for path in ("/glossary/", "/glossary/?order=en", "/glossary/evil/", "/cases/"):
        for prefix in ("", "/en"):
            html = body(client, prefix + path)
            assert running(html) == [], path
    assert Term.objects.get(pk=term.pk).name == XSS[:90]


def test_two_terms_of_one_name_are_refused(terms):
    copy = Term(name="디지털 트윈", slug="other", definition="x")
    with pytest.raises(ValidationError):
        copy.full_clean()
    terms[0].full_clean()


def test_a_preview_shows_what_is_not_saved_yet(terms):
    unsaved = Term(name="새 용어", slug="new", definition="새 풀이")
    unsaved.related_links = [RelatedTerm(target=terms[0])]
    response = unsaved.make_preview_request(RequestFactory().get("/"))
    html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
    assert "새 풀이" in html
    assert "디지털트윈" in html
