"""Setting up codes, and a session that ends in the middle of a long form, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.signing import code
from tests.e2e.conftest import Complaints
from tests.e2e.editor import account
from tests.e2e.portal import Account, Portal

PHONE = {"width": 390, "height": 844}
Check = Callable[..., None]


@pytest.fixture
def reader(portal: Portal) -> Iterator[Account]:
    """The official who only reads, without codes again in the end."""
    who = account(portal, "official")
    yield who
    portal.manage("reset_second_factor", who.email)


def sign_in(page: Page, who: Account, address: str = "/login/") -> None:
    page.goto(address)
    page.fill("main [name=username]", who.email)
    page.fill("main [name=password]", who.password)
    send(page)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def looks_well(page: Page, axe: Check) -> None:
    """No violation, and nothing wider than a phone."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_codes_from_set_up_to_the_next_sign_in(
    reader: Account, new_context: Callable[..., BrowserContext], axe: Check, screenshot: Callable[..., Path]
) -> None:
    page = new_context(viewport=PHONE).new_page()
    sign_in(page, reader, "/login/?next=/account/")
    expect(page.locator("h1")).to_have_text("내 계정")
    looks_well(page, axe)
    for address in ("/account/email/", "/account/password/", "/account/2fa/", "/account/reauthenticate/"):
        page.goto(address)
        looks_well(page, axe)
    page.goto("/account/2fa/totp/activate/")
    expect(page.locator("img.qr-code")).to_be_visible()
    assert page.evaluate("document.querySelector('img.qr-code').naturalWidth") > 0
    looks_well(page, axe)
    screenshot(page, "second-factor-390")
    secret = page.locator(".secret-text").inner_text().strip()
    page.fill("main [name=code]", code(secret))
    send(page)
    codes = page.locator(".code-list code").all_inner_texts()
    assert len(set(codes)) == 10
    looks_well(page, axe)
    for address in (
        "/account/2fa/",
        "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/generate/",
    ):
        page.goto(address)
        looks_well(page, axe)

    another = new_context(viewport=PHONE).new_page()
    sign_in(another, reader, "/login/?next=/account/")
    expect(another.locator("h1")).to_have_text("2단계 인증")
    looks_well(another, axe)
    another.locator("main [name=code]").fill(codes[0])
    another.keyboard.press("Enter")
    expect(another.locator("h1")).to_have_text("내 계정")


def test_what_was_typed_survives_the_end_of_the_session(
    portal: Portal, new_context: Callable[..., BrowserContext], axe: Check
) -> None:
    """The notice is told by the server how long the session lasts; here the server's answer is a short one."""
    who = account(portal, "office")
    context = new_context(viewport=PHONE)
    page = context.new_page()
    sign_in(page, who, "/login/?next=/ideas/new/")
    typed = page.locator("main textarea").first
    typed.fill("긴 글을 쓰는 가운데 시간이 다 됩니다.")
    left = [170]
    reader = page.locator("[data-session-reader]").get_attribute("data-session-reader")

    def short(route: object) -> None:
        answer = {"left": left[0], "user": int(reader or 0) if left[0] else None, "token": ""}
        route.fulfill(json=answer)  # type: ignore[attr-defined]

    page.route("**/account/session/", short)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-session-part=soon]")).to_be_visible()
    expect(page.locator("[data-session-minutes]")).to_have_text("3")
    axe(page)
    page.unroute("**/account/session/")
    page.locator("[data-session-extend]").click()
    expect(page.locator("[data-session-part=soon]")).to_be_hidden()

    page.route("**/account/session/", short)
    left[0] = 0
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-session-part=over]")).to_be_visible()
    axe(page)
    page.unroute("**/account/session/")
    context.clear_cookies()
    with context.expect_page() as opened:
        page.locator("[data-session-part=over] a").click()
    sign_in(opened.value, who)
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-session-part=back]")).to_be_visible()
    expect(typed).to_have_value("긴 글을 쓰는 가운데 시간이 다 됩니다.")
    fresh = next(one["value"] for one in context.cookies() if one["name"] == "csrftoken")
    token = page.locator("main form input[name=csrfmiddlewaretoken]").first.input_value()
    assert len(token) == 64
    assert fresh
    answer = page.request.post(
        "/account/session/", headers={"X-CSRFToken": token, "Referer": portal.url + "/"}
    )
    assert answer.ok, "the form's new token is a good one"


def test_without_scripts_the_form_comes_back_and_guessing_is_stopped(
    portal: Portal,
    reader: Account,
    new_context: Callable[..., BrowserContext],
    complaints: Complaints,
    axe: Check,
) -> None:
    complaints.allow("status of 429")
    context = new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    sign_in(page, reader, "/login/?next=/ideas/new/")
    page.fill("main [name=title]", "시간이 다 된 뒤에 보낸 아이디어")
    page.fill("main [name=problem]", "긴 글을 쓰는 동안 로그인한 시간이 다 됩니다.")
    # The server forgets the session; the browser still has its cookie, as after an hour.
    portal.manage("reset_second_factor", reader.email)
    page.locator("main button[name=action]").first.click()
    expect(page.locator("main .notice")).to_contain_text("쓴 글은 남아 있으니")
    page.fill("main [name=username]", reader.email)
    page.fill("main [name=password]", reader.password)
    send(page)
    expect(page.locator("h1")).to_have_text("쓰던 글")
    with_scripts = new_context(viewport=PHONE, storage_state=context.storage_state()).new_page()
    with_scripts.goto("/account/kept-form/")
    expect(with_scripts.locator("main textarea")).to_have_count(1)
    looks_well(with_scripts, axe)
    page.locator("main form button[type=submit]").first.click()
    page.goto("/ideas/mine/")
    mine = page.locator("main a", has_text="시간이 다 된 뒤에 보낸 아이디어")
    expect(mine).to_have_count(1)

    guessing = new_context(viewport=PHONE).new_page()
    guessing.goto("/login/")
    for _ in range(5):
        guessing.fill("main [name=username]", "guessed@demo.example")
        guessing.fill("main [name=password]", "wrong")
        send(guessing)
    expect(guessing.locator("h1")).to_have_text("로그인을 잠시 막았습니다")
    assert re.search(r"\d+분 뒤에", guessing.locator("main").inner_text())
    looks_well(guessing, axe)
