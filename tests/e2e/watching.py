"""How soon the public sees a change: asks the portal every tenth of a second, beside the browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

from playwright.sync_api import Page, Response

from tests.e2e.portal import Portal

EVERY = 0.1
PATIENCE = 30.0
PROMISED = 2.0  # seconds from a published or withdrawn page to its being found or gone

Seen = Callable[[int, str], bool]


class Watch:
    """``with Watch(portal, "/search/?q=…", shows(…)) as watch: …; watch.delay_after(moment)``."""

    def __init__(self, portal: Portal, address: str, seen: Seen) -> None:
        self.portal = portal
        self.address = address
        self.seen = seen
        self.at: float | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        assert not self.seen(*self.portal.get(self.address)), f"{self.address}: so already before the change"
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
        self._thread.join(PATIENCE + 5)
        self._stop.set()

    def _run(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self._stop.is_set() and time.monotonic() < end:
            asked = time.monotonic()
            if self.seen(*self.portal.get(self.address)):
                self.at = asked
                return
            self._stop.wait(EVERY)

    def delay_after(self, moment: float) -> float:
        """Seconds from `moment` to the first answer that showed the change; call it after the block."""
        assert self.at is not None, f"{self.address}: nothing to see after {PATIENCE:.0f} s"
        return max(0.0, self.at - moment)

    def expect_soon(self, moment: float) -> None:
        delay = self.delay_after(moment)
        assert delay <= PROMISED, f"{self.address}: seen after {delay:.2f} s"


def wait_until(portal: Portal, address: str, seen: Seen, patience: float = PATIENCE) -> None:
    """Return when the answer is as wanted; fails after `patience` seconds."""
    end = time.monotonic() + patience
    while not seen(*portal.get(address)):
        assert time.monotonic() < end, f"{address}: not as wanted after {patience:.0f} s"
        time.sleep(EVERY)


class Clock:
    """When the server had answered the last writing request of the editor."""

    def __init__(self, page: Page) -> None:
        self.moment = 0.0
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.request.method == "POST" and "/admin/pages/" in response.url:
            self.moment = time.monotonic()


def shows(text: str) -> Seen:
    """The answer is there and holds `text`."""
    return lambda status, body: status == 200 and text in body


def lacks(text: str) -> Seen:
    """The answer is there and does not hold `text`."""
    return lambda status, body: status == 200 and text not in body
