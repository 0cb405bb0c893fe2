"""Files in the browser: found by their rows, read without their program, refused to strangers."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, expect

from portal.attachments.reading.process import read_file
from tests.e2e.editor import Editor
from tests.e2e.places import EXPLAINER, search
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


def test_a_file_of_a_private_lecture_is_refused_by_its_own_address(
    portal: Portal, office: Editor, new_context: Callable[..., BrowserContext]
) -> None:
    reader = new_context().new_page()
    reader.goto(EXPLAINER)
    preview = reader.locator("#attachments a[href*='/files/']").first.get_attribute("href") or ""
    reader.goto(preview)
    file = reader.get_by_role("link", name="원본 내려받기").get_attribute("href") or ""
    assert status(portal, file) == 200
    office.explore("강연")
    link = office.row(reader.locator("p.lead a").inner_text()).locator("a[href$='/edit/']").first
    page_id = int((link.get_attribute("href") or "").split("/")[3])
    office.make_private(page_id, "login")
    try:
        for address in (file, preview):
            assert status(portal, address) in (302, 404), address
        assert file not in portal.get(EXPLAINER)[1]
        signed_in = office.page.context.request.get(file)
        assert signed_in.status == 200
        assert signed_in.headers["x-content-type-options"] == "nosniff"
    finally:
        office.make_private(page_id, "none")
    assert status(portal, file) == 200


def status(portal: Portal, address: str) -> int:
    """What a stranger is answered; nothing is followed."""
    connection = HTTPConnection("127.0.0.1", urlsplit(portal.url).port or 0, timeout=20)
    connection.request("GET", urlsplit(address).path)
    answer = connection.getresponse().status
    connection.close()
    return answer
