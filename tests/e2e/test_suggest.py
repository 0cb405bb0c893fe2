"""Suggestions while typing: with an input method, with the keyboard, with answers that come late, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

NewContext = Callable[..., BrowserContext]

#: Milliseconds for the first answer of a process, which reads all names, on a busy machine.
FIRST = 15_000


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="찾을 말").first


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="제안").get_by_role("option")


def test_an_input_method_doubles_nothing_and_sends_nothing_early(page: Page) -> None:
    page.goto("/cases/")
    box = field(page)
    box.click()
    keyboard = page.context.new_cdp_session(page)

    def compose(text: str) -> None:
        keyboard.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    for composed, committed in ((("ㅅ", "스", "슴"), "스"), (("마", "맡"), "마"), (("트",), "")):
        for state in composed:
            compose(state)
        if committed:
            keyboard.send("Input.insertText", {"text": committed})
    expect(box).to_have_value("스마트")
    expect(options(page).first).to_have_text(re.compile("^스마트"), timeout=FIRST)
    # Still composing: Enter belongs to the input method, and arrows too.
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cases/$"))
    keyboard.send("Input.insertText", {"text": "트"})
    expect(box).to_have_value("스마트")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert unquote(page.url).endswith("/search/?q=스마트")


def test_composition_events_as_scripts_see_them(page: Page) -> None:
    """The keys of an input method reach the page as 229 and with isComposing; none of them may do anything."""
    page.goto("/cases/")
    box = field(page)
    box.press_sequentially("쉼터")
    expect(options(page).first).to_be_visible(timeout=FIRST)
    prevented = box.evaluate(
        """input => {
            input.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true, data: ""}));
            const key = (name, more) => !input.dispatchEvent(
                new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true, ...more}));
            const enter = key("Enter", {isComposing: true});
            const old = key("Enter", {keyCode: 229});
            const arrow = key("ArrowDown", {isComposing: true});
            input.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "터"}));
            input.dispatchEvent(new InputEvent("input", {bubbles: true, data: "터"}));
            return [enter, old, arrow];
        }"""
    )
    assert prevented == [True, True, False]
    expect(box).to_have_value("쉼터")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page).to_have_url(re.compile("/cases/$"))


def test_the_keyboard_moves_through_the_list(page: Page, axe: Callable[..., None]) -> None:
    page.goto("/")
    box = page.locator("#hero-search")
    box.press_sequentially("노원")
    rows = options(page)
    expect(rows.first).to_have_text("노원구 자치구", timeout=FIRST)
    expect(box).to_have_attribute("aria-expanded", "true")
    count = rows.count()
    expect(page.locator(".search-box-large [role=status]")).to_have_text(f"제안 {count}개")
    axe(page, context=".hero")
    box.press("ArrowUp")
    expect(rows.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", rows.first.get_attribute("id") or "")
    expect(box).to_have_value("노원")
    box.press("End")
    expect(page.locator(".suggest-option[aria-selected=true]")).to_have_count(0)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("노원")
    box.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    box.press("Tab")
    expect(rows).to_have_count(0)
    box.focus()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/districts/nowon-gu/")


def test_a_late_answer_is_not_shown_and_nothing_found_closes_the_list(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        typed = unquote(route.request.url.partition("q=")[2])
        asked.append(typed)
        if typed == "강":
            page.wait_for_timeout(500)
        route.continue_()

    page.route("**/api/suggest/**", answer)
    page.goto("/cases/")
    box = field(page)
    box.fill("강")
    page.wait_for_timeout(200)
    box.fill("노원")
    expect(options(page).first).to_have_text("노원구 자치구")
    page.wait_for_timeout(700)
    expect(options(page).first).to_have_text("노원구 자치구")
    box.press_sequentially("구역없는말", delay=5)
    expect(options(page)).to_have_count(0)
    # Keys in quick succession are one question.
    assert asked[:2] == ["강", "노원"]
    assert len(asked) <= 4


def test_english_screens_suggest_in_english_and_nothing_moves(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto("/en/cases/")
    before = page.locator("h1").bounding_box()
    page.get_by_role("combobox", name="Search for").first.fill("smart")
    rows = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(rows.first).to_have_text(re.compile("^Smart"), timeout=FIRST)
    assert page.locator("h1").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rows.first.click()
    page.wait_for_url("**/en/**")


def test_without_scripts_it_is_a_plain_form(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/cases/")
    box = page.get_by_role("searchbox").first
    box.fill("쉼터")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_what_was_viewed_stays_in_the_browser_and_is_cleared(page: Page) -> None:
    page.goto("/cases/")
    links = page.locator("main .card-title a")
    titles, addresses = links.all_inner_texts()[:2], [links.nth(n).get_attribute("href") for n in (0, 1)]
    page.goto(addresses[0] or "")
    recent = page.locator("[data-recent]")
    expect(recent).to_be_hidden()
    page.goto(addresses[1] or "")
    expect(recent.get_by_role("listitem")).to_have_text([re.compile(re.escape(titles[0]))])
    page.goto("/")
    expect(recent.get_by_role("link")).to_have_text([titles[1], titles[0]])
    recent.get_by_role("button", name="목록 지우기").click()
    expect(recent).to_contain_text("최근 본 자료를 지웠습니다.")
    assert page.evaluate("localStorage.getItem('portal.recent')") is None
    page.reload()
    expect(recent).to_be_hidden()
