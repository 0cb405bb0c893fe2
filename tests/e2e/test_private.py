"""A case for signed-in people only: gone for everybody else wherever it could be noticed, there after sign-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.editor import Editor, account
from tests.e2e.places import search
from tests.e2e.portal import Portal
from tests.e2e.test_reading import count, facet
from tests.e2e.watching import Clock, Watch, lacks, wait_until

TITLE = "고장을 앱으로 아는 스마트 보안등과 길 위의 안심 문구"
ADDRESS = "/districts/nowon-gu/cases/nowon-smart-security-lights/"
QUERY = "스마트 보안등"
RESULTS = search(QUERY)
API = RESULTS.replace("/search/", "/api/search/") + "&size=100"
LISTS = (
    "/cases/?district=%EB%85%B8%EC%9B%90%EA%B5%AC",
    "/districts/nowon-gu/",
    "/districts/nowon-gu/cases/",
    "/sitemap.xml",
)


@dataclass(frozen=True)
class Noticed:
    """What the API tells of the case: the number of results, and the counts of its district and kind."""

    total: int
    district: int
    kind: int
    listed: bool

    @classmethod
    def of(cls, body: str) -> Noticed:
        answer = json.loads(body)
        counts = {
            name: {row["value"]: row["count"] for row in rows} for name, rows in answer["facets"].items()
        }
        listed = any(row["url"] == ADDRESS for row in answer["results"])
        return cls(answer["total"], counts["district"]["노원구"], counts["kind"]["case"], listed)


def sign_in(page: Page, portal: Portal, name: str) -> None:
    who = account(portal, name)
    page.fill("main [name=username]", who.email)
    page.fill("main [name=password]", who.password)
    with page.expect_navigation():
        page.click("main form button[type=submit]")


def test_a_private_case_is_nowhere_until_one_signs_in(
    portal: Portal, office: Editor, new_context: Callable[..., BrowserContext]
) -> None:
    office.explore("자치구", "노원구", "노원구 사례")
    link = office.row(TITLE).locator("a[href$='/edit/']").first.get_attribute("href") or ""
    page_id = int(link.split("/")[3])
    before = Noticed.of(portal.get(API)[1])
    assert before.listed
    for address in LISTS:
        assert ADDRESS in portal.get(address)[1], address
    public_total = front_total(portal)

    official = new_context().new_page()
    clock = Clock(office.page)
    after = Noticed(before.total - 1, before.district - 1, before.kind - 1, False)
    api_lost = Watch(portal, API, lambda status, body: Noticed.of(body) == after)
    with Watch(portal, RESULTS, lacks(ADDRESS)) as html, api_lost as api:
        office.make_private(page_id, "login")
    try:
        html.expect_soon(clock.moment)
        api.expect_soon(clock.moment)
        for address in LISTS:
            assert ADDRESS not in portal.get(address)[1], address
        assert front_total(portal) == public_total - 1
        assert TITLE not in portal.get(ADDRESS)[1]
        see_after_sign_in(official, portal, before)
    finally:
        office.make_private(page_id, "none")
    wait_until(portal, API, lambda status, body: Noticed.of(body) == before)


def front_total(portal: Portal) -> int:
    """The number of cases on the first page."""
    body = portal.get("/")[1]
    return int(body.partition("지금 사례 <strong>")[2].partition("<")[0].replace(",", ""))


def see_after_sign_in(page: Page, portal: Portal, before: Noticed) -> None:
    page.goto(ADDRESS)
    expect(page).to_have_url(f"{portal.url}/login/?next={ADDRESS}")
    sign_in(page, portal, "official")
    expect(page).to_have_url(portal.url + ADDRESS)
    expect(page.locator("h1")).to_have_text(TITLE)
    page.goto(RESULTS)
    assert count(page) == before.total
    assert facet(page, "노원구")[1] == before.district
    expect(page.locator(f".result h2 a[href='{ADDRESS}']")).to_be_visible()
    page.goto(LISTS[0])
    expect(page.locator(f"main a[href='{ADDRESS}']")).to_be_visible()
