"""An official finds what another district learned: with a mouse, with keys only, without scripts, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.places import COMPLAINED_OF, NOWON_CASE, PLACES, SENIOR_CENTRES, STATUS
from tests.e2e.portal import Portal

NewContext = Callable[..., BrowserContext]
PASSAGE = f"{NOWON_CASE}#problem"

# Whether whoever has the focus can be seen to have it: a ring on it, or on the label drawn in its place.
FOCUS_SHOWS = """() => {
  const node = document.activeElement;
  const drawn = [[node, null], [node, '::before'], [node, '::after']];
  for (const label of node.labels || []) drawn.push([label, null], [label, '::before'], [label, '::after']);
  const ring = drawn.some(([one, part]) => {
    const style = getComputedStyle(one, part);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  });
  const box = node.getBoundingClientRect();
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return ring && inside;
}"""
DESCRIBE = "() => document.activeElement.outerHTML.slice(0, 160)"


def count(page: Page) -> int:
    """The number of results the page gives."""
    return number(page.locator(".list-count strong").inner_text())


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def facet(page: Page, value: str) -> tuple[Locator, int]:
    """The check box of a facet's value and the count beside it."""
    box = page.locator(f".facet input[value='{value}']")
    label = page.locator(f"label[for='{box.get_attribute('id')}']")
    return box, number(label.locator(".count").inner_text())


def expect_landed(page: Page, section: str) -> None:
    """The section is where the reader looks: on the screen, its head in the upper half unless the page ends."""
    expect(page).to_have_url(re.compile(re.escape(PASSAGE) + "$"))
    expect(page.locator(f"#{section} h2")).to_be_in_viewport()
    place = page.evaluate(
        """id => {
          const root = document.scrollingElement;
          return {top: document.getElementById(id).getBoundingClientRect().top, height: innerHeight,
                  end: root.scrollTop + innerHeight >= root.scrollHeight - 2};
        }""",
        section,
    )
    assert place["top"] >= 0
    assert place["top"] < place["height"] / 2 or place["end"], place


def narrow_and_follow(page: Page, *, scripts: bool = True) -> None:
    """From the first page to the passage, by what is on the screen."""
    page.goto("/")
    page.fill("#hero-search", SENIOR_CENTRES)
    page.press("#hero-search", "Enter")
    expect(page.locator("h1")).to_contain_text(SENIOR_CENTRES)
    everything = count(page)
    box, promised = facet(page, "노원구")
    assert 0 < promised < everything
    page.locator(f"label[for='{box.get_attribute('id')}']").click()
    with page.expect_navigation():
        page.locator("form.filter-body button[type=submit]").click()
    expect(page.locator(".chip-remove")).to_have_count(1)
    expect(page.locator(".chip-remove")).to_contain_text("노원구")
    expect(page.locator("#site-search")).to_have_value(SENIOR_CENTRES)
    assert count(page) == promised
    assert facet(page, "노원구")[0].is_checked()
    page.locator(f".passages a[href='{PASSAGE}']").click()
    expect_landed(page, "problem")
    expect(page.locator("h1")).to_contain_text("월성 스마트경로당")
    if scripts:
        expect(page.locator("#problem")).to_be_focused()


def test_search_narrow_open_and_land_on_the_passage(page: Page) -> None:
    narrow_and_follow(page)


def test_the_same_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    narrow_and_follow(page, scripts=False)


def test_taking_the_chip_away_brings_everything_back(page: Page) -> None:
    page.goto(PLACES["search"])
    everything = count(page)
    page.goto(PLACES["search-filtered"])
    assert count(page) < everything
    page.locator(".chip-remove").click()
    expect(page.locator(".chip-remove")).to_have_count(0)
    assert count(page) == everything


def test_finding_nothing_says_what_to_loosen(page: Page) -> None:
    page.goto(PLACES["search-nothing"])
    assert count(page) == 0
    nothing = page.locator(".nothing")
    expect(nothing).to_contain_text("압구정")
    way = nothing.locator("a.chip")
    expect(way).to_contain_text("자치구")
    promised = number(way.inner_text())
    way.click()
    assert count(page) == promised > 0
    expect(page.locator(".chip-remove")).to_have_count(0)
    page.goto(PLACES["search-nothing-at-all"])
    expect(page.locator(".nothing a.chip")).to_have_count(0)
    page.locator(".nothing a[href='/cases/']").click()
    assert count(page) > 0


def test_lists_filter_and_page_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/cases/")
    everything = count(page)
    first = page.locator(".row-list .card-title").all_inner_texts()
    page.locator(".pager a[rel=next]").click()
    expect(page).to_have_url(re.compile(r"page=2"))
    assert not set(first) & set(page.locator(".row-list .card-title").all_inner_texts())
    page.goto("/cases/")
    page.locator("label", has_text=re.compile(r"^\s*노원구")).click()
    page.locator("form.filter-body button[type=submit]").click()
    expect(page.locator(".chip-remove")).to_contain_text("노원구")
    assert count(page) < everything
    assert page.locator(".row-list > li").count() == count(page)


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until `selector` has the focus; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), f"no visible focus: {page.evaluate(DESCRIBE)}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with Tab")


