# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A door in front of a platform that waits where it is told to and lets answers come late or not at all."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.fake_pds import LATE_SECONDS, SILENT_SECONDS, Gate

FAULTS = ("late", "lost", "silent", "unheard")
PIECE = 65536


class Gateway(ThreadingHTTPServer):
    """Forwards to ``upstream``. ``writing`` is how a publication's path begins, ``before`` that of what precedes it.

    Gates: ``before`` when such a request has come and nothing was written, ``answer`` after the platform has stored.
    Of the next publications so many meet a fault: ``late`` answers come after two seconds, ``lost`` ones are cut off,
    ``silent`` ones never come; ``unheard`` ones were never stored, and no answer comes either. ``reading_seconds`` is
    how long a body is taken in that is sent to ``slow_path``; what begins with ``deaf_path`` is never answered.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, upstream: str, *, writing: str, before: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream)
        self.writing, self.before = writing, before
        self.late = self.lost = self.silent = self.unheard = 0
        self.slow_path = self.deaf_path = "-"
        self.reading_seconds = 0.0
        self.is_reading = False
        self.slowly_read = threading.Event()
        self.deaf_to = 0
        self.gates: dict[str, Gate] = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def wait_at(self, name: str) -> Gate:
        self.gates[name] = Gate()
        return self.gates[name]

    def at(self, name: str) -> None:
        if gate := self.gates.pop(name, None):
            gate.pass_through()

    def open_all(self) -> None:
        for gate in self.gates.values():
            gate.opened.set()
        self.gates.clear()

    def take(self, name: str) -> bool:
        """Whether one of the faults called ``name`` is still to happen."""
        with self.lock:
            left = getattr(self, name)
            setattr(self, name, max(left - 1, 0))
        return bool(left)

    def close(self) -> None:
        self.open_all()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Gateway
    protocol_version = "HTTP/1.1"

    def handle_one(self) -> None:
        door, is_written = self.server, self.command != "GET" and self.path.startswith(self.server.writing)
        body = self._body()
        if self.path.startswith(door.deaf_path):
            door.deaf_to += 1
            return self._never_answer()
        if self.path.startswith(door.before):
            door.at("before")
        if is_written and door.take("unheard"):
            return self._never_answer()
        status, kind, content = self._forward(body)
        if is_written and status < 400:
            door.at("answer")
            if door.take("late"):
                threading.Event().wait(LATE_SECONDS)
            if door.take("silent"):
                return self._never_answer()
            if door.take("lost"):
                self.close_connection = True
                return None
        return self._answer(status, kind, content)

    do_GET = do_POST = do_PUT = do_DELETE = handle_one

    def _body(self) -> bytes:
        left = int(self.headers.get("Content-Length") or 0)
        if not self.path.startswith(self.server.slow_path):
            return self.rfile.read(left)
        pause = self.server.reading_seconds / (left // PIECE + 1)
        pieces = []
        self.server.is_reading = True
        while left:
            threading.Event().wait(pause)
            pieces.append(self.rfile.read(min(PIECE, left)))
            left -= len(pieces[-1])
        self.server.slowly_read.set()
        return b"".join(pieces)

    def _never_answer(self) -> None:
        threading.Event().wait(SILENT_SECONDS)
        self.close_connection = True

    def _forward(self, body: bytes) -> tuple[int, str, bytes]:
        upstream = self.server.upstream
        link = http.client.HTTPConnection("127.0.0.1", upstream.port, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "host")}
            link.request(self.command, self.path, body or None, headers | {"Host": upstream.netloc})
            answer = link.getresponse()
            return answer.status, answer.getheader("Content-Type") or "", answer.read()
        finally:
            link.close()

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True  # the worker was killed: that is what is measured

    def log_message(self, *args: object) -> None:
        return
