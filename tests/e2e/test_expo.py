"""Winners narrowed without scripts, the way to a linked case and back, the calendar and its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from icalendar import Calendar
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.places import DEEP_CASE
from tests.e2e.portal import Portal
from tests.e2e.test_reading import number

NewContext = Callable[..., BrowserContext]
PRIZE = "/prize/2025/"
# None of the known winners is a district, so a row of a draft-free edition is linked for the test alone.
LINK = f"""
from districts.models import CaseStudy
from portal.expo.models import PrizeEdition
prize = PrizeEdition.objects.get(slug="2025")
won = prize.awards.get(city="포항시")
won.case = CaseStudy.objects.get(slug="{DEEP_CASE.rstrip("/").rpartition("/")[2]}")
won.save()
"""
UNLINK = 'from portal.expo.models import Award; Award.objects.filter(city="포항시").update(case=None)'


@pytest.fixture
def linked(portal: Portal) -> Iterator[None]:
    portal.manage("shell", "-c", LINK)
    yield
    portal.manage("shell", "-c", UNLINK)


def choose(page: Page, label: str) -> int:
    """Follow the choice of that label; returns the number of rows it promised."""
    chip = page.locator("#winners .narrowing a.chip").filter(has=page.get_by_text(label, exact=True))
    promised = number(chip.locator(".count").inner_text())
    chip.click()
    expect(page.locator("#winners .narrowing [aria-current]", has_text=label)).to_be_visible()
    return promised


def test_winners_are_narrowed_and_lead_to_their_case_and_back(new_context: NewContext, linked: None) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PRIZE)
    rows = page.locator("#winners tbody tr")
    assert rows.count() == 8
    expect(page.locator("#winners .known")).to_have_text(re.compile(r"확인 8 / 전체 21"))
    assert choose(page, "기술 혁신") == rows.count() == 3
    assert choose(page, "대한민국") == rows.count() == 1
    expect(page.locator("#winners")).to_be_in_viewport()
    rows.locator(f"a[href='{DEEP_CASE}']").click()
    expect(page).to_have_url(re.compile(DEEP_CASE))
    page.locator("#prizes a").click()
    expect(page).to_have_url(re.compile(PRIZE))


def test_a_choice_that_leaves_nothing_says_what_to_drop(page: Page) -> None:
    page.goto(f"{PRIZE}?category=leadership&country=CZ")
    empty = page.locator("#winners .empty")
    expect(empty.locator("h3")).to_be_visible()
    empty.locator("a", has_text="나라").click()
    assert page.locator("#winners tbody tr").count() == 2


def test_the_calendar_is_reached_from_every_page_and_its_file_can_be_read(page: Page, portal: Portal) -> None:
    page.goto(PRIZE)
    page.locator("footer a[href='/calendar/']").click()
    expect(page.locator("h1")).to_have_text("일정")
    page.locator(".narrowing a.chip", has_text="포럼 회차").click()
    entries = page.locator(".calendar-entry .card-title")
    expect(entries).to_have_count(4)
    titles = entries.all_inner_texts()
    assert page.locator(".subscribe code").inner_text().endswith("/calendar.ics")
    status, body = portal.get("/calendar.ics")
    assert status == 200
    events = Calendar.from_ical(body).walk("VEVENT")
    assert set(titles) <= {str(event["SUMMARY"]) for event in events}
    page.locator(".calendar-entry .card-title a").first.click()
    page.locator("aside a[href$='calendar.ics']").wait_for()
