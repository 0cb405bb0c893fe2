"""Fixtures of the browser tests.

``portal``       the running portal (one per worker: use names of your own, clean up what other tests would see);
                 ``portal.url``, ``portal.accounts()``, ``portal.manage("command")``, ``portal.get("/path")``
``page``         a page of a Korean reader's browser, relative addresses are the portal's (``page.goto("/")``)
``new_context``  another browser: ``new_context(java_script_enabled=False)``, ``new_context(viewport={...})``
``complaints``   every context is watched: a console error, an exception in a page or a request that leaves the
                 site fails the test; ``complaints.allow(r"status of 404")`` for what a test provokes on purpose
``office``       the forum's editor, signed in at the admin (``editor.py``); ``nowon`` the one of a district
``made``         a list of ids: pages to delete at the end of the test
``axe``          ``axe(page)`` fails on any accessibility violation
``screenshot``   ``screenshot(page, "home-ko-1280")`` saves test-results/screens/home-ko-1280.png
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.e2e.browser import ARGUMENTS, executable
from tests.e2e.editor import HALF_WRITTEN, Editor, account
from tests.e2e.portal import ROOT, Portal, running_portal, sample_data

SCREENS = ROOT / "test-results" / "screens"
# The rules of WCAG 2.2 A and AA, and axe's own best practices.
AXE_OPTIONS = {"resultTypes": ["violations"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data_dir = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(sample_data(_shared(tmp_path_factory)), data_dir)
    with running_portal(data_dir) as running:
        yield running


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers of this run: each worker's own one lies in it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def base_url(portal: Portal) -> str:
    return portal.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = executable()
    assert program, "no Chromium: install it, or name it in CHROMIUM"
    return {**browser_type_launch_args, "executable_path": program, "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        # Colours that fade from one mode to the other would be measured halfway.
        "reduced_motion": "reduce",
    }


class Complaints:
    """What the watched browser contexts had to complain about."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.found: list[str] = []
        self.allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Complaints that `pattern` matches are expected in this test."""
        self.allowed.append(re.compile(pattern))

    def left(self) -> list[str]:
        return [text for text in self.found if not any(one.search(text) for one in self.allowed)]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self.found.append(f"exception: {error.error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.site:
            self.found.append(f"request to another site: {request.url}")


@pytest.fixture
def complaints(portal: Portal) -> Iterator[Complaints]:
    kept = Complaints(portal.url)
    yield kept
    assert not kept.left(), "\n".join(kept.left())


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: Complaints
) -> Callable[..., BrowserContext]:
    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        complaints.watch(context)
        return context

    return make


@pytest.fixture
def editor_of(
    portal: Portal, new_context: Callable[..., BrowserContext], complaints: Complaints
) -> Callable[[str], Editor]:
    """``editor_of("office")``: the demo account of that name at work in a browser of its own."""
    complaints.allow(HALF_WRITTEN)

    def sign_in(name: str) -> Editor:
        page = new_context(viewport={"width": 1400, "height": 1000}).new_page()
        return Editor(page, account(portal, name))

    return sign_in


@pytest.fixture
def office(editor_of: Callable[[str], Editor]) -> Editor:
    return editor_of("office")


@pytest.fixture
def nowon(editor_of: Callable[[str], Editor]) -> Editor:
    return editor_of("nowon")


@pytest.fixture
def made(office: Editor) -> Iterator[list[int]]:
    ids: list[int] = []
    yield ids
    for page_id in ids:
        office.delete(page_id)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """``axe(page)``, ``axe(page, context="main")``, ``axe(page, rules=["color-contrast"])``."""
    engine = Axe(f"if (!window.axe) {{ {AXE_SCRIPT} }}")  # once per document, however often it is asked

    def check(page: Page, context: Any = None, rules: list[str] | None = None) -> None:
        options = {**AXE_OPTIONS, "runOnly": rules} if rules else AXE_OPTIONS
        found = engine.run(page, context=context, options=options).response["violations"]
        lines = [
            f"{one['id']} ({one['impact']}): {one['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in one["nodes"][:5])
            for one in found
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture(scope="session")
def screenshot() -> Callable[..., Path]:
    def take(page: Page, name: str, *, full_page: bool = True) -> Path:
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        page.screenshot(path=path, full_page=full_page)
        return path

    return take
