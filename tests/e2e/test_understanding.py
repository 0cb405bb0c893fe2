"""Typing as officials do: the search says what it made of a query, takes it back, and helps where nothing is found."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.places import search

NewContext = Callable[..., BrowserContext]


def test_the_wrong_input_mode_is_told_and_taken_back_in_one_click(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="찾을 말").first
    box.fill("tmakxmtnlaxj")
    box.press("Enter")
    told = page.locator(".reading")
    expect(told).to_contain_text("'tmakxmtnlaxj' → '스마트쉼터'로 찾았습니다.")
    expect(page.locator(".offer a").first).to_have_text("스마트쉼터")
    told.get_by_role("link", name="입력한 그대로 찾기").click()
    expect(told).to_contain_text("입력한 그대로 찾았습니다.")
    told.get_by_role("link", name="고쳐서 찾기").click()
    expect(told).to_contain_text("'스마트쉼터'로 찾았습니다.")


def test_a_request_is_sent_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(search("zqjvxkw", district="노원구"))
    page.get_by_role("link", name="사례 요청하기").click()
    expect(page.get_by_label("찾은 말 (필수)")).to_have_value("zqjvxkw")
    expect(page.get_by_label("자치구", exact=True)).to_have_value("노원구")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("status")).to_contain_text("요청을 받았습니다")
