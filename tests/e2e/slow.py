# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town hall's line on a bad day: a server in front of the real one whose pages take their time."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@contextmanager
def slowed(upstream: str, seconds: float) -> Iterator[str]:
    """The address of a server that passes everything on, pages and pieces of pages after ``seconds``; files at once."""
    target = urlsplit(upstream)
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not self.path.startswith("/static/"):
                ended.wait(seconds)
            server = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)
            server.request(self.command, self.path, body, dict(self.headers.items()) | {"Connection": "close"})
            answer = server.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = pass_on

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer((target.hostname or "localhost", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://{target.hostname}:{server.server_port}"
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
