"""axe finds nothing on any kind of screen: narrow in Korean and wide in English, each in both colour modes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import Complaints
from tests.e2e.editor import Editor
from tests.e2e.places import COMPLAINED_OF, LINKED_SIGNED_IN, PLACES, SIGNED_IN, linked
from tests.e2e.portal import Portal

NewContext = Callable[..., BrowserContext]
Check = Callable[..., None]

SET_MODE = """mode => {
  const root = document.documentElement;
  if (mode === 'light') root.removeAttribute('data-krds-mode');
  else root.setAttribute('data-krds-mode', mode);
}"""
# The colour mode changes colours and the lines around things, nothing else.
MODES: tuple[tuple[str, list[str] | None], ...] = (
    ("light", None),
    ("high-contrast", ["color-contrast", "link-in-text-block", "target-size"]),
)
PLAIN = """
from home.models import HomePage, PlainPage
body = [("heading", "소제목"), ("paragraph", "<p>글입니다. <a href='/cases/'>사례</a></p>"), ("quote", "따온 말")]
home = HomePage.objects.get()
home.add_child(instance=PlainPage(title="안내 쪽", slug="axe-plain", summary="짧은 안내입니다.", body=body))
"""
REMOVE_PLAIN = "from home.models import PlainPage; PlainPage.objects.get(slug='axe-plain').delete()"


@pytest.fixture(scope="module")
def plain_page(portal: Portal) -> Iterator[str]:
    portal.manage("shell", "-c", PLAIN)
    yield "/axe-plain/"
    portal.manage("shell", "-c", REMOVE_PLAIN)


@pytest.fixture
def addresses(portal: Portal, plain_page: str) -> dict[str, str]:
    """Every kind of public screen, with one that the sample content does not have."""
    speakers = portal.get("/speakers/")[1]
    first = speakers.partition('class="person"')[2].partition('href="')[2].partition('"')[0]
    assert first.startswith("/speakers/")
    return {**PLACES, **linked(lambda address: portal.get(address)[1]), "plain": plain_page, "speaker": first}


@pytest.mark.parametrize(("prefix", "width"), [("", 390), ("/en", 1280)])
def test_no_violation_on_any_screen(
    new_context: NewContext,
    complaints: Complaints,
    axe: Check,
    addresses: dict[str, str],
    width: int,
    prefix: str,
) -> None:
    complaints.allow(COMPLAINED_OF)
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    broken = []
    for address in addresses.values():
        page.goto(prefix + address)
        for mode, rules in MODES:
            page.evaluate(SET_MODE, mode)
            try:
                axe(page, rules=rules)
            except AssertionError as error:
                broken.append(f"{mode} {error!s}")
    assert not broken, "\n\n".join(broken)


@pytest.mark.parametrize(("prefix", "width"), [("", 390), ("/en", 1280)])
def test_no_violation_on_any_screen_of_a_member(nowon: Editor, axe: Check, width: int, prefix: str) -> None:
    page = nowon.page
    page.set_viewport_size({"width": width, "height": 900})

    def read(address: str) -> str:
        page.goto(address)
        return page.content()

    broken = []
    for address in {**SIGNED_IN, **linked(read, LINKED_SIGNED_IN)}.values():
        page.goto(prefix + address)
        for mode, rules in MODES:
            page.evaluate(SET_MODE, mode)
            try:
                axe(page, rules=rules)
            except AssertionError as error:
                broken.append(f"{mode} {error!s}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            broken.append(f"scrolls sideways: {address}")
    assert not broken, "\n\n".join(broken)


def test_no_violation_in_open_menus(new_context: NewContext, axe: Check) -> None:
    wide = new_context(viewport={"width": 1280, "height": 900}).new_page()
    wide.goto("/cases/")
    for summary in wide.locator("header details[data-drop] > summary:visible").all():
        summary.click()
        axe(wide, context="header")
    narrow = new_context(viewport={"width": 390, "height": 900}).new_page()
    narrow.goto("/cases/")
    for summary in (".mobile-menu > summary", "details[data-filters] > summary"):
        narrow.keyboard.press("Escape")
        narrow.locator(summary).click()
        axe(narrow)


def test_no_violation_on_a_refused_sign_in(page: Page, axe: Check) -> None:
    page.goto("/login/?next=/cases/")
    page.fill("main [name=username]", "nobody@demo.example")
    page.fill("main [name=password]", "wrong")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    axe(page)
