"""Keeping what one reads and going on listening, as a member does it: with the keyboard, small, without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.editor import account
from tests.e2e.portal import Portal

LECTURE = "/lectures/explainer-forum/"
SMALL = {"width": 390, "height": 844}


def _sign_in(page: Page, portal: Portal) -> None:
    member = account(portal, "nowon")
    page.goto("/login/")
    page.fill("[name=username]", member.email)
    page.fill("[name=password]", member.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)


def test_a_moment_is_kept_and_listening_goes_on_where_it_stopped(portal, new_context, axe, screenshot):
    page = new_context().new_page()
    _sign_in(page, portal)
    page.goto(LECTURE)
    with page.expect_response(lambda answer: answer.url.endswith("/members/me/listening/")) as told:
        page.evaluate(
            """() => {
                const media = document.querySelector("[data-media]");
                media.muted = true;
                media.currentTime = 62;
                return media.play().then(() => media.pause());
            }"""
        )
    assert told.value.status == 204
    page.locator(".keep > summary").first.click()
    expect(page.get_by_label("강연의 대목")).to_have_value(re.compile(r"1:0[2-9]"))
    page.get_by_label("메모").fill("인용할 대목")
    page.get_by_role("button", name="담기", exact=True).click()
    expect(page.get_by_text("담아 두었습니다.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"1:0\d부터 이어 듣기"))).to_be_visible()
    page.set_viewport_size(SMALL)
    screenshot(page, "keep-lecture-ko-390")
    page.goto("/members/me/bookmarks/")
    expect(page.get_by_text("인용할 대목")).to_be_visible()
    axe(page)
    screenshot(page, "bookmarks-ko-390")
    page.get_by_role("link", name=re.compile(r"1:0\d부터 이어 듣기")).click()
    expect(page).to_have_url(re.compile(r"\?t=6\d#t6\d"))


def test_keeping_and_saving_a_search_work_without_scripts(portal, new_context):
    page = new_context(java_script_enabled=False, viewport=SMALL).new_page()
    _sign_in(page, portal)
    page.goto("/search/?q=스마트")
    page.get_by_role("button", name="이 검색 담아 두기").click()
    expect(page.get_by_role("heading", name="담아 둔 검색")).to_be_visible()
    page.get_by_role("link", name=re.compile("다시 찾기")).first.click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    page.goto("/members/me/searches/")
    page.get_by_role("button", name=re.compile("지우기")).first.click()
    expect(page.get_by_text("아직 담아 둔 검색이 없습니다")).to_be_visible()


def test_the_screens_of_a_note_and_of_stopping_the_letter(portal, new_context, axe, screenshot):
    """They have no address of their own: one belongs to a bookmark, the other to a letter."""
    page = new_context(viewport=SMALL).new_page()
    _sign_in(page, portal)
    page.goto("/guides/starting-with-ai-in-administration/")
    page.locator(".keep > summary").first.click()
    page.get_by_label("메모").fill("팀에 알릴 것")
    page.get_by_role("button", name="담기", exact=True).click()
    page.goto("/members/me/bookmarks/?find=팀에")
    page.get_by_role("link", name=re.compile("메모 고치기")).first.click()
    axe(page)
    screenshot(page, "bookmark-note-ko-390")
    made = (
        "from portal.accounts.models import User;"
        "from portal.community.digests.domain.choices import stop_token;"
        "print('token', stop_token(User.objects.get(email='nowon@demo.example')))"
    )
    token = re.search(r"^token (\S+)$", portal.manage("shell", "-c", made), re.MULTILINE)
    page.context.clear_cookies()
    page.goto(f"/digests/stop/{token[1]}/")
    axe(page)
    screenshot(page, "digest-stop-ko-390")
    page.get_by_role("button", name="그만 받기").click()
    expect(page.get_by_text("주간 소식을 더 보내지 않습니다.")).to_be_visible()
    axe(page)
