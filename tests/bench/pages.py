"""Pages for readers who are not signed in: requests per second, queries and bytes, beside a reference in the same run.

The reference is Wagtail's bakerydemo where one is running (`BAKERYDEMO_URL`), and always a bare Wagtail site with as
many links and pictures on the same pages (tests.bench.plain). All servers are gunicorn with the same workers; they
are asked in turn by the same threads on this machine, so only the ratios mean something.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from deploy.run.layout import Layout
from deploy.run.supervisor import children

SECONDS = 2.0
ROUNDS = 3
THREADS = 4
PLACES = ("home", "listing", "detail", "search")
PLAIN = dict(zip(PLACES, ("/", "/one/", "/one/item-0/", f"/search/?q={quote('돌봄')}"), strict=True))
BAKERY = dict(zip(PLACES, ("/", "/breads/", "/breads/anadama/", "/search/?q=bread"), strict=True))
#: A reader with this cookie may have something of their own to be told, so nothing kept is used.
UNKEPT = {"Cookie": "messages=none"}
_LINKED = re.compile(
    r'<link[^>]+rel="(?:stylesheet|preload|icon)"[^>]*?href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]+rel="(?:stylesheet|preload)"'
    r'|<script[^>]+src="([^"]+)"|<img[^>]+src="([^"]+)"'
)


@dataclass(frozen=True)
class Server:
    """Where a site is, its pages, and what its requests carry."""

    name: str
    address: str
    pages: dict[str, str]
    headers: dict[str, str]


def run() -> None:
    """Start what is compared, measure in turn, print."""
    ours = _our_pages()
    with contextlib.ExitStack() as stack:
        data = Path(os.environ["DATA_DIR"])
        portal = stack.enter_context(_portal(data))
        plain = stack.enter_context(_plain(data / "plain"))
        servers = [
            Server("portal", portal, ours, {}),
            Server("portal, nothing kept", portal, ours, UNKEPT),
            Server("bare Wagtail", plain, PLAIN, {}),
        ]
        if address := os.environ.get("BAKERYDEMO_URL", "").rstrip("/"):
            servers.append(Server("bakerydemo", address, BAKERY, {}))
        speeds = {place: _speeds(servers, place) for place in PLACES}
        _print_speeds(servers, speeds)
        _print_queries(ours, data / "plain")
        _print_bytes(servers)
    if len(servers) == 3:
        print(
            "pages: bakerydemo itself was not measured; start one and name it with BAKERYDEMO_URL=http://..."
        )


def _our_pages() -> dict[str, str]:
    from districts.models import CaseStudy

    case = CaseStudy.objects.live().filter(external_id="case-001").first() or CaseStudy.objects.live().first()
    assert case is not None
    path = urlsplit(case.full_url).path
    return dict(zip(PLACES, ("/", "/cases/", path, f"/search/?q={quote('돌봄')}"), strict=True))


# --- servers ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _portal(data: Path) -> Iterator[str]:
    """The portal as `make run` starts it."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    layout = Layout(data, _free_port(), "")
    web = next(child for child in children(layout) if child.name == "web")
    with _running(web.command, layout.environment(), layout.address, "/healthz"):
        yield layout.address


