"""Files in the browser: found by their rows, read without their program, refused to strangers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from portal.attachments.reading.process import read_file
from tests.e2e.places import search
from tests.e2e.portal import ROOT, Portal

OUTCOMES = ROOT / "content" / "attachments" / "outcomes.hwpx"


def row_seven() -> tuple[str, str]:
    """What was measured and its value, in row 7 of a table."""
    part = next(part for part in read_file(OUTCOMES).parts if part.locator == "table=1&row=7")
    return part.cells[0], part.cells[1]


def test_a_word_in_row_seven_of_a_table_is_found_and_leads_there(
    portal: Portal, new_context: Callable[..., BrowserContext]
) -> None:
    """Without scripts, by keyboard alone, on a telephone."""
    measured, value = row_seven()
    context = new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(search(measured, place="attachment"))
    hit = page.get_by_role("link").filter(has_text="표 7행").first
    hit.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/files/**")
    assert page.url.endswith("#t1r7")
    row = page.locator("#t1r7")
    expect(row).to_contain_text(measured)
    expect(row).to_contain_text(value)
    expect(row).to_be_in_viewport()
    expect(page.get_by_role("link", name="원본 내려받기")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="원본 내려받기").click()
    assert download.value.suggested_filename.endswith(".hwpx")
