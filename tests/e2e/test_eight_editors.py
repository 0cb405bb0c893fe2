"""Eight editors press 게시 in the same moment, on the one file that SQLite is."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.editor import Editor, account
from tests.e2e.places import search
from tests.e2e.portal import Portal
from tests.e2e.watching import wait_until

EDITORS = 8
MARK = "zqjvxkw"  # one word, which occurs nowhere else

# Sends the form that the editor shows, as the browser would, when the clock says so.
SEND = """([partners, moment]) => {
  const form = document.getElementById('page-edit-form');
  const data = new FormData(form);
  data.set('partners', partners);
  data.set('action-publish', 'action-publish');
  const send = async () => {
    const started = performance.now();
    const signal = AbortSignal.timeout(90000);
    const response = await fetch(location.href, {method: 'POST', body: data, signal});
    const text = await response.text();
    const done = text.includes('class="success"');
    return {status: response.status, done, ms: performance.now() - started, text: done ? '' : text};
  };
  window.answer = new Promise((resolve, reject) =>
    setTimeout(() => send().then(resolve, reject), moment - Date.now()));
}"""


def cases_of_several_districts(office: Editor) -> list[int]:
    office.page.goto("/admin/pages/usage/districts/casestudy/")
    links = office.page.locator("main a[href$='/edit/']").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    ids = list(dict.fromkeys(int(re.findall(r"\d+", link)[0]) for link in links))
    assert len(ids) >= EDITORS, ids
    return ids[:EDITORS]


def open_forms(portal: Portal, new_context: Callable[..., BrowserContext], ids: list[int]) -> list[Page]:
    """One browser with a session of its own per page, with the page's form open."""
    who = account(portal, "office")
    pages = []
    for page_id in ids:
        context = new_context()
        context.request.get("/login/")
        token = next(one["value"] for one in context.cookies() if one["name"] == "csrftoken")
        form = {"username": who.email, "password": who.password, "csrfmiddlewaretoken": token}
        context.request.post("/login/", form=form, headers={"Referer": f"{portal.url}/login/"})
        page = context.new_page()
        page.goto(f"/admin/pages/{page_id}/edit/")
        expect(page.locator("#sources-root")).to_be_visible()
        pages.append(page)
    return pages


def publish_together(pages: list[Page], partners: list[str]) -> list[dict[str, Any]]:
    moment = (time.time() + 1.0) * 1000
    for page, lines in zip(pages, partners, strict=True):
        page.evaluate(SEND, [lines, moment])
    return [page.evaluate("window.answer") for page in pages]


def found(portal: Portal) -> int:
    return int(json.loads(portal.get(search(MARK).replace("/search/", "/api/search/"))[1])["total"])


def test_eight_editors_publish_at_once(
    portal: Portal, office: Editor, new_context: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    pages = open_forms(portal, new_context, cases_of_several_districts(office))
    before = [page.locator("#id_partners").input_value() for page in pages]
    assert found(portal) == 0
    try:
        answers = publish_together(pages, [f"{lines}\n{MARK}".strip() for lines in before])
        assert all(one["status"] == 200 and one["done"] for one in answers), answers
        api = search(MARK).replace("/search/", "/api/search/")
        wait_until(portal, api, lambda status, body: json.loads(body)["total"] == EDITORS)
    finally:
        # The same form once more: what the eight left behind is the last word, and the case as it was before.
        answers = publish_together(pages, before)
    assert all(one["status"] == 200 and one["done"] for one in answers), answers
    wait_until(portal, api, lambda status, body: json.loads(body)["total"] == 0)
    assert "database is locked" not in portal.log.read_text(encoding="utf-8", errors="replace")
