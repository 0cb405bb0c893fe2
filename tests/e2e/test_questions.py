"""From an invitation to a question that is found at its moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.signing import code
from tests.e2e.conftest import Complaints
from tests.e2e.editor import Editor
from tests.e2e.mailbox import link_for
from tests.e2e.places import EXPLAINER
from tests.e2e.portal import Portal

PHONE = {"width": 390, "height": 844}
ADDRESS = "asks-at-three-twenty@demo.example"
PASSWORD = "삼분이십초에-묻는-회원"
TITLE = "키오스크 물레방아 단추는 어느 높이에 두나요?"
ANSWER = "휠체어에서 손이 닿는 높이에 둡니다. 물레방아 그림도 함께 답니다."
PATIENCE = 60.0
Check = Callable[..., None]

FORGET = f"""
from portal.accounts.models import User
from portal.community.questions.models import Question
from portal.joining.models import Invitation
Question.objects.filter(title={TITLE!r}).delete()
User.objects.filter(email={ADDRESS!r}).delete()
Invitation.objects.filter(email={ADDRESS!r}).delete()
"""


@pytest.fixture
def _forgotten(portal: Portal) -> Iterator[None]:
    yield
    portal.manage("shell", "-c", FORGET)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def looks_well(page: Page, axe: Check) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def sign_in(page: Page) -> None:
    page.fill("main [name=username]", ADDRESS)
    page.fill("main [name=password]", PASSWORD)
    send(page)


@pytest.mark.usefixtures("_forgotten")
def test_invited_asks_at_a_moment_is_answered_by_link_and_found_there(
    portal: Portal,
    office: Editor,
    complaints: Complaints,
    new_context: Callable[..., BrowserContext],
    axe: Check,
    screenshot: Callable[..., Path],
) -> None:
    complaints.allow("status of 410")
    desk = office.page
    desk.goto("/admin/joining/")
    desk.fill("#id_email", ADDRESS)
    desk.locator("form:has(#id_email) button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text(ADDRESS)

    page = new_context(viewport=PHONE).new_page()
    page.goto(link_for(portal, ADDRESS, "/join/"))
    page.fill("#id_name", "3분 20초에 묻는 회원")
    page.select_option("#id_district", label="노원구")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    send(page)
    page.goto("/login/?next=/account/2fa/totp/activate/")
    sign_in(page)
    secret = page.locator(".secret-text").inner_text().strip()
    page.fill("main [name=code]", code(secret))
    send(page)

    page = new_context(viewport=PHONE).new_page()
    page.goto(EXPLAINER)
    page.locator("[data-ask]").click()
    sign_in(page)
    # A code opens one session only.
    page.fill("main [name=code]", code(secret, ahead=1))
    send(page)
    expect(page.locator("h1")).to_have_text("질문하기")
    page.fill("#id_title", "키오스크 앞에서 무엇이 어려운가")
    expect(page.locator("[data-similar] a").first).to_be_visible()
    page.fill("#id_title", TITLE)
    page.fill("#id_place", "03:20")
    looks_well(page, axe)
    screenshot(page, "question-ask-390")
    send(page)
    expect(page.locator("h1")).to_have_text("질문 확인")
    expect(page.locator("main")).to_contain_text("강연 3:20")
    looks_well(page, axe)
    with page.expect_navigation():
        page.locator("button[name=send]").click()
    question = page.url.removeprefix(portal.url)
    expect(page.locator("main")).to_contain_text("아직 공개되지 않았습니다")
    assert portal.get(question)[0] == 404
    page.goto("/questions/mine/")
    expect(page.locator("main")).to_contain_text(TITLE)
    looks_well(page, axe)

    role = new_context(viewport=PHONE).new_page()
    link = link_for(portal, "forum@demo.example", "/questions/answer/")
    role.goto(link)
    expect(role.locator("#the-question")).to_have_text(TITLE)
    looks_well(role, axe)
    role.fill("#id_answer", ANSWER)
    send(role)
    expect(role.locator("h1")).to_have_text("답을 받았습니다")
    looks_well(role, axe)
    role.goto(link)
    expect(role.locator("h1")).to_have_text("쓸 수 없는 링크")
    looks_well(role, axe)

    desk.goto("/admin/questions/?status=answered")
    desk.locator("td a", has_text=TITLE).click()
    desk.locator("button[name=publish]").click()
    expect(desk.locator("main")).to_contain_text("질문과 답을 공개했습니다")

    reader = new_context(viewport=PHONE).new_page()
    until = time.monotonic() + PATIENCE
    while TITLE not in reader.locator("body").inner_text() and time.monotonic() < until:
        reader.goto("/search/?q=물레방아 단추&kind=question")
    screenshot(reader, "question-found-390")
    place = reader.locator(".result-parent a").first
    expect(place).to_contain_text("강연 3:20")
    place.click()
    assert reader.url.endswith(f"{EXPLAINER}?t=200#t200")
    beside = reader.locator(".said details.question", has_text=TITLE)
    expect(beside).to_have_count(1)
    reader.goto(question)
    looks_well(reader, axe)
    reader.locator(".lead a").click()
    expect(beside).to_contain_text(ANSWER)
    expect(beside.locator(".question-answer")).to_be_visible()
    looks_well(reader, axe)
    reader.wait_for_function("document.querySelector('[data-media]').currentTime >= 199")
