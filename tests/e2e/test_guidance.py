"""Terms are explained where they stand, by pointer, keyboard and finger; ticks of a guide stay in the browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.places import DEEP_CASE, PLACES

NewContext = Callable[..., BrowserContext]
Check = Callable[..., None]
GUIDE = PLACES["guide"]
OUTSIDE = """() => {
  const box = document.querySelector('.term-box').getBoundingClientRect();
  const root = document.documentElement;
  return box.left < 0 || box.right > root.clientWidth || root.scrollWidth > root.clientWidth;
}"""


def test_a_term_is_explained_on_focus_and_hover(page: Page, axe: Check) -> None:
    page.goto(DEEP_CASE)
    word, box = page.locator("main a.term").first, page.locator(".term-box")
    note = page.locator(f"#{word.get_attribute('aria-describedby')}")
    expect(note).to_be_hidden()
    expect(box).to_have_count(0)
    # Reached by the keyboard alone.
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main a.term')"):
            break
    expect(word).to_be_focused()
    expect(box).to_be_visible()
    expect(box).to_contain_text(note.text_content().split(":", 1)[1].strip())
    axe(page, context="main")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/**")
    page.go_back()
    # The pointer may move into the explanation and follow its link.
    page.locator("main a.term").nth(1).hover()
    expect(box).to_be_visible()
    box.hover()
    page.wait_for_timeout(400)
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.locator("main a.term").nth(1).hover()
    page.mouse.move(0, 0)
    expect(box).to_be_hidden()


def test_a_finger_explains_first_and_follows_then(new_context: NewContext) -> None:
    context = new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(DEEP_CASE)
    words = page.locator("main a.term")
    for position in range(words.count()):
        words.nth(position).tap()
        expect(page.locator(".term-box")).to_be_visible()
        assert not page.evaluate(OUTSIDE)
        assert page.url.endswith(DEEP_CASE)
        page.locator("h1").tap()
        expect(page.locator(".term-box")).to_be_hidden()
    words.first.tap()
    page.locator(".term-more").tap()
    page.wait_for_url("**/glossary/**")
    page.goto(DEEP_CASE)
    words.first.tap()
    words.first.tap()
    page.wait_for_url("**/glossary/**")


def test_copied_text_and_print_hold_the_words_only(page: Page) -> None:
    page.goto(DEEP_CASE)
    word = page.locator("main a.term").first
    said = word.locator("xpath=..").evaluate(
        "node => { getSelection().selectAllChildren(node); return getSelection().toString(); }"
    )
    assert said == word.locator("xpath=..").inner_text()
    assert page.locator("#term-notes").is_hidden()
    word.hover()
    expect(page.locator(".term-box")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".term-box")).to_be_hidden()


def test_without_javascript_terms_are_links_and_guides_are_lists(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(GUIDE)
    expect(page.locator(".guide-steps > li h3 a")).to_have_count(page.locator(".guide-steps > li").count())
    expect(page.locator(".guide-tick").first).to_be_hidden()
    expect(page.locator("[data-guide-progress]")).to_be_hidden()
    page.locator("main a.term").first.click()
    expect(page.locator("h1 dfn")).to_be_visible()
    page.goto("/glossary/")
    page.fill("#find-term", "경로당")
    page.click(".glossary-form button[type=submit]")
    expect(page.locator(".term-lines dt a").first).to_contain_text("스마트경로당")


def test_ticks_stay_over_reload_and_language_and_can_be_cleared(page: Page) -> None:
    page.goto(GUIDE)
    total = page.locator(".guide-steps > li").count()
    status = page.locator("[data-guide-progress] [role=status]")
    expect(status).to_have_text("아직 표시한 단계가 없습니다.")
    expect(page.locator("[data-guide-reset]")).to_be_disabled()
    for position in (0, 2):
        page.locator(".guide-tick label").nth(position).click()
    page.reload()
    expect(status).to_have_text(f"{total}단계 가운데 2단계를 봤습니다.")
    expect(page.locator("#tick-1")).to_be_checked()
    expect(page.locator("#tick-2")).not_to_be_checked()
    page.goto(f"/en{GUIDE}")
    expect(status).to_have_text(f"2 of {total} steps done.")
    expect(page.locator("#tick-3")).to_be_checked()
    page.goto(GUIDE)
    page.locator("[data-guide-reset]").click()
    expect(page.locator("#tick-1")).to_be_focused()
    expect(page.locator("#tick-1")).not_to_be_checked()
    page.reload()
    expect(status).to_have_text("아직 표시한 단계가 없습니다.")
