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
import re
import threading
import urllib.request
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.graph_fields import Wanted, parse

PAGE, PAGE_TOKEN = "100200300", "page-token"
OTHER_PAGE, OTHER_TOKEN = "100200999", "other-page-token"
ADMIN, ADMIN_TOKEN = "555000", "person-token"
CITIZEN, CITIZEN_TOKEN = "777001", "citizen-token"
PROFILE = "178414000"

FIELDS = {
    "page": {"id", "name", "username", "link", "category", "access_token", "instagram_business_account"},
    "user": {"id", "name"},
    "post": {"id", "message", "created_time", "permalink_url", "from", "comments"},
    "comment": {
        "id", "message", "created_time", "permalink_url", "from", "parent", "is_hidden", "can_hide", "attachment",
        "comments", "user_likes",
    },
    "photo": {"id", "alt_text_custom"},
    "profile": {"id", "username", "name"},
    "container": {"id", "status_code", "status"},
    "media": {"id", "caption", "timestamp", "permalink", "comments", "comments_count", "media_type", "children"},
    "reply": {"id", "text", "timestamp", "username", "from", "parent_id", "media", "hidden", "replies"},
}  # fmt: skip


class Refusal(Exception):
    """What the Graph answers instead."""

    def __init__(self, code: int, message: str = "", *, subcode: int = 0, status: int = 400, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message or "A fault", "type": "OAuthException", "code": code, **more}}
        self.headers: dict[str, str] = more.pop("headers", {}) if "headers" in more else {}
        self.body["error"].pop("headers", None)
        if subcode:
            self.body["error"]["error_subcode"] = subcode


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
        self.pictures: dict[str, bytes] = {}
        self.tokens = {PAGE_TOKEN: PAGE, OTHER_TOKEN: OTHER_PAGE, ADMIN_TOKEN: ADMIN, CITIZEN_TOKEN: CITIZEN}
        self.nodes: dict[str, dict[str, Any]] = {}
        self._people()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def _people(self) -> None:
        own = {"id": PROFILE, "username": "stadt_musterstadt", "name": "Stadt Musterstadt"}
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


