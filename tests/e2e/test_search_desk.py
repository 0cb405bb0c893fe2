"""Editors make the search better: a synonym is compared, applied and found; a word reaches an index that serves."""

from __future__ import annotations

import time
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.e2e.editor import Editor
from tests.e2e.places import search

SYNONYM = "/admin/snippets/search/synonym/"
WORD = "/admin/snippets/search/userword/"
#: The whole sample content is analysed anew while everything else goes on.
REBUILD_SECONDS = 180


def save(desk: Page, address: str, **values: str) -> None:
    desk.goto(f"{address}add/")
    for name, value in values.items():
        desk.fill(f"#id_{name}", value)
    with desk.expect_navigation():
        desk.locator("footer button[type=submit]").first.click()


def delete(desk: Page, address: str, name: str) -> None:
    desk.goto(f"{address}?q={quote(name)}")
    edit = desk.locator(f"a[href^='{address}edit/']").first.get_attribute("href")
    assert edit
    desk.goto(edit.replace("/edit/", "/delete/"))
    with desk.expect_navigation():
        desk.locator("main form button[type=submit], main form input[type=submit]").first.click()


def test_a_synonym_is_compared_then_applied_and_readers_find_more(office: Editor, page: Page) -> None:
    desk = office.page
    save(desk, SYNONYM, word="치매예방", others="인지훈련", examples="자전거")
    expect(desk.locator("table").first).to_contain_text("적용 뒤")
    fresh = desk.locator("td:has-text('새로 나옴') a").first
    expect(fresh).to_be_visible()
    found = fresh.get_attribute("href")
    page.goto(search("치매예방"))
    expect(page.locator(".reading")).to_have_count(0)
    desk.locator("button[name=apply]").dblclick()
    expect(desk.locator("button[name=withdraw]")).to_be_visible()
    page.goto(search("치매예방"))
    expect(page.locator(".reading")).to_contain_text("인지훈련")
    expect(page.locator(f".result h2 a[href='{found}']")).to_be_visible()
    delete(desk, SYNONYM, "치매예방")
    page.goto(search("치매예방"))
    expect(page.locator(".reading")).to_have_count(0)


def test_a_word_of_the_analyser_reaches_the_index_while_it_serves(office: Editor, page: Page) -> None:
    desk = office.page
    save(desk, WORD, word="디지털동행플라자관", parts="동행")
    expect(desk.locator("body")).to_contain_text("색인을 뒤에서 새로 만듭니다")
    desk.goto("/admin/search-words/")
    end = time.monotonic() + REBUILD_SECONDS
    # The page comes again by itself until every index has the word; readers are answered all the while.
    done = desk.locator("tbody tr:has-text('반영됨')")
    while not done.count():
        page.goto(search("경로당"))
        expect(page.locator(".result").first).to_be_visible()
        assert time.monotonic() < end
        desk.reload()
    page.goto(search("경로당"))
    expect(page.locator(".result").first).to_be_visible()
    delete(desk, WORD, "디지털동행플라자관")
