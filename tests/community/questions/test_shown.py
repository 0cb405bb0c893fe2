"""Published questions stand at their place, on their own page and in search, for whoever may see the page."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.community.questions.enums import Status
from portal.community.questions.models import SpeakerContact
from search import consistency
from search.engines import get_engine
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories import attachments as make
from tests.factories.attachments import attach, make_file
from tests.factories.questions import make_question
from tests.factories.site import make_case, make_lecture, make_speaker, make_user, restrict

pytestmark = pytest.mark.django_db


def found(query: str, browser: Client | None = None) -> list[dict]:
    answer = (browser or Client()).get("/api/search/", {"q": query, "kind": "question"})
    return json.loads(answer.content)["results"]


def test_a_question_stands_beside_the_moment_and_is_found_there(lecture):
    question = make_question(lecture, "글자는 얼마나 커야 하나요?", locator="t=202")
    sync_all()
    page = Client().get(lecture.url).content.decode()
    beside = page[page.index('id="t195"') if 'id="t195"' in page else 0 :]
    assert f'id="q{question.pk}"' in beside
    assert "강연 3:22" in page
    result = found("글자 크기")[0]
    assert result["url"] == f"/questions/{question.pk}/"
    assert result["parent"]["url"] == f"{lecture.url}?t=202#t202"
    assert result["parent"]["title"] == "키오스크 해설 · 강연 3:22"
    own = Client().get(f"/questions/{question.pk}/").content.decode()
    assert f"{lecture.url}?t=202#q{question.pk}" in own
    assert found("천만 원이었습니다")[0]["id"] == f"question:{question.pk}"


def test_sections_and_pages_of_files_show_theirs(case):
    file = make_file("설명서.pdf", make.pdf("first page", "second page"))
    attach(case, file)
    sync_all()
    on_case = make_question(case, "혼자 사는 분은?", locator="section=problem")
    on_file = make_question(file, "둘째 쪽의 표는?", locator="page=2")
    sync_all()
    html = Client().get(case.url).content.decode()
    start = html.index('id="problem"')
    assert start < html.index(f'id="q{on_case.pk}"') < html.index("</section>", start)
    preview = Client().get(f"/files/{file.pk}/").content.decode()
    assert preview.index('id="p2"') < preview.index(f'id="q{on_file.pk}"')
    assert found("둘째 표")[0]["parent"]["url"] == f"/files/{file.pk}/?page=2#p2"


def test_only_published_ones_are_anywhere(case):
    for status in (Status.ASKED, Status.ANSWERED, Status.REFUSED):
        question = make_question(case, f"숨은 물레방아 {status}", status=status)
        assert Client().get(question.get_absolute_url()).status_code == 404
    sync_all()
    assert found("물레방아") == []
    for address in (case.url, "/questions/", "/similar/?q=물레방아&kind=question", "/api/suggest/?q=물레"):
        assert "물레방아" not in Client().get(address).content.decode()


def test_a_question_on_a_private_page_or_file_is_never_public(case, lecture):
    file = make_file("설명서.pdf", make.pdf("first page"))
    attach(case, file)
    sync_all()
    questions = [make_question(on, f"은밀한 물레방아 {on.pk}") for on in (case, lecture, file)]
    sync_all()
    assert len(found("물레방아")) == 3
    restrict(case, "다른 모임")
    restrict(lecture)
    # Before the index has heard of it the database says no.
    assert found("물레방아") == []
    sync_all()
    assert not consistency.check(get_engine(), patience=0)
    audiences = set(SearchDocument.objects.filter(kind="question").values_list("audience", flat=True))
    assert "public" not in audiences
    for question in questions:
        assert Client().get(question.get_absolute_url()).status_code == 404
    for address in ("/questions/", "/similar/?q=물레방아&kind=question", "/api/suggest/?q=은밀한"):
        assert "물레방아" not in Client().get(address).content.decode(), address
    member = Client()
    member.force_login(make_user())
    assert [row["id"] for row in found("물레방아", member)] == [f"question:{questions[1].pk}"]
    assert member.get(questions[1].get_absolute_url()).status_code == 200
    assert member.get(questions[0].get_absolute_url()).status_code == 404
    assert "물레방아" in member.get("/questions/").content.decode()


def test_a_hidden_page_takes_its_questions_along(case):
    question = make_question(case, "물레방아가 도나요?")
    sync_all()
    assert found("물레방아")
    case.unpublish()
    sync_all()
    assert found("물레방아") == []
    assert Client().get(question.get_absolute_url()).status_code == 404
    case.delete()
    sync_all()
    assert not SearchDocument.objects.filter(kind="question", deleted=False).exists()


def test_a_question_is_kept_fresh_by_its_own_changes(case):
    question = make_question(case, "물레방아가 도나요?")
    sync_all()
    question.status = Status.REFUSED
    question.save()
    assert found("물레방아") == []
    sync_all()
    assert not SearchDocument.objects.filter(kind="question", deleted=False).exists()


def test_the_list_is_filtered_and_costs_the_same_for_many(case, lecture):
    client = Client()
    make_question(case, "사례 질문", district=case.district)
    make_question(lecture, "강연 질문")
    html = client.get("/questions/?kind=lecture").content.decode()
    assert "강연 질문" in html
    assert "사례 질문" not in html
    assert "사례 질문" in client.get("/questions/?district=nowon-gu").content.decode()
    for odd in ("?kind=none", "?page=999", "?page=x", "?district=%00", "?sort=x"):
        assert client.get(f"/questions/{odd}").status_code == 200
    few = queries(client, "/questions/?kind=case&kind=lecture")
    for number in range(18):
        make_question(make_case(f"사례 {number}"), f"질문 {number}")
    assert queries(client, "/questions/?kind=case&kind=lecture") == few


def test_a_page_costs_one_query_for_all_its_questions(case):
    client = Client()
    client.get(case.url)
    make_question(case)
    few = queries(client, case.url)
    for _ in range(10):
        make_question(case)
    assert queries(client, case.url) == few


def queries(client: Client, address: str) -> int:
    # Wagtail remembers the roots of addresses until a page is made.
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_asker_is_named_only_on_demand_and_while_there(case, asker):
    named = make_question(case, name="홍길동", author=asker)
    address = named.get_absolute_url()
    assert "홍길동" in Client().get(address).content.decode()
    asker.delete()
    left = Client().get(address).content.decode()
    assert "홍길동" not in left
    assert "노원구 AI 담당" in left


def test_hostile_answers_are_text_everywhere(case):
    hostile = "<script>alert(1)</script>"
    question = make_question(case, hostile, text=hostile, answer=hostile, answered_as=hostile, name=hostile)
    sync_all()
    addresses = (
        question.get_absolute_url(),
        case.url,
        "/questions/",
        "/search/?q=alert",
        "/similar/?q=alert&kind=question",
    )
    for address in addresses:
        html = Client().get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "&lt;script&gt;" in html, address


def test_addresses_of_speakers_are_on_no_page():
    speaker = make_speaker("김연사")
    SpeakerContact.objects.create(speaker=speaker, email="secret@example.org")
    lecture = make_lecture("강연", speaker=speaker)
    sync_all()
    for address in (lecture.url, speaker.get_absolute_url(), "/speakers/", "/api/search/?q=김연사"):
        assert "secret@" not in Client().get(address).content.decode(), address


def test_the_sitemap_names_public_questions_only(case, lecture):
    public, hidden = make_question(lecture), make_question(case)
    restrict(case)
    asked = make_question(lecture, status=Status.ASKED)
    names = Client().get("/sitemap.xml").content.decode()
    assert f"/questions/{public.pk}/<" in names
    assert f"/questions/{hidden.pk}/<" not in names
    assert f"/questions/{asked.pk}/<" not in names
