"""No English interface text on the editing routes, for the roles that use them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.admin_desk import Desk
from tests.e2e.conftest import Complaints
from tests.e2e.portal import Account, Portal

PIXEL = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = {"name": "쉼터.png", "mimeType": "image/png", "buffer": PIXEL}
PAPER = {"name": "쉼터.txt", "mimeType": "text/plain", "buffer": "스마트 쉼터 안내".encode()}
FORMS = (
    "/admin/collections/add/",
    "/admin/users/new/",
    "/admin/groups/new/",
    "/admin/sites/new/",
    "/admin/redirects/add/",
    "/admin/workflows/add/",
    "/admin/snippets/core/tag/add/",
    "/admin/snippets/lectures/speaker/add/",
)

NewContext = Callable[..., BrowserContext]


def account(portal: Portal, name: str) -> Account:
    return next(one for one in portal.accounts() if one.email.startswith(name))


@pytest.fixture
def desk_of(portal: Portal, new_context: NewContext) -> Callable[[str], Desk]:
    """``desk_of("nowon")``: the desk of a demo account, signed in."""

    def sign_in(name: str) -> Desk:
        page = new_context(viewport={"width": 1400, "height": 1000}).new_page()
        desk = Desk(page)
        who = account(portal, name)
        desk.sign_in(who.email, who.password)
        return desk

    return sign_in


@contextmanager
def nothing_english(desk: Desk) -> Iterator[Desk]:
    """Fails at the end with every English string met and the place where it was met first."""
    yield desk
    assert not desk.found, "\n".join(f"{text!r}  at {place}" for text, place in desk.found.items())


def start_case(desk: Desk, title: str) -> None:
    """An unsaved case with the fields that every case needs."""
    index = desk.first_of("districts/caseindexpage")
    desk.open(f"/admin/pages/{index}/add_subpage/")
    desk.open(f"/admin/pages/add/districts/casestudy/{index}/")
    desk.page.fill("#id_title", title)
    desk.page.fill("#id_summary", "한 줄 요약입니다.")
    expect(desk.page.locator("#id_slug")).not_to_have_value("")


def comment_on_title(desk: Desk, text: str) -> None:
    desk.page.locator("[data-side-panel-toggle=comments]").click()
    desk.page.locator("[data-contentpath=title] [data-comment-add]").first.click()
    desk.look("new comment")
    comment = desk.page.locator(".comment--mode-creating")
    comment.locator("textarea").fill(text)
    comment.locator("[type=submit]").click()
    expect(desk.page.locator(".comment").first).to_contain_text(text)
    desk.look("comment added")


def schedule(desk: Desk, start: str, end: str) -> None:
    """Enter a publishing schedule and save it; a refused one leaves the dialog open."""
    dialog = desk.page.locator("#schedule-publishing-dialog")
    picker = desk.page.locator(".xdsoft_datetimepicker:visible")
    if not dialog.is_visible():
        desk.look_at_dialog("schedule-publishing-dialog")
    for field, value in (("go_live_at", start), ("expire_at", end)):
        dialog.locator(f"#id_{field}").fill(value)
        expect(picker).to_have_count(1)
        desk.look(f"date picker of {field}")
        dialog.locator("h2").first.click()
        expect(picker).to_have_count(0)
    with desk.page.expect_navigation():
        dialog.locator("button[type=submit]").click()
    desk.look(f"schedule {start} to {end}")


def confirm(desk: Desk, address: str) -> None:
    """Open a question ("delete?", "unpublish?") and say yes."""
    desk.open(address)
    with desk.page.expect_navigation():
        desk.page.locator("main form [type=submit]").first.click()
    desk.look(f"{address} confirmed")


def test_sign_in_screens(portal: Portal, page: Page) -> None:
    with nothing_english(Desk(page)) as desk:
        desk.open("/admin/login/")
        page.fill("[name=username]", "nobody@demo.example")
        page.fill("[name=password]", "wrong")
        page.click("main form button[type=submit]")
        page.wait_for_load_state()
        desk.look("refused")
        desk.open("/admin/password_reset/")


def test_writing_a_case(desk_of: Callable[[str], Desk]) -> None:
    with nothing_english(desk_of("admin")) as desk:
        start_case(desk, "한글 화면을 확인하는 사례")
        desk.look_at_side_panels()
        desk.look_at_choosers()
        desk.look_at_rich_text()
        desk.look_at_blocks()
        desk.press_action("publish")
        expect(desk.page.locator(".error-message, .w-field__errors p").first).to_be_attached()


def test_life_of_a_case(desk_of: Callable[[str], Desk], complaints: Complaints) -> None:
    with nothing_english(desk_of("admin")) as desk:
        start_case(desk, "한글 화면에서 고치는 사례")
        desk.save_draft()
        case = desk.page_id()
        comment_on_title(desk, "제목을 더 짧게 씁시다.")
        desk.save_draft()
        desk.look_at_side_panels()

        desk.page.fill("#id_title", "한글 화면에서 고친 사례")
        saved = desk.page.locator(".w-autosave-indicator[data-w-autosave-state-value=saved]")
        expect(saved).to_be_visible(timeout=20_000)
        desk.look("saved by itself")

        complaints.allow("status of 400")  # saving by itself meets the wrong order too
        schedule(desk, "2035-01-01 09:00", "2034-01-01 09:00")
        schedule(desk, "2035-01-01 09:00", "2036-01-01 09:00")
        desk.press_action("publish")
        desk.open(f"/admin/pages/{case}/edit/")
        desk.look_at_dialog("set-privacy").locator("button, .button").first.press("Escape")

        for address in ("history/", "usage/", "copy/", "move/", "revisions/compare/earliest...latest/"):
            desk.open(f"/admin/pages/{case}/{address}")
        desk.open(f"/admin/pages/{case}/edit/")
        confirm(desk, f"/admin/pages/{case}/delete/")


def test_approval(desk_of: Callable[[str], Desk]) -> None:
    with nothing_english(desk_of("nowon")) as author, nothing_english(desk_of("office")) as approver:
        start_case(author, "승인 절차를 확인하는 사례")
        author.save_draft()
        case = author.page_id()
        author.press_action("submit")
        author.open(f"/admin/pages/{case}/edit/")

        approver.open("/admin/")
        approver.open(f"/admin/pages/{case}/edit/")
        approver.decide("reject", "성과 수치의 출처를 적어 주십시오.")
        author.open("/admin/")
        author.open(f"/admin/pages/{case}/edit/")
        author.press_action("submit")

        approver.open(f"/admin/pages/{case}/edit/")
        approver.decide("approve", "좋습니다.")
        approver.open(f"/admin/pages/{case}/workflow_history/")
        approver.crawl(f"/admin/pages/{case}/workflow_history/", most=4)
        approver.open("/admin/reports/workflow/")
        approver.open("/admin/reports/workflow_tasks/")
        confirm(approver, f"/admin/pages/{case}/unpublish/")
        confirm(approver, f"/admin/pages/{case}/delete/")


def test_pictures_documents_and_forms(desk_of: Callable[[str], Desk]) -> None:
    with nothing_english(desk_of("admin")) as desk:
        for kind, file in (("images", PICTURE), ("documents", PAPER)):
            desk.open(f"/admin/{kind}/multiple/add/")
            desk.page.set_input_files("#fileupload", file)
            expect(desk.page.locator("#upload-list form").first).to_be_visible()
            desk.look(f"{kind} uploaded")
            desk.open(f"/admin/{kind}/")
        for address in FORMS:
            desk.submit_empty(address)


def test_every_screen_of_the_admin(desk_of: Callable[[str], Desk]) -> None:
    with nothing_english(desk_of("admin")) as desk:
        desk.crawl("/admin/", most=160)
        assert len(desk.checked) > 60


def test_every_screen_of_a_district_editor(desk_of: Callable[[str], Desk]) -> None:
    with nothing_english(desk_of("nowon")) as desk:
        desk.crawl("/admin/", most=80)
        assert len(desk.checked) > 15