@contextlib.contextmanager
def _plain(data: Path) -> Iterator[str]:
    """The bare site behind the same server."""
    data.mkdir()
    env = {**os.environ, "PLAIN_DATA_DIR": str(data)}
    cases = Path(__file__).resolve().parents[2] / "content" / "cases.jsonl"
    subprocess.run([sys.executable, "-m", "tests.bench.plain.fill", "make", str(cases)], env=env, check=True)
    layout = Layout(data, _free_port(), "")
    command = [str(part) for part in next(c for c in children(layout) if c.name == "web").command]
    command[command.index("portal.wsgi:application")] = "tests.bench.plain.wsgi:application"
    env["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain.settings"
    with _running(command, env, layout.address, "/"):
        yield layout.address


@contextlib.contextmanager
def _running(command: Sequence[str], env: dict[str, str], address: str, ready: str) -> Iterator[None]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if _get(_connect(address), ready, {})[0] == 200:
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError(f"{command[2]} does not answer at {address}")
        yield
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- asking -------------------------------------------------------------------------------------------


def _connect(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)


def _get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    response = connection.getresponse()
    return response.status, response.read(), response.headers


def _speeds(servers: Sequence[Server], place: str) -> list[float]:
    """Requests per second of each server: the median of rounds in which they take turns."""
    rounds: list[list[float]] = [[] for _ in servers]
    for server in servers:
        _ask(server, place, 0.5)
    for _ in range(ROUNDS):
        for server, found in zip(servers, rounds, strict=True):
            found.append(_ask(server, place, SECONDS))
    return [statistics.median(found) for found in rounds]


def _ask(server: Server, place: str, seconds: float) -> float:
    """Requests per second of THREADS readers who ask one after the other."""
    counts = [0] * THREADS
    wrong: list[int] = []
    stop = time.perf_counter() + seconds

    def read(number: int) -> None:
        connection = _connect(server.address)
        while time.perf_counter() < stop:
            status, _body, _headers = _get(connection, server.pages[place], server.headers)
            if status != 200:
                wrong.append(status)
                return
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(THREADS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{server.name} answered {wrong[0]} at {server.pages[place]}")
    return sum(counts) / (time.perf_counter() - started)


# --- telling ------------------------------------------------------------------------------------------


def _print_speeds(servers: Sequence[Server], speeds: dict[str, list[float]]) -> None:
    print(f"pages: requests per second, {THREADS} readers, median of {ROUNDS} rounds of {SECONDS:.0f} s")
    for place, found in speeds.items():
        told = ", ".join(f"{server.name} {value:.0f}" for server, value in zip(servers, found, strict=True))
        ratios = ", ".join(
            f"{found[0] / value:.1f} x {server.name}"
            for server, value in zip(servers[2:], found[2:], strict=True)
        )
        unkept = found[1] / found[2]
        print(f"  {place:8} {told}: {ratios}; nothing kept {unkept:.2f} x {servers[2].name}")


def _print_queries(ours: dict[str, str], plain_data: Path) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    kept, unkept = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1", headers=UNKEPT)
    command = [sys.executable, "-m", "tests.bench.plain.fill", "count", *PLAIN.values()]
    env = {**os.environ, "PLAIN_DATA_DIR": str(plain_data)}
    told = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    print("pages: queries")
    for (place, path), plain in zip(ours.items(), told, strict=True):
        print(
            f"  {place:8} portal {count(kept, path)}, nothing kept {count(unkept, path)}, bare Wagtail {plain}"
        )


def _print_bytes(servers: Sequence[Server]) -> None:
    print(
        "pages: bytes sent (gzip where taken): HTML, with all that it names; HTML and all on a second visit"
    )
    for place in PLACES:
        for server in servers:
            if server.headers:
                continue
            first, everything, again, everything_again = _weigh(server, place)
            print(
                f"  {place:8} {server.name}: {first:,} and {everything:,}; "
                f"second visit {again:,} and {everything_again:,}"
            )


def _weigh(server: Server, place: str) -> tuple[int, int, int, int]:
    """Bytes of the page, with its styles, scripts, preloaded fonts and pictures, and both once more."""
    connection = _connect(server.address)
    _status, body, headers = _get(connection, server.pages[place], {})
    again = _again(connection, server.pages[place], headers, body)
    html = zlib.decompress(body, 31) if headers.get("Content-Encoding") == "gzip" else body
    everything, everything_again = len(body), again
    for path in _named(html.decode(), server, server.pages[place]):
        status, part, part_headers = _get(connection, path, {})
        if status == 200:
            everything += len(part)
            everything_again += _again(connection, path, part_headers, part)
    return len(body), everything, again, everything_again


def _named(html: str, server: Server, page: str) -> list[str]:
    found = {next(filter(None, groups)) for groups in _LINKED.findall(html)}
    joined = (urljoin(server.address + page, address) for address in found)
    return sorted(
        address.removeprefix(server.address) for address in joined if address.startswith(server.address)
    )


def _again(
    connection: http.client.HTTPConnection, path: str, headers: http.client.HTTPMessage, body: bytes
) -> int:
    """Bytes when a browser that has it needs it again."""
    if "immutable" in headers.get("Cache-Control", ""):
        return 0
    known = {"If-None-Match": headers["ETag"]} if headers.get("ETag") else {}
    if headers.get("Last-Modified"):
        known["If-Modified-Since"] = headers["Last-Modified"]
    status, part, _ = _get(connection, path, known) if known else (200, body, None)
    return 0 if status == 304 else len(part)
