# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small personal data server that waits where a test wants it to, to kill our worker at that very moment."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PATIENCE = 30  # seconds; a gate nobody opens fails its test instead of hanging it
LATE_SECONDS = 2
SILENT_SECONDS = 20
"""Longer than a connector waits for a sign."""
DID = "did:plc:stadt"


class Gate:
    """A point where requests wait. ``reached`` tells the test, ``opened`` lets them pass."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        self.opened.wait(PATIENCE)


class FakePds(ThreadingHTTPServer):
    """``records`` is what is public; ``writes`` counts every write that was asked for.

    Gates: ``lookup`` before anything was written (a mention is being resolved), ``answer`` after the
    record was stored. After it was stored, the next ``late`` answers come after two seconds, ``lost`` ones never, the
    connection being cut, and ``silent`` ones never, without a sign.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.records: dict[str, str] = {}
        self.writes = 0
        self.late = self.lost = self.silent = 0
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

    def take(self, name: str) -> bool:
        """Whether one of the faults called ``name`` is still to happen."""
        with self.lock:
            left = getattr(self, name)
            setattr(self, name, max(left - 1, 0))
        return bool(left)

    def swallows_its_answer(self) -> bool:
        """Carry out the faults of this answer: late, or not at all."""
        if self.take("late"):
            threading.Event().wait(LATE_SECONDS)
        if self.take("silent"):
            threading.Event().wait(SILENT_SECONDS)
            return True
        return self.take("lost")

    def close(self) -> None:
        for gate in self.gates.values():
            gate.opened.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakePds
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path.removeprefix("/xrpc/"):
            case "com.atproto.repo.getRecord" if query["rkey"] in self.server.records:
                self._answer(200, _reference(query["rkey"]) | {"value": {}})
            case "com.atproto.repo.getRecord":
                self._answer(400, {"error": "RecordNotFound"})
            case "com.atproto.identity.resolveHandle":
                self.server.at("lookup")
                self._answer(200, {"did": "did:plc:alma"})
            case "app.bsky.notification.listNotifications":
                self._answer(200, {"notifications": []})
            case _:
                self._answer(404, {"error": "NotFound"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.writes += 1
            is_new = body["rkey"] not in self.server.records
            self.server.records.setdefault(body["rkey"], body["record"]["text"])
        self.server.at("answer")
        if self.server.swallows_its_answer():
            self.close_connection = True
            return
        self._answer(200, _reference(body["rkey"])) if is_new else self._answer(400, {"error": "InvalidSwap"})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
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


def _reference(rkey: str) -> dict[str, str]:
    return {"uri": f"at://{DID}/app.bsky.feed.post/{rkey}", "cid": f"cid-{rkey}"}
