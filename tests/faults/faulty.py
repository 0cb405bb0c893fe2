"""A proxy before the cluster that behaves as badly as it is told to: every way in which a server can fail a client."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASS = "pass"
#: The ways to fail of which readers must not notice more than a moment.
FAULTS = ("refused", "hanging", "slow", "crawling", "half an answer", "cut off", "429", "503", "foreign page")
#: Seconds that one answer takes: too long for a reader, or just not too long by itself.
SLOW, CRAWLING = 5.0, 0.4

_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Proxy:
    """``fault`` is one of FAULTS or PASS, and may be changed at any moment."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.fault = PASS
        self._server = self._listen(0)
        self.port = int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def become(self, fault: str) -> None:
        if "refused" in (fault, self.fault) and fault != self.fault:
            if fault == "refused":
                self.close()
            else:
                self._server = self._listen(self.port)
        self.fault = fault
        if fault != PASS:
            # What is open already would go on as before.
            self._server.cut()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._server.cut()

    def _listen(self, port: int) -> _Server:
        server = _Server(("127.0.0.1", port), _Handler)
        server.proxy = self
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server


class _Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    proxy: Proxy

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]

    def process_request(self, request: object, client_address: object) -> None:
        assert isinstance(request, socket.socket)
        self._open.add(request)
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def shutdown_request(self, request: object) -> None:
        self._open.discard(request)  # type: ignore[arg-type]
        super().shutdown_request(request)  # type: ignore[arg-type]

    def cut(self) -> None:
        for one in list(self._open):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.proxy.fault
        if fault == "hanging":
            while self.server.proxy.fault == fault:
                time.sleep(0.05)
            self.close_connection = True
        elif fault == "cut off":
            self.close_connection = True
        elif fault == "half an answer":
            self._send(200, [("X-Elastic-Product", "Elasticsearch")], b'{"took": 1, "hi', length=5000)
            self.close_connection = True
        elif fault in ("429", "503"):
            kind = "es_rejected_execution_exception" if fault == "429" else "unavailable_shards_exception"
            told = {"error": {"type": kind, "reason": "told to", "root_cause": []}, "status": int(fault)}
            headers = [("X-Elastic-Product", "Elasticsearch"), ("Content-Type", "application/json")]
            self._send(int(fault), headers, json.dumps(told).encode())
        elif fault == "foreign page":
            self._send(200, [("Content-Type", "text/html")], b"<h1>It works!</h1>")
        else:
            time.sleep({"slow": SLOW, "crawling": CRAWLING}.get(fault, 0.0))
            self._pass(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

    def _pass(self, body: bytes) -> None:
        behind = http.client.HTTPConnection("127.0.0.1", self.server.proxy.target, timeout=30)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            behind.request(self.command, self.path, body, headers)
            answer = behind.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP]
            self._send(answer.status, kept, answer.read())
        except OSError:
            self.close_connection = True
        finally:
            behind.close()

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes, length: int = 0) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing to say."""


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """A proxy before the server at this port."""
    one = Proxy(port)
    try:
        yield one
    finally:
        one.become(PASS)
        one.close()
