"""What a page costs and whom it asks: bytes, other hosts, jumps while loading, content policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import Complaints
from tests.e2e.places import COMPLAINED_OF, PLACES, STATUS

NewContext = Callable[..., BrowserContext]
MOST_BYTES = 100_000  # CSS and JS together, compressed, without fonts
MOST_SHIFT = 0.02
RESOURCES = """() => performance.getEntriesByType('resource').map(one => {
  return {url: one.name, sent: one.encodedBodySize, whole: one.decodedBodySize};
})"""
COUNT_SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
}).observe({type: 'layout-shift', buffered: true});
"""
FONTS = """() => document.fonts.ready.then(
  () => [...document.fonts].filter(font => font.status === 'loaded').map(font => font.family))"""


@pytest.mark.parametrize("name", ["home", "search", "case"])
def test_styles_and_scripts_are_light(page: Page, name: str) -> None:
    page.goto(PLACES[name], wait_until="networkidle")
    files = [
        one for one in page.evaluate(RESOURCES) if one["url"].partition("?")[0].endswith((".css", ".js"))
    ]
    assert {one["url"].rpartition(".")[2] for one in files} == {"css", "js"}
    sizes = {one["url"].rpartition("/")[2]: one["sent"] for one in files}
    assert all(one["sent"] < one["whole"] for one in files), "not compressed"
    assert 0 < sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("name", ["home", "case", "search", "lecture"])
@pytest.mark.parametrize("speed", ["fast", "slow"])
def test_nothing_jumps_while_loading(new_context: NewContext, name: str, speed: str) -> None:
    context = new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(COUNT_SHIFTS)
    page = context.new_page()
    if speed == "slow":
        # Slow enough that fonts come long after the first paint.
        throttle = {
            "offline": False,
            "latency": 100,
            "downloadThroughput": 300_000,
            "uploadThroughput": 100_000,
        }
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", throttle)
    page.goto(PLACES[name], wait_until="networkidle")
    fonts = page.evaluate(FONTS)
    assert "CDO Portal Sans" in {family.strip('"') for family in fonts}
    assert page.evaluate("window.shifts") < MOST_SHIFT


def test_a_strict_policy_on_every_screen_and_nothing_against_it(
    new_context: NewContext, complaints: Complaints
) -> None:
    complaints.allow(COMPLAINED_OF)
    page = new_context().new_page()
    for name, address in PLACES.items():
        response = page.goto(address)
        assert response is not None
        assert response.status == STATUS.get(name, 200)
        headers = response.headers
        policy = {
            part.split()[0]: part.split()[1:]
            for part in headers["content-security-policy"].split(";")
            if part.strip()
        }
        for directive in ("default-src", "script-src", "style-src", "connect-src", "font-src"):
            assert policy[directive] == ["'self'"], (name, directive)
        assert policy["object-src"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'self'"]
        assert policy["form-action"] == ["'self'"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    # What breaks the policy is written to the console, and a console error fails the test.
