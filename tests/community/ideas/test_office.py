"""Steps, adoption, merging and moderation: only what is allowed, once, and by the office alone."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from districts.models import CaseStudy
from portal.audit.models import AuditEntry
from portal.community.ideas.enums import FOLLOWING, IdeaStatus
from portal.community.ideas.models import CommentReport, Idea, IdeaComment, IdeaSupport
from portal.community.members.domain.find import member_of
from tests.factories.ideas import make_idea
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db
REAL = [status for status in IdeaStatus if status != IdeaStatus.DRAFT]


def decide(office, idea, post, status, /, **fields):
    idea.refresh_from_db()
    data = {
        "status": status,
        "date": timezone.localdate().isoformat(),
        "answer": "검토하겠습니다.",
        "post": post.pk,
        "version": idea.version,
        **fields,
    }
    return office.post(f"/admin/ideas/{idea.pk}/step/", data)


def test_each_step_has_a_date_and_the_answer_of_a_role(office, post, member):
    idea = make_idea(by=member)
    decide(office, idea, post, "review")
    decide(office, idea, post, "adopted", answer="내년 예산에 넣습니다.")
    page = Client().get(idea.get_absolute_url()).content.decode()
    history = page[page.index('id="steps"') :]
    places = [history.index(word) for word in ("접수", "검토하겠습니다.", "채택", "내년 예산에 넣습니다.")]
    assert places == sorted(places)
    assert history.count("노원구 스마트도시 총괄") == 2
    assert "officer@example.org" not in page
    told = list(Email.objects.order_by("pk").values_list("to", "subject"))
    assert [to for to, _ in told] == [["member@example.org"]] * 2
    assert "검토로 바뀌었습니다" in told[0][1]
    assert AuditEntry.objects.filter(subject__contains=idea.title).count() == 2


@pytest.mark.parametrize("status", REAL)
def test_only_the_next_states_can_follow(office, post, status):
    for wanted in REAL:
        idea = make_idea(status=status)
        decide(office, idea, post, wanted)
        idea.refresh_from_db()
        allowed = wanted in FOLLOWING.get(status, ())
        assert (idea.status == wanted) is (allowed or status == wanted), (status, wanted)
        assert idea.steps.count() == (2 if allowed else 1)


def test_two_editors_do_not_decide_over_each_other(office, post):
    idea = make_idea(status="review")
    seen = idea.version
    decide(office, idea, post, "held", answer="예산이 없습니다.")
    late = decide(office, idea, post, "adopted", answer="채택합니다.", version=seen)
    assert late.status_code == 409
    assert "그사이 다른 사람이" in late.content.decode()
    idea.refresh_from_db()
    assert idea.status == "held"
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": ""},
        {"answer": "가" * 2001},
        {"post": ""},
        {"post": "999999"},
        {"date": ""},
        {"date": "2999-01-01"},
        {"date": (timezone.localdate() - datetime.timedelta(days=2)).isoformat()},
        {"version": "x"},
    ],
)
def test_a_step_without_its_parts_is_none(office, post, wrong):
    idea = make_idea()
    assert decide(office, idea, post, "review", **wrong).status_code == 422
    assert idea.steps.count() == 1


def test_an_adopted_idea_becomes_a_case_draft_linked_both_ways(office, post):
    idea = make_idea(
        "<b>눈</b> 알림",
        status="review",
        problem="첫 줄 <i>x</i>\n둘째 줄",
        tags=("제설",),
        districts=[make_district(), make_district("강남구", "Gangnam-gu", "11680")],
    )
    lead = make_district("강남구", "Gangnam-gu", "11680")
    decide(office, idea, post, "adopted", lead=lead.pk)
    case = CaseStudy.objects.get()
    idea.refresh_from_db()
    assert idea.case == case
    assert case.idea == idea
    assert (case.title, case.live, case.district.name) == ("<b>눈</b> 알림", False, "강남구")
    assert case.problem == "<p>첫 줄 &lt;i&gt;x&lt;/i&gt;</p><p>둘째 줄</p>"
    assert case.approach == "<p>적설 감지기로 담당자에게 알립니다.</p>"
    assert case.url_path.startswith("/home/districts/gangnam-gu/cases/")
    draft = case.get_latest_revision_as_object()
    assert [district.name for district in draft.co_districts.all()] == ["노원구"]
    assert [tag.name for tag in draft.tags.all()] == ["제설"]
    # Nothing of the draft is public; its editors see where it came from.
    page = Client().get(idea.get_absolute_url()).content.decode()
    assert "이 아이디어에서 나온 사례" not in page
    assert Client().get(case.get_url()).status_code == 404
    assert idea.get_absolute_url() in office.get(f"/admin/pages/{case.pk}/edit/").content.decode().replace(
        "/admin/ideas/", "/ideas/"
    )
    case.save_revision().publish()
    assert "이 아이디어에서 나온 사례" in Client().get(idea.get_absolute_url()).content.decode()
    assert idea.get_absolute_url() in Client().get(CaseStudy.objects.get().get_url()).content.decode()


def test_an_idea_without_a_district_becomes_a_case_of_the_city_once(office, post):
    idea = make_idea(status="review", districts=[])
    decide(office, idea, post, "adopted")
    assert CaseStudy.objects.get().url_path.startswith("/home/cases/")
    office.post(f"/admin/ideas/{idea.pk}/case/")
    assert CaseStudy.objects.count() == 1
    CaseStudy.objects.get().delete()
    office.post(f"/admin/ideas/{idea.pk}/case/")
    assert CaseStudy.objects.get().idea == idea
    waiting = make_idea("다른 것", districts=[])
    office.post(f"/admin/ideas/{waiting.pk}/case/")
    assert CaseStudy.objects.count() == 1


def comment_on(idea, by, body="좋은 생각입니다."):
    return IdeaComment.objects.create(idea=idea, author=member_of(by), body=body)


def merge(office, idea, into, /, **fields):
    idea.refresh_from_db()
    return office.post(f"/admin/ideas/{idea.pk}/merge/", {"into": into.pk, "version": idea.version, **fields})


def test_duplicates_become_one_and_nothing_is_lost(office, member, other):
    kept, gone, older = make_idea("남는 것", by=other), make_idea("합칠 것", by=member), make_idea("더 옛것")
    fan = member_of(make_user())
    for idea in (kept, gone):
        IdeaSupport.objects.create(idea=idea, member=fan)
    comment_on(gone, other, "옮겨 갈 댓글")
    merge(office, older, gone)
    merge(office, gone, kept)
    for idea in (gone, older):
        moved = Client().get(idea.get_absolute_url())
        assert (moved.status_code, moved["Location"]) == (301, kept.get_absolute_url())
    page = Client().get(kept.get_absolute_url()).content.decode()
    assert "옮겨 갈 댓글" in page
    assert "합칠 것" in page
    # Its author and that of the older one, and who supported both counts once.
    assert {row.member for row in kept.supports.all()} == {fan, gone.author, older.author}
    listed = Client().get("/ideas/").content.decode()
    assert "남는 것" in listed
    assert "합칠 것" not in listed


def test_what_cannot_be_merged_stays(office, post):
    first, second = make_idea("하나"), make_idea("둘")
    draft, hidden = make_idea("초안", status="draft"), make_idea("가림", hidden_at=timezone.now())
    for into in (first, draft, hidden):
        assert merge(office, first, into).status_code == 422
    assert merge(office, first, second, into=999999).status_code == 422
    seen = first.version
    decide(office, first, post, "review")
    assert merge(office, first, second, version=seen).status_code == 409
    merge(office, first, second)
    assert merge(office, second, first).status_code == 422
    assert Idea.objects.get(pk=second.pk).merged_into is None


def test_a_hidden_comment_leaks_nowhere_and_comes_back(office, client, others_client, other):
    idea = make_idea()
    comment = comment_on(idea, other, "은닉할 댓글")
    assert "은닉할 댓글" in Client().get(idea.get_absolute_url()).content.decode()
    assert client.post(f"/ideas/comments/{comment.pk}/report/", {"reason": "광고입니다."}).status_code == 302
    assert "광고입니다." in office.get(f"/admin/ideas/{idea.pk}/").content.decode()
    assert office.post(f"/admin/ideas/comments/{comment.pk}/hide/", {"reason": " "}).status_code == 302
    comment.refresh_from_db()
    assert comment.hidden_at is None
    office.post(f"/admin/ideas/comments/{comment.pk}/hide/", {"reason": "광고"})
    for browser in (Client(), client, others_client):
        page = browser.get(idea.get_absolute_url()).content.decode()
        assert "은닉할 댓글" not in page
        listed = browser.get("/ideas/").content.decode()
        assert "댓글 0" in listed
    assert client.get(f"/ideas/comments/{comment.pk}/report/").status_code == 404
    assert CommentReport.objects.get().closed_at
    assert AuditEntry.objects.filter(action="hidden", detail="광고").exists()
    office.post(f"/admin/ideas/comments/{comment.pk}/restore/")
    assert "은닉할 댓글" in Client().get(idea.get_absolute_url()).content.decode()


def test_a_hidden_idea_is_read_by_its_author_and_the_office_only(office, client, others_client, member):
    idea = make_idea(by=member)
    office.post(f"/admin/ideas/{idea.pk}/hide/", {"reason": "개인정보가 있습니다."})
    for browser in (Client(), others_client):
        assert browser.get(idea.get_absolute_url()).status_code == 404
        assert idea.title not in browser.get("/ideas/").content.decode()
    own = client.get(idea.get_absolute_url())
    assert "개인정보가 있습니다." in own.content.decode()
    assert "no-store" in own["Cache-Control"]
    assert office.get(idea.get_absolute_url()).status_code == 200
    office.post(f"/admin/ideas/{idea.pk}/restore/")
    assert Client().get(idea.get_absolute_url()).status_code == 200


def test_the_offices_addresses_are_the_offices(others_client, post):
    idea = make_idea()
    comment = comment_on(idea, make_user())
    editor = Client()
    editor.force_login(make_user("gu@example.org", "노원구 편집자"))
    addresses = [f"/admin/ideas/{idea.pk}/{what}/" for what in ("step", "merge", "case", "hide", "restore")]
    addresses += [f"/admin/ideas/comments/{comment.pk}/{what}/" for what in ("hide", "restore", "leave")]
    for browser in (Client(), others_client, editor):
        for address in addresses:
            assert browser.post(address, {"reason": "x"}).status_code in (302, 403), address
            assert browser.get(address).status_code in (302, 403, 405), address
        assert browser.get(f"/admin/ideas/{idea.pk}/").status_code in (302, 403)
        assert browser.get("/admin/ideas/").status_code in (302, 403)
    idea.refresh_from_db()
    comment.refresh_from_db()
    assert (idea.status, idea.hidden_at, comment.hidden_at) == ("received", None, None)


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 10**30])
def test_ids_of_nothing_are_not_found(office, client, pk):
    for browser, address in (
        (client, f"/ideas/{pk}/"),
        (client, f"/ideas/{pk}/edit/"),
        (client, f"/ideas/comments/{pk}/report/"),
        (office, f"/admin/ideas/{pk}/"),
    ):
        assert browser.get(address).status_code == 404, address
    for browser, address in (
        (client, f"/ideas/{pk}/support/"),
        (client, f"/ideas/{pk}/comments/"),
        (client, f"/ideas/{pk}/delete/"),
        (office, f"/admin/ideas/comments/{pk}/hide/"),
    ):
        assert browser.post(address).status_code == 404, address
