# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small server with the parts of Meta's Graph that the connectors use: a page, its posts and comments, its profile.

What it answers follows Meta's documentation; that it answers in a form which Meta's own client understands is asked in
``tests/connectors/test_fake_graph.py``. Fields that a node does not have are refused as the Graph refuses them, and a
token, a version or a proof that does not fit as well.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.graph.app import App
from tests.graph.nodes import (
    ADMIN,
    ADMIN_TOKEN,
    CITIZEN,
    CITIZEN_TOKEN,
    FIELDS,
    OTHER_PAGE,
    OTHER_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PROFILE,
    Refusal,
    stamp,
)
from tests.graph.pages import PageCourse
from tests.graph.profile import ProfileCourse
from tests.graph.videos import VideoCourse

__all__ = [
    "ADMIN",
    "ADMIN_TOKEN",
    "CITIZEN",
    "CITIZEN_TOKEN",
    "FIELDS",
    "OTHER_PAGE",
    "OTHER_TOKEN",
    "PAGE",
    "PAGE_TOKEN",
    "PROFILE",
    "FakeGraph",
    "Refusal",
]


class _Course(PageCourse, ProfileCourse, VideoCourse):
    """One request of anybody."""


class FakeGraph(ThreadingHTTPServer):
    """``nodes`` is everything there is, by number. ``unhideable`` cannot be hidden, ``stubborn`` only seem to be.

    ``asked`` lists method and address of everything that came. ``next_fault`` is raised once for a path's end.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, app_secret: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.app_secret = app_secret
        self.lock = threading.Lock()
        self.numbers = itertools.count(1000)
        self.asked: list[tuple[str, str]] = []
        self.faults: list[tuple[str, Refusal]] = []
        self.unhideable: set[str] = set()
        self.stubborn: set[str] = set()
        self.quota = 50
        self.is_slow_with_videos = False
        self.removed_metrics: set[str] = set()
        self.withheld: set[str] = set()
        self.pictures: dict[str, bytes] = {}
        self.tokens = {PAGE_TOKEN: PAGE, OTHER_TOKEN: OTHER_PAGE, ADMIN_TOKEN: ADMIN, CITIZEN_TOKEN: CITIZEN}
        self.app = App(self.tokens.__setitem__)
        self.nodes: dict[str, dict[str, Any]] = {}
        self._people()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def _people(self) -> None:
        own = {"id": PROFILE, "username": "stadt_musterstadt", "name": "Stadt Musterstadt", "followers_count": 5}
        self.add(PROFILE, "profile", **own)
        for number, name, token, profile in (
            (PAGE, "Stadt Musterstadt", PAGE_TOKEN, own),
            (OTHER_PAGE, "Stadtwerke Musterstadt", OTHER_TOKEN, None),
        ):
            self.add(
                number,
                "page",
                name=name,
                username=name.replace(" ", "").lower(),
                link=f"https://www.facebook.com/{number}",
                category="City",
                followers_count=5,
                access_token=token,
                instagram_business_account=profile,
            )
        self.add(ADMIN, "user", name="Anna Amt")
        self.add(CITIZEN, "user", name="Bea Bürgerin")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def number(self) -> str:
        return str(next(self.numbers))

    def add(self, number: str, kind: str, **fields: Any) -> dict[str, Any]:
        with self.lock:
            self.nodes[number] = {"id": number, "kind": kind, **fields}
        return self.nodes[number]

    def of_kind(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """Nodes of that kind with these fields, oldest first."""
        return [
            node
            for node in list(self.nodes.values())
            if node["kind"] == kind and all(node.get(name) == value for name, value in fields.items())
        ]

    def fail_once(self, end: str, refusal: Refusal) -> None:
        self.faults.append((end, refusal))

    def place_picture(self, name: str, content: bytes) -> str:
        """Serve ``content``; returns its address."""
        self.pictures[f"/bilder/{name}.jpg"] = content
        return f"{self.url}/bilder/{name}.jpg"

    def place_film(self, content: bytes) -> str:
        self.pictures["/filme/film.mp4"] = content
        return f"{self.url}/filme/film.mp4"

    def comment_as(self, author: str, below: str, text: str) -> str:
        """A comment below a post or another comment; returns its number."""
        above = self.nodes[below]
        root = above["root"] if above["kind"] == "comment" else below
        node = self.add(
            f"{root.partition('_')[2]}_{self.number()}",
            "comment",
            message=text,
            created_time=stamp(),
            root=root,
            parent={"id": below} if above["kind"] == "comment" else None,
            **{"from": {"id": author, "name": self.nodes[author]["name"]}},
            is_hidden=False,
            user_likes=False,
        )
        node["permalink_url"] = f"https://www.facebook.com/{root}?comment_id={node['id'].partition('_')[2]}"
        return str(node["id"])

    def reply_as(self, username: str, below: str, text: str) -> str:
        """A comment below media of the profile or below another comment; returns its number."""
        above = self.nodes[below]
        media = above["media"]["id"] if above["kind"] == "reply" else below
        author = PROFILE if username == self.nodes[PROFILE]["username"] else f"9{abs(hash(username)) % 10**6}"
        node = self.add(
            self.number(),
            "reply",
            text=text,
            timestamp=stamp(),
            username=username,
            **{"from": {"id": author, "username": username}},
            media={"id": media},
            parent_id=below if above["kind"] == "reply" else None,
            hidden=False,
        )
        return str(node["id"])

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeGraph
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def _handle(self, method: str) -> None:
        address = urlsplit(self.path)
        self.server.asked.append((method, self.path))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if address.path in self.server.pictures:
            kind = "video/mp4" if address.path.endswith(".mp4") else "image/jpeg"
            return self._answer(200, self.server.pictures[address.path], {"Content-Type": kind})
        given = dict(parse_qsl(address.query)) | self._form(body)
        try:
            version, _slash, path = address.path.strip("/").partition("/")
            if version != "v26.0":
                raise Refusal(2635, f"You are calling a deprecated version of the Ads API: {version}")
            if path == "oauth/access_token" and method == "POST":
                return self._answer(200, self._oauth(given), {})
            for entry in [f for f in self.server.faults if path.endswith(f[0])][:1]:
                self.server.faults.remove(entry)
                raise entry[1]
            answer = _Course(self.server, self._actor(given), given).take(method, path)
        except Refusal as refusal:
            return self._answer(refusal.status, refusal.body, refusal.headers)
        return self._answer(200, answer, {})

    def _oauth(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("grant_type") != "fb_exchange_token":
            return self.server.app.redeem(given)
        brief = given.get("fb_exchange_token", "")
        return self.server.app.exchange(given, brief, self.server.tokens.get(brief, ""))

    def _form(self, body: bytes) -> dict[str, Any]:
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/"):
            return dict(parse_qsl(body.decode())) if body else {}
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        form: dict[str, Any] = {}
        for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            content = part.get_payload(decode=True)
            form[name] = content if part.get_filename() else content.decode()
        return form

    def _actor(self, given: dict[str, Any]) -> str:
        token = self.headers.get("Authorization", "").partition(" ")[2] or str(given.pop("access_token", ""))
        if token == "expired":
            raise Refusal(190, "Error validating access token: Session has expired", subcode=463, status=401)
        if token not in self.server.tokens:
            raise Refusal(
                190, "Error validating access token: The session has been invalidated", subcode=460, status=401
            )
        if secret := self.server.app_secret:
            proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
            if given.get("appsecret_proof") != proof:
                raise Refusal(100, "Invalid appsecret_proof provided in the API argument")
        given["token"] = token
        return self.server.tokens[token]

    def _answer(self, status: int, body: Any, headers: dict[str, str]) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        return