def stamp() -> str:
    """As the Graph writes a moment."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


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
            return self._answer(200, self.server.pictures[address.path], {"Content-Type": "image/jpeg"})
        given = dict(parse_qsl(address.query)) | self._form(body)
        try:
            version, _slash, path = address.path.strip("/").partition("/")
            if version != "v26.0":
                raise Refusal(2635, f"You are calling a deprecated version of the Ads API: {version}")
            for entry in [f for f in self.server.faults if path.endswith(f[0])][:1]:
                self.server.faults.remove(entry)
                raise entry[1]
            answer = Course(self.server, self._actor(given), given).take(method, path)
        except Refusal as refusal:
            return self._answer(refusal.status, refusal.body, refusal.headers)
        return self._answer(200, answer, {})

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
        if token not in self.server.tokens:
            raise Refusal(
                190, "Error validating access token: The session has been invalidated", subcode=460, status=401
            )
        if secret := self.server.app_secret:
            proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
            if given.get("appsecret_proof") != proof:
                raise Refusal(100, "Invalid appsecret_proof provided in the API argument")
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


class Course:
    """One request of ``actor``."""

    def __init__(self, graph: FakeGraph, actor: str, given: dict[str, Any]) -> None:
        self.graph, self.actor, self.given = graph, actor, given

    def take(self, method: str, path: str) -> Any:
        number, _slash, edge = path.partition("/")
        number = self.actor if number == "me" else number
        node = self.graph.nodes.get(number)
        if node is None:
            raise Refusal(
                100, f"Unsupported {method.lower()} request. Object with ID '{number}' does not exist", subcode=33
            )
        if not edge:
            return getattr(self, f"_{method.lower()}")(node)
        step = getattr(self, f"_{method.lower()}_{edge}", None)
        if step is None:
            raise Refusal(100, f"Tried accessing nonexisting edge ({edge})")
        return step(node)

    # -- nodes

    def _get(self, node: dict[str, Any]) -> Any:
        shown = self._shown(node, parse(self.given.get("fields", "id")))
        return shown | ({"metadata": {"type": node["kind"]}} if self.given.get("metadata") else {})

    def _post(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        if node["kind"] == "comment":
            if node["id"] in self.graph.unhideable:
                raise Refusal(1446036, "This comment cannot be hidden")
            if node["id"] not in self.graph.stubborn:
                node["is_hidden"] = self.given["is_hidden"] == "true"
        elif node["kind"] == "reply" and node["id"] not in self.graph.stubborn:
            node["hidden"] = self.given["hide"] == "true"
        return {"success": True}

    def _delete(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        below = [n["id"] for n in list(self.graph.nodes.values()) if node["id"] in (n.get("root"), _id(n.get("media")))]
        for number in [node["id"], *below]:
            self.graph.nodes.pop(number, None)
        return {"success": True}

    # -- pages

    def _get_accounts(self, node: dict[str, Any]) -> Any:
        pages = self.graph.of_kind("page") if self.actor == ADMIN else []
        return self._list(pages, newest_first=False)

    def _post_feed(self, page: dict[str, Any]) -> Any:
        self._must_be(page)
        media = [entry["media_fbid"] for entry in json.loads(self.given.get("attached_media", "[]"))]
        if any(number not in self.graph.nodes or self.graph.nodes[number]["used"] for number in media):
            raise Refusal(100, "Invalid parameter: attached_media", subcode=1366046)
        for number in media:
            self.graph.nodes[number]["used"] = True
        node = self.graph.add(
            f"{page['id']}_{self.graph.number()}",
            "post",
            message=self.given.get("message", ""),
            link=self.given.get("link"),
            created_time=stamp(),
            photos=media,
            owner=page["id"],
            **{"from": {"id": page["id"], "name": page["name"]}},
        )
        node["permalink_url"] = f"https://www.facebook.com/{node['id']}"
        return {"id": node["id"]}

    def _post_photos(self, page: dict[str, Any]) -> Any:
        self._must_be(page)
        if not isinstance(self.given.get("source"), bytes) or self.given.get("published") != "false":
            raise Refusal(100, "(#100) photos are taken unpublished here")
        alt_text = self.given.get("alt_text_custom", "")
        return {"id": self.graph.add(self.graph.number(), "photo", alt_text_custom=alt_text, used=False)["id"]}

    def _get_published_posts(self, page: dict[str, Any]) -> Any:
        since = int(self.given.get("since", 0))
        posts = self.graph.of_kind("post", owner=page["id"])
        return self._list([p for p in posts if _seconds(p["created_time"]) >= since])

    def _get_comments(self, node: dict[str, Any]) -> Any:
        return self._list(self._below(node), newest_first="reverse" in self.given.get("order", ""))

    def _post_comments(self, node: dict[str, Any]) -> Any:
        if node["kind"] in ("media", "reply"):
            return {"id": self.graph.reply_as("bea.buergerin", node["id"], self.given["message"])}
        return {"id": self.graph.comment_as(self.actor, node["id"], self.given["message"])}

    def _post_likes(self, node: dict[str, Any]) -> Any:
        node["user_likes"] = True
        return {"success": True}

    # -- the profile

    def _post_media(self, profile: dict[str, Any]) -> Any:
        self._must_own(profile)
        children = re.findall(r"\d+", self.given.get("children", ""))  # with commas, or as JSON: both are taken
        if self.given.get("media_type") != "CAROUSEL" and not self.given.get("image_url"):
            raise Refusal(100, "The parameter image_url is required")
        is_there = all(n in self.graph.nodes for n in children) if children else _is_jpeg(self.given["image_url"])
        if not is_there:
            raise Refusal(9004, "The media could not be fetched from this URI", subcode=2207052)
        node = self.graph.add(
            self.graph.number(),
            "container",
            status_code="FINISHED",
            status="Finished",
            caption=self.given.get("caption", ""),
            children=children,
            alt_text=self.given.get("alt_text", ""),
        )
        return {"id": node["id"]}

    def _post_media_publish(self, profile: dict[str, Any]) -> Any:
        self._must_own(profile)
        container = self.graph.nodes.get(self.given["creation_id"])
        if container is None or container["status_code"] != "FINISHED":
            raise Refusal(9007, "Media ID is not available", subcode=2207027)
        container["status_code"] = "PUBLISHED"
        parts = [self.graph.nodes[n] for n in container["children"]] or [container]
        node = self.graph.add(
            self.graph.number(),
            "media",
            caption=container["caption"],
            timestamp=stamp(),
            media_type="CAROUSEL_ALBUM" if container["children"] else "IMAGE",
            alt_texts=[part["alt_text"] for part in parts],
            owner=profile["id"],
        )
        node["permalink"] = f"https://www.instagram.com/p/{node['id']}/"
        return {"id": node["id"]}

    def _get_media(self, profile: dict[str, Any]) -> Any:
        return self._list(self.graph.of_kind("media", owner=profile["id"]))

    def _get_content_publishing_limit(self, profile: dict[str, Any]) -> Any:
        used = len(self.graph.of_kind("media"))
        return {"data": [{"quota_usage": used, "config": {"quota_total": self.graph.quota, "quota_duration": 86400}}]}

    def _get_replies(self, node: dict[str, Any]) -> Any:
        return self._list(self._below(node), newest_first=False)

    def _post_replies(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        return {"id": self.graph.reply_as(self.graph.nodes[PROFILE]["username"], node["id"], self.given["message"])}

    # -- what all share

    def _must_be(self, page: dict[str, Any]) -> None:
        if self.actor != page["id"]:
            raise Refusal(200, "(#200) The user hasn't authorized the application to perform this action", status=403)

    def _must_own(self, node: dict[str, Any]) -> None:
        """Whoever holds the page's token acts for its posts, their comments, and its profile; authors for theirs."""
        if self.actor not in (PAGE, _id(node.get("from"))):
            raise Refusal(200, "(#200) Permissions error", status=403)

    def _below(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        if node["kind"] == "post":
            return self.graph.of_kind("comment", root=node["id"])
        if node["kind"] == "comment":
            return [c for c in self.graph.of_kind("comment") if _id(c["parent"]) == node["id"]]
        if node["kind"] == "media":
            return [r for r in self.graph.of_kind("reply", parent_id=None) if _id(r["media"]) == node["id"]]
        return self.graph.of_kind("reply", parent_id=node["id"])

    def _list(self, nodes: list[dict[str, Any]], *, newest_first: bool = True) -> Any:
        wanted = parse(self.given.get("fields", "id"))
        return self._page(nodes, wanted, self.given, newest_first=newest_first)

    def _page(
        self, nodes: list[dict[str, Any]], wanted: list[Wanted], given: dict[str, Any], *, newest_first: bool
    ) -> Any:
        nodes = nodes[::-1] if newest_first else nodes
        start, limit = int(given.get("after") or 0), int(given.get("limit") or 25)
        found = {"data": [self._shown(node, wanted) for node in nodes[start : start + limit]]}
        if start + limit < len(nodes):
            address = f"{self.graph.url}/v26.0/?access_token=stands-here-in-real-answers&after={start + limit}"
            found |= {"paging": {"cursors": {"before": str(start), "after": str(start + limit)}, "next": address}}
        return found

    def _shown(self, node: dict[str, Any], wanted: list[Wanted]) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": node["id"]}
        for entry in wanted:
            if entry.name not in FIELDS[node["kind"]]:
                raise Refusal(
                    100, f"(#100) Tried accessing nonexisting field ({entry.name}) on node type ({node['kind']})"
                )
            value = self._value(node, entry)
            if value is not None:
                shown[entry.name] = value
        return shown

    def _value(self, node: dict[str, Any], wanted: Wanted) -> Any:
        if wanted.name in ("comments", "replies"):
            newest_first = "reverse" in wanted.modifiers.get("order", "") or node["kind"] == "media"
            return self._page(self._below(node), wanted.fields, wanted.modifiers, newest_first=newest_first)
        if wanted.name == "can_hide":
            return node["id"] not in self.graph.unhideable
        value = node.get(wanted.name)
        if wanted.fields and isinstance(value, dict):
            return {entry.name: value[entry.name] for entry in wanted.fields if entry.name in value}
        return value


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _seconds(moment: str) -> float:
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S%z").timestamp()


def _is_jpeg(address: str) -> bool:
    """Whether Meta's crawler would find a picture there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read(3) == b"\xff\xd8\xff" and answer.headers["Content-Type"] == "image/jpeg"
    except OSError:
        return False
