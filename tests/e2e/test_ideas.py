"""An idea from its draft to an adopted one and a case draft; a search without results from request to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.editor import Editor, account
from tests.e2e.mailbox import letter_to
from tests.e2e.places import NOWON_CASE
from tests.e2e.portal import Portal

NewContext = Callable[..., BrowserContext]
TITLE = "골목 적설 감지 알림"
LOST = "zqjvxkw"
CLEAN_UP = f"""
from districts.models import CaseStudy
from portal.community.ideas.models import Idea
from search.models import CaseRequest
CaseStudy.objects.filter(title="{TITLE}").delete()
Idea.objects.filter(title="{TITLE}").delete()
CaseRequest.objects.filter(query="{LOST}").delete()
"""
LETTERS = f"""
from post_office.models import Email
for letter in Email.objects.filter(subject__contains="{LOST}").order_by("pk"):
    print("letter:", letter.to[0])
"""


@pytest.fixture(autouse=True)
def _clean(portal: Portal) -> Iterator[None]:
    yield
    portal.manage("shell", "-c", CLEAN_UP)


@pytest.fixture
def member(portal: Portal, new_context: NewContext) -> Page:
    """An official who signed in, on a telephone and without JavaScript."""
    page = new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False).new_page()
    who = account(portal, "official")
    page.goto("/login/?next=/ideas/")
    page.fill("[name=login], [name=username]", who.email)
    page.fill("[name=password]", who.password)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/ideas/")
    return page


def decide(office: Editor, status: str, answer: str) -> None:
    """The next step, in the name of the AI post of 노원구."""
    page = office.page
    page.select_option("[name=status]", status)
    chosen = page.locator("[name=post] option", has_text="노원구 AI 담당").first.get_attribute("value")
    page.select_option("[name=post]", chosen)
    page.fill("[name=answer]", answer)
    page.get_by_role("button", name="상태 바꾸고 답하기").click()
    expect(page.locator("main")).to_contain_text(answer)


def test_an_idea_from_draft_to_case_draft(
    member: Page,
    office: Editor,
    new_context: NewContext,
    axe: Callable[..., None],
    screenshot: Callable[..., object],
    complaints: Complaints,
) -> None:
    complaints.allow("status of 422")
    member.get_by_role("link", name="아이디어 내기").click()
    member.fill("[name=title]", TITLE)
    member.locator(".idea-choices summary").first.click()
    member.locator(".idea-choices label", has_text="노원구").click()
    member.get_by_role("button", name="임시 저장", exact=True).click()
    expect(member.locator("main")).to_contain_text("나만 볼 수 있습니다")
    # What is missing is said, and what was typed stays.
    member.get_by_role("button", name="보내기").click()
    expect(member.locator("main [role=alert]").first).to_be_visible()
    expect(member.locator("[name=title]")).to_have_value(TITLE)
    member.fill("[name=problem]", "눈이 오면 좁은 골목이 막힙니다.")
    member.fill("[name=proposal]", "적설 감지기로 담당자에게 알립니다.")
    member.get_by_role("button", name="보내기").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(TITLE)
    address = member.url
    number = address.rstrip("/").rpartition("/")[2]

    office.page.goto(f"/admin/ideas/{number}/")
    decide(office, "review", "제설 담당 부서와 살펴봅니다.")
    decide(office, "adopted", "내년에 시범으로 해 봅니다.")
    office.page.get_by_role("link", name="사례 초안 고치기").click()
    expect(office.page.locator("#id_title")).to_have_value(TITLE)
    expect(office.page.locator("main")).to_contain_text("적설 감지기로 담당자에게 알립니다.")
    expect(office.page.get_by_text("이 사례는 아이디어에서 나왔습니다")).to_be_visible()

    member.goto(address)
    member.fill("[name=body]", "저희 구도 함께하고 싶습니다.")
    member.get_by_role("button", name="댓글 달기").click()
    reader = new_context(viewport={"width": 1280, "height": 900}).new_page()
    reader.goto("/ideas/?status=adopted&district=노원구")
    reader.get_by_role("link", name=TITLE).click()
    history = reader.locator("#steps")
    for text in ("접수", "검토", "제설 담당 부서와 살펴봅니다.", "채택", "노원구 AI 담당"):
        expect(history).to_contain_text(text)
    expect(reader.locator("#comments")).to_contain_text("저희 구도 함께하고 싶습니다.")
    expect(reader.locator("main")).not_to_contain_text("이 아이디어에서 나온 사례")
    for width in (1280, 390):
        reader.set_viewport_size({"width": width, "height": 900})
        for name, where in (
            ("idea", address),
            ("ideas", "/ideas/"),
            ("idea-en", address.replace("/ideas/", "/en/ideas/")),
        ):
            reader.goto(where)
            axe(reader)
            screenshot(reader, f"{name}-{width}")
            assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    office.page.goto(address)
    axe(office.page)
    screenshot(office.page, "idea-signed-in")
    office.page.get_by_role("link", name="신고", exact=True).click()
    axe(office.page)
    office.page.goto(f"/admin/ideas/{number}/")
    screenshot(office.page, "idea-admin")


def test_what_was_not_found_is_requested_answered_and_told(
    portal: Portal, member: Page, office: Editor
) -> None:
    member.goto(f"/search/?q={LOST}&district=노원구")
    member.get_by_role("button", name="이 사례 요청하기").click()
    expect(member.locator("main [role=status]").first).to_contain_text("요청을 받았습니다")

    page = office.page
    page.goto("/admin/snippets/search/caserequest/")
    page.get_by_role("link", name=re.compile(LOST)).first.click()
    expect(page.locator("[name=district]")).to_have_value("노원구")
    found = portal.manage(
        "shell",
        "-c",
        f"from districts.models import CaseStudy; print(CaseStudy.objects.get(slug='{slug()}').pk)",
    )
    page.locator("[name=answer]").evaluate("(field, id) => { field.value = id }", found.split()[-1])
    page.fill("[name=answer_note]", "비슷한 사례입니다.")
    page.locator("footer button[type=submit], main form [type=submit]").first.click()
    page.wait_for_url("**/caserequest/")

    told = [line for line in portal.manage("shell", "-c", LETTERS).splitlines() if line.startswith("letter:")]
    assert len(told) == 2
    # The mailbox of the post that answers for the district (portal.community.members.demo).
    assert told[0].split()[1] == "ai@demo.example"
    assert told[1].split()[1] == "official@demo.example"
    # The text of a letter goes with it.
    assert NOWON_CASE in letter_to(portal, "official@demo.example", LOST)


def slug() -> str:
    return NOWON_CASE.rstrip("/").rpartition("/")[2]
