"""Tags: a list of those that lead to two things or more, and for each of them a page with all that carries it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lectures.models import SessionTag
from tests.factories.site import make_case, make_lecture, make_session, make_tag, restrict

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def titles(html: str) -> list[str]:
    return [title.strip() for title in re.findall(r'card-title">\s*<a [^>]*>([^<]+)', html)]


@pytest.fixture
def care(db):
    """돌봄 on a case, a lecture and a session; 바둑 on that case alone."""
    case = make_case("나 사례", tags=("돌봄", "바둑"), sources=[{"outlet": "자료", "date": "2023-02-02"}])
    make_lecture("다 강연", tags=("돌봄",), date="2024-02-02")
    session = make_session(1, title="가 포럼", date="2022-02-02")
    SessionTag.objects.create(tag=make_tag("돌봄"), content_object=session)
    return case


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["다 강연", "나 사례", "가 포럼"]),
        ("?sort=oldest", ["가 포럼", "나 사례", "다 강연"]),
        ("?sort=title", ["가 포럼", "나 사례", "다 강연"]),
        ("?kind=case", ["나 사례"]),
        ("?kind=lecture&sort=oldest", ["다 강연"]),
        ("?kind=nothing&sort=nothing&page=x", ["다 강연", "나 사례", "가 포럼"]),
    ],
)
def test_the_page_of_a_tag_lists_every_kind(client, care, query, expected):
    html = text(client, f"/tags/돌봄/{query}")
    assert titles(html) == expected
    counts = re.findall(r'class="count">(\d+)<', html)
    assert counts == ["3", "1", "1", "1"]


def test_a_tag_on_one_thing_has_no_page_and_no_link(client, care):
    assert client.get("/tags/바둑/").status_code == 404
    assert client.get("/tags/없는태그/").status_code == 404
    html = text(client, care.get_url())
    assert re.search(r'<span class="chip chip-plain">바둑</span>', html)
    assert (
        re.search(r'<a class="chip" href="/tags/돌봄/">돌봄', html)
        or 'href="/tags/%EB%8F%8C%EB%B4%84/"' in html
    )
    assert "바둑" not in text(client, "/tags/")


def test_what_a_reader_may_not_see_does_not_count(client, care):
    second = make_case("숨은 바둑", tags=("바둑",))
    restrict(second)
    assert client.get("/tags/바둑/").status_code == 404
    make_case("보이는 바둑", tags=("바둑",))
    assert titles(text(client, "/tags/바둑/?sort=title")) == ["나 사례", "보이는 바둑"]


def test_tags_stand_by_name_or_by_number(client, care):
    for _number in range(3):
        make_case(tags=("하천",))
    make_case(tags=("하천",))
    by_name, by_count = text(client, "/tags/"), text(client, "/tags/?sort=count")
    assert by_name.index(">돌봄") < by_name.index(">하천")
    assert by_count.index(">하천") < by_count.index(">돌봄")
    assert "모두 <strong>2</strong>개" in by_name


def test_long_lists_are_paged(client, db):
    for _number in range(23):
        make_case(tags=("돌봄",))
    html = text(client, "/tags/돌봄/?page=2")
    assert "<strong>23</strong>건 중 21–23" in html
    assert len(titles(html)) == 3
