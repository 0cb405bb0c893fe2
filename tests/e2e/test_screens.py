"""Pictures of the screens, to be looked at: test-results/screens/<name>-<language>-<mode>-<width>.png"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.editor import Editor
from tests.e2e.places import PLACES
from tests.e2e.test_accessibility import SET_MODE

NewContext = Callable[..., BrowserContext]
SHOWN = ("home", "search", "search-nothing", "cases", "case", "lecture", "session", "districts", "district")
WIDTHS = (1280, 390)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("language", "prefix"), [("ko", ""), ("en", "/en")])
def test_take_pictures(
    new_context: NewContext, screenshot: Callable[..., Path], language: str, prefix: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    for name in SHOWN:
        page.goto(prefix + PLACES[name])
        page.evaluate("() => document.fonts.ready.then(() => true)")
        for mode in ("light", "high-contrast"):
            page.evaluate(SET_MODE, mode)
            assert screenshot(page, f"{name}-{language}-{mode}-{width}").stat().st_size > 20_000


def test_take_pictures_of_the_editor(office: Editor, screenshot: Callable[..., Path]) -> None:
    office.explore("자치구", "관악구", "관악구 사례")
    for width in WIDTHS:
        _take(office.page, screenshot, f"admin-explorer-{width}", width)
    link = office.page.locator("main tbody tr a[href$='/edit/']").first.get_attribute("href") or ""
    office.page.goto(link)
    expect(office.page.locator("#sources-root")).to_be_visible()
    for width in WIDTHS:
        _take(office.page, screenshot, f"admin-case-{width}", width)


def _take(page: Page, screenshot: Callable[..., Path], name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    assert screenshot(page, name, full_page=False).stat().st_size > 20_000
