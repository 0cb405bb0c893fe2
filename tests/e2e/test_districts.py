"""The map with the keyboard, the table's numbers, the basket with and without scripts, files for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.portal import Portal
from tests.e2e.test_reading import FOCUS_SHOWS, count, number, tab_to

NewContext = Callable[..., BrowserContext]
ADD = ".row-list form.compare-add button"


def test_the_map_is_walked_with_the_keyboard(page: Page) -> None:
    page.goto("/districts/?field=교통")
    tab_to(page, "a.map-tile", most=60)
    heard = []
    for _ in range(25):
        name = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
        assert page.evaluate(FOCUS_SHOWS), name
        heard.append(name)
        page.keyboard.press("Tab")
    assert len(set(heard)) == 25
    assert heard[0].startswith("강북구")
    assert heard[-1].startswith("관악구")
    assert not page.evaluate("() => document.activeElement.matches('a.map-tile')")
    page.keyboard.press("Shift+Tab")
    promised = number(heard[-1].partition("사례")[2])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/\?district=.*&field="))
    assert promised == (count(page) if page.locator(".row-list").count() else 0)


def test_tiles_are_as_easy_to_hit_on_a_phone_and_their_names_fit(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 320, "height": 800}).new_page()
    for prefix in ("", "/en"):
        page.goto(prefix + "/districts/")
        for tile in page.locator("a.map-tile").all():
            box = tile.locator("rect").bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 40
            for text in tile.locator("text").all():
                inside = text.bounding_box()
                assert inside
                assert inside["width"] <= box["width"], tile.get_attribute("aria-label")
                assert inside["height"] >= 9


def test_the_form_of_the_map_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/districts/")
    page.select_option("#map-field", "복지")
    page.locator(".map-form button").click()
    expect(page.locator("#map-field")).to_have_value("복지")
    cell = page.locator(".district-list td a").first
    promised = number(re.sub(r"^\D+", "", cell.inner_text()))
    cell.click()
    assert count(page) == promised


def test_a_cell_of_the_table_leads_to_as_many_cases(page: Page) -> None:
    page.goto("/districts/table/")
    cell = page.locator(".cross-table tbody td a").first
    promised = number(cell.inner_text())
    cell.click()
    assert count(page) == promised


def gather(page: Page, number_of_cases: int) -> list[str]:
    """Put the first cases of the list into the basket without scripts; their titles."""
    titles = []
    for position in range(number_of_cases):
        page.goto("/cases/")
        titles.append(page.locator(".row-list .card-title a").nth(position).inner_text().strip())
        page.locator(ADD).nth(position).click()
        expect(page).to_have_url(re.compile(r"/cases/compare/\?id="))
    return titles


def test_the_basket_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    titles = gather(page, 4)
    heads = page.locator(".compare-table thead th a")
    assert [text.strip() for text in heads.all_inner_texts()] == titles
    gather(page, 5)
    expect(page.locator(".compare-notices")).to_contain_text("네 건까지")
    expect(heads).to_have_count(4)
    page.locator(".compare-remove").first.click()
    expect(heads).to_have_count(3)
    page.locator(".compare-tools a").first.click()
    expect(page.locator("tr.compare-same")).to_have_count(0)
    expect(page.locator("tr.compare-different").first).to_be_visible()
    page.goto("/cases/compare/")
    expect(heads).to_have_count(3)
    page.locator(".compare-clear button").click()
    expect(page.locator(".empty")).to_be_visible()


def test_the_basket_stays_on_the_page_with_scripts(page: Page) -> None:
    page.goto("/cases/")
    for position in range(2):
        page.locator(ADD).nth(position).click()
        expect(page.locator("form.compare-in")).to_have_count(position + 1)
    expect(page).to_have_url(re.compile(r"/cases/$"))
    bar = page.locator(".compare-bar")
    expect(bar).to_contain_text("비교함에 담았습니다.")
    page.reload()
    expect(page.locator("form.compare-in")).to_have_count(2)
    bar.locator("a").click()
    expect(page.locator(".compare-table thead th a")).to_have_count(2)


def test_files_open_in_spreadsheets(portal: Portal, page: Page) -> None:
    page.goto("/districts/table/")
    with page.expect_download() as caught:
        page.locator("a[download]").click()
    assert caught.value.suggested_filename == "자치구별-분야별-사례수.csv"
    content = caught.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(lines[0]) == 13
    assert [line[1] for line in lines[1:26]] == sorted(line[1] for line in lines[1:26])


def test_the_page_of_figures_leads_on(page: Page) -> None:
    page.goto("/districts/gap/#smart-city-units")
    chart = page.locator("#smart-city-units")
    expect(chart).to_be_in_viewport()
    chart.locator("summary").click()
    expect(chart.locator("table")).to_contain_text("2024년 12월")
    expect(chart.locator("table")).to_contain_text("20곳")
    chart.locator(".chart-links a").first.click()
    expect(page.locator("h1")).to_contain_text("자치구 스마트도시 현황진단")
