"""What readers set stays set: colours, size of letters, language."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.places import DEEP_CASE, search

NewContext = Callable[..., BrowserContext]
ROOT_SIZE = "() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
BACKGROUND = """() => [document.body, document.documentElement]
  .map(node => getComputedStyle(node).backgroundColor).join()"""


def tool(page: Page, selector: str) -> None:
    """Click a tool of the header."""
    page.locator(f".header-tools {selector}").click()


def test_high_contrast_stays_over_reload_and_pages(page: Page) -> None:
    page.goto("/")
    before = page.evaluate(BACKGROUND)
    tool(page, "[data-toggle-mode]")
    html, button = page.locator("html"), page.locator(".header-tools [data-toggle-mode]")
    for step in (lambda: None, page.reload, lambda: page.goto(DEEP_CASE), lambda: page.goto("/en/cases/")):
        step()
        expect(html).to_have_attribute("data-krds-mode", "high-contrast")
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(BACKGROUND) != before
    tool(page, "[data-toggle-mode]")
    page.goto("/")
    expect(html).not_to_have_attribute("data-krds-mode", "high-contrast")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(BACKGROUND) == before


def test_a_system_that_asks_for_contrast_gets_it_until_told_otherwise(new_context: NewContext) -> None:
    page = new_context(contrast="more").new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-krds-mode", "high-contrast")
    tool(page, "[data-toggle-mode]")
    page.reload()
    expect(page.locator("html")).not_to_have_attribute("data-krds-mode", "high-contrast")


def test_the_size_of_letters_stays_over_reload_and_pages(page: Page) -> None:
    page.goto(DEEP_CASE)
    normal = page.evaluate(ROOT_SIZE)
    tool(page, "summary:has-text('글자 크기')")
    tool(page, "[data-text-size-choice=xxlarge]")
    html = page.locator("html")
    for step in (lambda: None, page.reload, lambda: page.goto("/"), lambda: page.goto(DEEP_CASE)):
        step()
        expect(html).to_have_attribute("data-text-size", "xxlarge")
    assert page.evaluate(ROOT_SIZE) >= normal * 1.3
    tool(page, "summary:has-text('글자 크기')")
    expect(page.locator(".header-tools [data-text-size-choice=xxlarge]")).to_have_attribute(
        "aria-pressed", "true"
    )
    tool(page, "[data-text-size-choice=normal]")
    page.reload()
    assert page.evaluate(ROOT_SIZE) == normal


@pytest.mark.parametrize(
    "address",
    ["/", DEEP_CASE, "/cases/?district=노원구&page=1", search("스마트경로당", district="노원구"), "/tags/"],
)
def test_the_other_language_shows_the_same_page(page: Page, address: str) -> None:
    page.goto(address)
    korean, heading = unquote(page.url), page.locator("h1").inner_text()
    chips = page.locator(".chip-remove").count()
    tool(page, "a[hreflang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert unquote(page.url) == re.sub(r"(//[^/]+)/", r"\1/en/", korean, count=1)
    assert page.locator(".chip-remove").count() == chips
    expect(page.locator(".header-tools a[hreflang=ko]")).to_have_text("한국어")
    tool(page, "a[hreflang=ko]")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert unquote(page.url) == korean
    assert page.locator("h1").inner_text() == heading


def test_links_stay_in_the_language(page: Page) -> None:
    page.goto("/en/cases/")
    hrefs = page.locator("header a[href^='/'], main a[href^='/'], footer a[href^='/']").evaluate_all(
        "nodes => nodes.filter(node => node.hreflang !== 'ko').map(node => node.getAttribute('href'))"
    )
    assert hrefs
    # Files and data have one address for every language.
    assert not [href for href in hrefs if not href.startswith(("/en/", "/documents/", "/api/", "/feed/"))]
