"""보고서에 넣기: one click by mouse or keys, a field where copying is blocked, a plain page without scripts, paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.places import DEEP_CASE, LECTURE, PLACES
from tests.e2e.portal import Portal

NewContext = Callable[..., BrowserContext]
PASTED = "navigator.clipboard.readText()"
# A site without TLS: no clipboard interface; and a browser that refuses the old way too.
BLOCKED = """
Object.defineProperty(window, 'isSecureContext', {value: false});
document.execCommand = () => false;
"""
# Where something stands out of the paper or a table is wider than its frame.
TOO_WIDE = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.right > document.documentElement.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def reader(new_context: NewContext, portal: Portal) -> Page:
    context = new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.url)
    return context.new_page()


def test_a_click_copies_the_summary_of_a_case(reader: Page, portal: Portal) -> None:
    reader.goto(DEEP_CASE)
    reader.get_by_role("button", name="보고서에 넣기", exact=True).click()
    expect(reader.get_by_role("status").filter(has_text="복사했습니다.")).to_be_visible()
    text = reader.evaluate(PASTED)
    title, summary = (reader.locator(one).first.inner_text() for one in ("h1", ".record-lead"))
    assert text.splitlines()[:2] == [f"「{title}」 (사례)", summary]
    assert "출처: " in text
    assert f"{portal.url}/r/" in text.splitlines()[-1]


@pytest.mark.parametrize("key", ["Enter", " "])
def test_keys_copy_a_figure_of_one_row(reader: Page, key: str) -> None:
    reader.goto(DEEP_CASE)
    row = reader.locator(".outcome-table tbody tr").first
    metric = row.locator("th").inner_text()
    button = row.get_by_role("button", name=re.compile(rf"보고서에 넣기\s*: {re.escape(metric)}"))
    button.focus()
    reader.keyboard.press(key)
    expect(reader.locator("#report-status")).to_have_text("복사했습니다.")
    text = reader.evaluate(PASTED)
    assert metric in text.splitlines()[1]
    assert "기준 시점" in text.splitlines()[1]
    assert text.rstrip().endswith("-outcomes")
    assert reader.evaluate("document.activeElement.dataset.reportCopy !== undefined")


def test_a_hit_gives_its_sentence_and_a_lecture_its_key_point(reader: Page) -> None:
    reader.goto(PLACES["search"])
    names = [
        " ".join(name.split()) for name in reader.locator(".result [data-report-copy]").all_text_contents()
    ]
    assert len(names) > 1
    assert len(set(names)) == len(names)
    passage = reader.locator(".result .passage").first
    said = passage.locator("a:first-child > span").last.inner_text()
    passage.locator("[data-report-copy]").click()
    expect(reader.locator("#report-status")).to_have_text("복사했습니다.")
    assert said in reader.evaluate(PASTED)

    reader.goto(LECTURE)
    point = reader.locator("#key-points li").nth(1).inner_text()
    reader.get_by_text("핵심 내용 골라 넣기").click()
    reader.get_by_role("button", name=point).click()
    expect(reader.locator("#report-status")).to_have_text("복사했습니다.")
    assert f"{point} (핵심 내용)" in reader.evaluate(PASTED)


def test_where_copying_is_blocked_the_text_stands_selected_in_a_field(new_context: NewContext) -> None:
    context = new_context(viewport={"width": 390, "height": 800})
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto(DEEP_CASE)
    button = page.get_by_role("button", name="인용 표기 복사")
    button.click()
    field = page.get_by_label("보고서에 넣을 글")
    expect(field).to_be_focused()
    expect(page.locator("#report-status")).to_contain_text("골라 둔 글을 복사해 주세요")
    text = field.input_value()
    selected = page.evaluate(
        "(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd) })()"
    )
    assert selected == text == button.get_attribute("data-report-copy")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(button).to_be_focused()


def test_without_scripts_a_plain_page_shows_the_text_and_the_short_address_leads_back(
    new_context: NewContext, portal: Portal
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 320, "height": 800}).new_page()
    page.goto(DEEP_CASE)
    title = page.locator("h1").inner_text()
    link = page.locator(".outcome-table tbody tr").first.get_by_role("link", name="보고서에 넣기")
    wanted = link.get_attribute("data-report-copy")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보고서에 넣을 글")
    assert page.locator("textarea").first.input_value() == wanted
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(str(wanted).rsplit(" ", 1)[-1])
    expect(page.locator("h1")).to_have_text(title)
    assert page.url.endswith("#outcomes")


@pytest.mark.parametrize("address", [DEEP_CASE, LECTURE, PLACES["cases"], PLACES["guides"]])
def test_paper_holds_the_record_its_sources_and_its_address_and_nothing_to_click(
    new_context: NewContext, portal: Portal, address: str
) -> None:
    # The width of A4 between its margins.
    page = new_context(viewport={"width": 666, "height": 940}).new_page()
    page.goto(address)
    page.emulate_media(media="print")
    for part in (".site-header", ".site-footer", ".breadcrumb-bar", ".report-bar", ".filters", "main button"):
        for one in page.locator(part).all():
            expect(one).to_be_hidden()
    assert page.evaluate(TOO_WIDE) == []
    if address in (DEEP_CASE, LECTURE):
        expect(page.locator(".print-foot")).to_contain_text(f"{portal.url}/r/")
        source = page.locator(".sources a[href^=http]").first
        written = source.evaluate("one => getComputedStyle(one, '::after').content")
        assert str(source.get_attribute("href")) in written
    if address == DEEP_CASE:
        assert page.locator(".outcome-table thead").evaluate("one => getComputedStyle(one).display") == (
            "table-header-group"
        )


def test_downloads_arrive_whole_under_their_korean_names(reader: Page) -> None:
    reader.goto(DEEP_CASE)
    title = reader.locator("h1").inner_text()
    reader.get_by_text("내려받기", exact=True).click()
    begins = {".pdf": b"%PDF-", ".hwpx": b"PK", ".docx": b"PK"}
    endings = []
    for link in reader.locator(".report-drop a[href*='/r/']:not([data-report-copy])").all():
        with reader.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        assert name.startswith("Smart senior centres" if "prize-en" in name else title[:10])
        endings.append(name[name.rindex(".") :])
        assert Path(download.value.path()).read_bytes().startswith(begins[endings[-1]])
    assert sorted(endings) == [".docx", ".docx", ".hwpx", ".pdf"]
