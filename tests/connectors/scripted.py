# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server whose answers are a function of the request: a platform in a few lines, with its own peculiarities."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Query = dict[str, list[str]]
Answer = Callable[[str, Query], tuple[int, Any]]


class Scripted:
    """``answer(path, query)`` returns status and JSON (bytes are sent as they are). ``asked`` keeps what came."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Query]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def asked_for(self, end: str) -> list[Query]:
        return [query for path, query in self.asked if path.endswith(end)]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(scripted) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                query = parse_qs(address.query)
                scripted.asked.append((address.path, query))
                status, body = scripted.answer(address.path, query)
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response_only(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                pass

        return Handler
