"""What is alike while one writes: the portal's search, by kind, with nothing hidden and nothing executed."""

from __future__ import annotations

import pytest

from search.sync import sync_all
from tests.factories.site import make_case, restrict

pytestmark = pytest.mark.django_db


def test_a_fragment_names_what_is_alike_and_escapes_it(client):
    make_case("어르신 <b>키오스크</b> 교육을 어떻게 하나", summary="복지관에서 키오스크를 가르친다")
    make_case("하천 수위 감시")
    sync_all()
    html = client.get("/similar/?q=키오스크 교육 방법&kind=case").content.decode()
    assert "&lt;b&gt;키오스크" in html
    assert "하천" not in html
    assert client.get("/similar/?q=키오스크 교육&kind=lecture").content.decode().strip() == ""


def test_hidden_pages_are_not_alike_for_others(client):
    restrict(make_case("키오스크 비밀 교육"), "다른 모임")
    sync_all()
    assert client.get("/similar/?q=키오스크 교육&kind=case").content.decode().strip() == ""


def test_odd_questions_are_answered_with_nothing(client):
    sync_all()
    for query in (
        "",
        "?q=a",
        "?q=%00%00%00",
        "?kind=case",
        "?q=교육&kind=none",
        "?q=" + "가" * 3000 + "&kind=case",
    ):
        answer = client.get(f"/similar/{query}")
        assert (answer.status_code, answer.content.strip()) == (200, b""), query
        assert "no-store" in answer["Cache-Control"]
    assert client.post("/similar/").status_code == 405