def test_the_same_with_the_keyboard_only(page: Page) -> None:
    page.goto("/")
    tab_to(page, "#krds-skip-link a", most=1)
    expect(page.locator("#krds-skip-link a")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main#content")).to_be_focused()
    tab_to(page, "#hero-search", most=3)
    page.keyboard.type(SENIOR_CENTRES)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "#krds-skip-link a", most=1)
    page.keyboard.press("Enter")
    promised = facet(page, "노원구")[1]
    tab_to(page, ".facet input[value='노원구']")
    page.keyboard.press("Space")
    expect(facet(page, "노원구")[0]).to_be_checked()
    tab_to(page, "form.filter-body button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert count(page) == promised
    tab_to(page, f".passages a[href='{PASSAGE}']")
    page.keyboard.press("Enter")
    expect_landed(page, "problem")
    expect(page.locator("#problem")).to_be_focused()
    tab_to(page, "main a", most=3)


def test_menus_open_and_close_with_keys(page: Page) -> None:
    page.goto("/")
    menu = page.locator(".main-nav details", has_text="포럼 회차")
    tab_to(page, ".main-nav details summary")
    page.keyboard.press("Enter")
    expect(menu.locator(".drop-panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu.locator(".drop-panel")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_scrolls_sideways_on_a_phone(new_context: NewContext, complaints: object, width: int) -> None:
    complaints.allow(COMPLAINED_OF)
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    wide = []
    for prefix in ("", "/en"):
        for address in PLACES.values():
            page.goto(prefix + address)
            if over := page.evaluate("document.scrollingElement.scrollWidth - innerWidth") > 0:
                wide.append((page.url, over))
    assert not wide


def test_the_largest_letters_fit_the_narrowest_phone(new_context: NewContext, complaints: object) -> None:
    complaints.allow(COMPLAINED_OF)
    context = new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto("/robots.txt")
    page.evaluate("localStorage.setItem('portal.text-size', 'xxlarge')")
    wide = []
    for address in [prefix + place for prefix in ("", "/en") for place in PLACES.values()]:
        page.goto(address)
        assert page.locator("html").get_attribute("data-text-size") == "xxlarge"
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            wide.append(page.url)
    assert not wide


def test_the_menu_of_a_phone_leads_everywhere(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto("/")
    page.locator(".mobile-menu summary").first.click()
    for address in ("/lectures/", "/sessions/", "/speakers/", "/cases/", "/districts/", "/tags/"):
        expect(page.locator(f".mobile-panel a[href='{address}']")).to_be_visible()
    page.locator(".mobile-panel a[href='/cases/']").click()
    expect(page).to_have_url(re.compile(r"/cases/$"))


def test_every_place_answers_in_both_languages(portal: Portal) -> None:
    for name, address in PLACES.items():
        for prefix, language in (("", "ko"), ("/en", "en")):
            status, body = portal.get(prefix + address)
            assert status == STATUS.get(name, 200), (prefix, name, status)
            assert f'<html lang="{language}"' in body
            assert 'class="site-header"' in body


# Elements with text of their own whose words may break anywhere, or whose text is cut off where nothing leads to it.
BROKEN_WORDS = """() => [...document.querySelectorAll('body *')]
  .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && /[가-힣]/.test(child.data)))
  .filter(node => node.checkVisibility() && !node.closest('code, pre'))
  .filter(node => getComputedStyle(node).wordBreak !== 'keep-all')
  .map(node => node.outerHTML.slice(0, 120))"""
CUT_OFF = """() => [...document.querySelectorAll('body *')]
  .filter(node => node.checkVisibility() && node.innerText && !node.matches('.sr-only, input, textarea'))
  .filter(node => ['hidden', 'clip'].includes(getComputedStyle(node).overflowX) && node.clientWidth > 2)
  .filter(node => node.scrollWidth > node.clientWidth + 1
    || (node.scrollHeight > node.clientHeight + 2 && !node.closest('article')?.querySelector('a[href]')))
  .map(node => node.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("width", [1280, 320])
def test_korean_words_stay_whole_and_nothing_is_cut_off(
    new_context: NewContext, complaints: object, width: int
) -> None:
    """A summary may be clamped in a row or card that leads to the whole of it."""
    complaints.allow(COMPLAINED_OF)
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    wrong = []
    for address in PLACES.values():
        page.goto(address)
        wrong += [(address, found) for found in page.evaluate(BROKEN_WORDS) + page.evaluate(CUT_OFF)]
    assert not wrong, "\n".join(map(str, wrong))
