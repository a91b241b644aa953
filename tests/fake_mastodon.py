# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small server with Mastodon's API that ignores Idempotency-Key, as others of the family do; it can lose answers.

It waits where a test wants it to, as ``tests.fake_pds`` does.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_pds import LATE_SECONDS, SILENT_SECONDS, Gate

ACCOUNT = "1"


class FakeMastodon(ThreadingHTTPServer):
    """``statuses`` is what is public, oldest first; ``requests`` counts everything that was asked.

    ``lost`` answers are cut off after the status was stored, ``refused`` requests before anything was stored; ``late``
    answers come after two seconds, ``silent`` ones never.
    Gates: ``identity`` before anything was written, ``answer`` after a status was stored.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: list[dict[str, Any]] = []
        self.requests = 0
        self.lost = self.late = self.silent = 0
        self.refused = 0
        self.gates: dict[str, Gate] = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def texts(self) -> list[str]:
        return [status["text"] for status in self.statuses]

    def wait_at(self, name: str) -> Gate:
        self.gates[name] = Gate()
        return self.gates[name]

    def at(self, name: str) -> None:
        if gate := self.gates.pop(name, None):
            gate.pass_through()

    def store(self, body: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            status = {
                "id": str(1000 + len(self.statuses)),
                "url": f"{self.url}/@stadt/{1000 + len(self.statuses)}",
                "text": body["status"],
                "content": f"<p>{body['status']}</p>",
                "created_at": datetime.now(UTC).isoformat(),
                "account": {"id": ACCOUNT},
                "media_attachments": [],
                "in_reply_to_id": body.get("in_reply_to_id"),
            }
            self.statuses.append(status)
        return status

    def take(self, name: str) -> bool:
        """Whether one of the faults called ``name`` is still to happen."""
        with self.lock:
            left = getattr(self, name)
            setattr(self, name, max(left - 1, 0))
        return bool(left)

    def close(self) -> None:
        for gate in self.gates.values():
            gate.opened.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeMastodon
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests += 1
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path.removeprefix("/api/v1/"):
            case "accounts/verify_credentials":
                self.server.at("identity")
                self._answer(200, {"id": ACCOUNT, "username": "stadt"})
            case "accounts/1/statuses":
                self._answer(200, self._page(query))
            case "notifications":
                self._answer(200, [])
            case path if path.startswith("statuses/") and path.count("/") == 1:
                self._answer(200, {"id": path.partition("/")[2], "visibility": "public"})
            case _:
                self._answer(404, {"error": "Record not found"})

    def _page(self, query: dict[str, str]) -> list[dict[str, Any]]:
        before = int(query.get("max_id", 10**9))
        newest = sorted((s for s in self.server.statuses if int(s["id"]) < before), key=lambda s: -int(s["id"]))
        return newest[: int(query["limit"])]

    def do_POST(self) -> None:
        self.server.requests += 1
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.take("refused"):
            self.close_connection = True
            return
        status = self.server.store(body)
        self.server.at("answer")
        if self.server.take("late"):
            threading.Event().wait(LATE_SECONDS)
        if self.server.take("silent"):
            threading.Event().wait(SILENT_SECONDS)
            self.close_connection = True
            return
        if self.server.take("lost"):
            self.close_connection = True
            return
        self._answer(200, status)

    def _answer(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True  # the worker was killed: that is the test

    def log_message(self, *args: object) -> None:
        return
