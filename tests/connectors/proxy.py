# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server in front of a real one that loses, delays and garbles answers on demand."""

import http.client
import socket
import struct
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BEFORE = "lost before it was stored"
AFTER = "lost after it was stored"
DISCONNECT = "disconnected after it was stored"
MALFORMED = "stored, gibberish as answer"
SURPRISE = "stored, JSON of another kind as answer"
LATE = "stored, whole answer a second later"
RESET = "connection reset after it was stored"
RESET_BEFORE = "connection reset before it was stored"
DRIP = "stored, answer drips for ever"
HUGE = "stored, endless answer"


class FaultProxy:
    """Forwards to ``upstream``; ``arm`` sets what happens to the next matching request.

    ``requests`` lists method, path and headers of everything that came, ``bodies`` what was sent with it.
    """

    def __init__(self, upstream: str = "") -> None:
        self.upstream = urlsplit(upstream)
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        self._armed: list[tuple[str, str, object]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def arm(self, method: str, path: str, effect: object, times: int = 1) -> None:
        """``effect`` is one of the words above, a status, or ``(status, headers, body)``."""
        self._armed += [(method, path, effect)] * times

    def reset(self) -> None:
        self._armed.clear()
        self.requests.clear()
        self.bodies.clear()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, method: str, path: str) -> object:
        for position, (wanted, start, effect) in enumerate(self._armed):
            if wanted == method and path.startswith(start):
                del self._armed[position]
                return effect
        return None

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                proxy.requests.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                proxy.bodies.append(body)
                effect = proxy.take(self.command, self.path)
                if effect == BEFORE:
                    return self.wait_until_the_client_gives_up()
                if effect == RESET_BEFORE:
                    return self.reset()
                if isinstance(effect, int):
                    effect = (effect, {}, b'{"error": "Fault", "message": "A fault for the test"}')
                if isinstance(effect, tuple):
                    return self.answer(*effect)
                status, headers, content = self.forward(body)
                if effect == AFTER:
                    return self.wait_until_the_client_gives_up()
                if effect == RESET:
                    return self.reset()
                if effect == LATE:
                    time.sleep(1)
                if effect == DISCONNECT:
                    self.close_connection = True
                    return None
                if effect == MALFORMED:
                    return self.answer(200, {}, b'{"id": "12')
                if effect == SURPRISE:
                    return self.answer(200, {}, b'[{"id": null}, 7]')
                if effect == DRIP:
                    return self.drip()
                if effect == HUGE:
                    return self.flood()
                return self.answer(status, headers, content)

            do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = handle_one

            def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
                server = http.client.HTTPConnection(proxy.upstream.hostname, proxy.upstream.port, timeout=30)
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "host")}
                server.request(self.command, self.path, body, headers | {"Host": proxy.upstream.netloc})
                answer = server.getresponse()
                content = answer.read()
                kept = {
                    k: v for k, v in answer.getheaders() if k.lower() in ("content-type", "date", "link", "location")
                }
                server.close()
                return answer.status, kept, content

            def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def wait_until_the_client_gives_up(self) -> None:
                self.close_connection = True
                self.connection.settimeout(20)
                with suppress(OSError):
                    self.connection.recv(1)

            def reset(self) -> None:
                """Closed without lingering: the client gets a reset instead of an end."""
                self.close_connection = True
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

            def drip(self) -> None:
                self.close_connection = True
                pause = threading.Event()
                with suppress(OSError):
                    self.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
                    for _ in range(400):
                        self.connection.sendall(b" ")
                        pause.wait(0.05)

            def flood(self) -> None:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                    for _ in range(2000):
                        self.connection.sendall(b" " * 65536)

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
