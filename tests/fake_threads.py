# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small server with the parts of the Threads interface that the connector uses, from Meta's documentation (v1.0).

No client of Meta's, and none independent, exists to tell whether it is right: it only keeps the connector honest about
what the documentation says.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.graph.app import App
from tests.graph.nodes import Refusal, is_jpeg, is_video, stamp

ACCOUNT, USERNAME, TOKEN = "314000", "stadt_musterstadt", "threads-token"
SHOWN = {
    "id", "text", "timestamp", "username", "permalink", "replied_to", "root_post", "is_reply_owned_by_me",
    "hide_status", "status", "error_message", "name",
}  # fmt: skip


class FakeThreads(ThreadingHTTPServer):
    """``nodes`` holds containers, posts and replies by number; ``stubborn`` replies only seem to be hidden."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.numbers = itertools.count(5000)
        self.tokens = {TOKEN: ACCOUNT}
        self.app = App(self.tokens.__setitem__)
        self.nodes: dict[str, dict[str, Any]] = {ACCOUNT: {"id": ACCOUNT, "username": USERNAME, "name": "Musterstadt"}}
        self.pictures: dict[str, bytes] = {}
        self.stubborn: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.quota = 250
        self.removed_metrics: set[str] = set()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def place_picture(self, name: str, content: bytes) -> str:
        self.pictures[f"/bilder/{name}.jpg"] = content
        return f"{self.url}/bilder/{name}.jpg"

    def place_film(self, content: bytes) -> str:
        self.pictures["/filme/film.mp4"] = content
        return f"{self.url}/filme/film.mp4"

    def add(self, **fields: Any) -> dict[str, Any]:
        with self.lock:
            number = str(next(self.numbers))
            self.nodes[number] = {"id": number, **fields}
        return self.nodes[number]

    def of_account(self, account: str) -> list[dict[str, Any]]:
        return [node for node in list(self.nodes.values()) if node.get("owner") == account]

    def reply_as(self, username: str, below: str, text: str, **fields: Any) -> str:
        root = self.nodes[below]["root_post"] or {"id": below}
        return str(self.post(username, text, replied_to={"id": below}, root_post=root, **fields)["id"])

    def post(self, username: str, text: str, **fields: Any) -> dict[str, Any]:
        node = self.add(
            **{
                "text": text, "username": username, "timestamp": stamp(), "replied_to": None, "root_post": None,
                "alt_texts": [], "hide_status": "NOT_HUSHED", "is_reply_owned_by_me": username == USERNAME,
                "owner": ACCOUNT if username == USERNAME else username,
            }
            | fields
        )  # fmt: skip
        node["permalink"] = f"https://www.threads.com/@{username}/post/{node['id']}"
        return node

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeThreads
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
        if picture := self.server.pictures.get(address.path):
            return self._answer(200, picture, "video/mp4" if address.path.endswith(".mp4") else "image/jpeg")
        given = dict(parse_qsl(address.query)) | dict(parse_qsl(body.decode()))
        try:
            if address.path in ("/oauth/access_token", "/access_token", "/refresh_access_token"):
                keys = json.dumps(self._oauth(method, address.path, given))
                return self._answer(200, keys.encode(), "application/json")
            if (token := self.headers.get("Authorization", "").partition(" ")[2]) not in self.server.tokens:
                raise Refusal(
                    190, "Error validating access token", subcode=463 if token == "expired" else 460, status=401
                )
            version, _slash, path = address.path.strip("/").partition("/")
            if version != "v1.0":
                raise Refusal(100, "unknown version")
            answer = self._take(method, path, given)
        except Refusal as refusal:
            return self._answer(refusal.status, json.dumps(refusal.body).encode(), "application/json")
        return self._answer(200, json.dumps(answer).encode(), "application/json")

    def _oauth(self, method: str, path: str, given: dict[str, str]) -> dict[str, Any]:
        app, key = self.server.app, given.get("access_token", "")
        kind = (method, path, given.get("grant_type"))
        if kind == ("POST", "/oauth/access_token", "authorization_code"):
            return app.redeem(given)
        if kind == ("GET", "/access_token", "th_exchange_token"):
            return app.exchange(given, key, ACCOUNT)
        if kind == ("GET", "/refresh_access_token", "th_refresh_token") and key in self.server.tokens:
            return app.renewed(key, self.server.tokens[key])
        raise Refusal(190, "Error validating access token")

    def _take(self, method: str, path: str, given: dict[str, str]) -> Any:
        number, _slash, edge = path.partition("/")
        node = self.server.nodes.get(ACCOUNT if number == "me" else number)
        if node is None:
            raise Refusal(100, f"Object with ID '{number}' does not exist", subcode=33)
        match method, edge:
            case "GET", "":
                return self._shown(node, given)
            case "DELETE", "":
                del self.server.nodes[node["id"]]
                return {"success": True, "deleted_id": node["id"]}
            case "POST", "threads":
                return self._container(given)
            case "POST", "threads_publish":
                return self._publish(given)
            case "POST", "manage_reply":
                return self._manage(node, given)
            case "GET", "threads" | "replies":
                own = [n for n in self.server.of_account(node["id"]) if bool(n["replied_to"]) == (edge == "replies")]
                return self._listed(own[::-1], given)
            case "GET", "conversation":
                below = [
                    n for n in list(self.server.nodes.values()) if (n.get("root_post") or {}).get("id") == node["id"]
                ]
                return self._listed(below[::-1] if given.get("reverse") == "true" else below, given)
            case "GET", "insights" | "threads_insights":
                return self._insights(node, given)
            case "GET", "threads_publishing_limit":
                limit = {"quota_total": self.server.quota, "quota_duration": 86400}
                used = len(self.server.of_account(ACCOUNT))
                return {
                    "data": [{"quota_usage": used, "config": limit, "reply_quota_usage": used, "reply_config": limit}]
                }
        raise Refusal(100, f"nonexisting edge ({edge})")

    def _container(self, given: dict[str, str]) -> Any:
        kind, children = given.get("media_type"), re.findall(r"\d+", given.get("children", ""))
        if kind == "IMAGE" and not is_jpeg(given["image_url"]):
            raise Refusal(9004, "The media could not be fetched from this URI", subcode=2207052)
        if kind == "VIDEO" and not is_video(given["video_url"]):
            raise Refusal(9004, "The media could not be fetched from this URI", subcode=2207052)
        if kind not in ("TEXT", "IMAGE", "VIDEO", "CAROUSEL") or (kind == "TEXT" and not given.get("text")):
            raise Refusal(100, "Invalid parameter: media_type")
        if kind == "CAROUSEL" and not 2 <= len(children) <= 20:
            raise Refusal(100, "Invalid parameter: children")
        made = {
            "status": "FINISHED",
            "text": given.get("text", ""),
            "alt_text": given.get("alt_text"),
            "parts": children,
        }
        return {"id": self.server.add(kind=kind, reply_to=given.get("reply_to_id"), **made)["id"]}

    def _publish(self, given: dict[str, str]) -> Any:
        container = self.server.nodes.get(given["creation_id"])
        if container is None or container.get("status") != "FINISHED":
            raise Refusal(24, "The requested resource does not exist", subcode=4279009)
        container["status"] = "PUBLISHED"
        parts = [self.server.nodes[n] for n in container["parts"]] or [container]
        alt_texts = [part["alt_text"] for part in parts if part["alt_text"]]
        if container["reply_to"]:
            number = self.server.reply_as(USERNAME, container["reply_to"], container["text"], alt_texts=alt_texts)
            return {"id": number}
        return {"id": self.server.post(USERNAME, container["text"], alt_texts=alt_texts)["id"]}

    def _manage(self, node: dict[str, Any], given: dict[str, str]) -> Any:
        if not node.get("replied_to") or node["replied_to"] != node["root_post"]:
            raise Refusal(10, "Only top-level replies can be managed")
        if node["id"] not in self.server.stubborn:
            node["hide_status"] = "HIDDEN" if given["hide"] == "true" else "UNHUSHED"
        return {"success": True}

    def _insights(self, node: dict[str, Any], given: dict[str, str]) -> Any:
        if self.server.removed_metrics & set(given["metric"].split(",")):
            raise Refusal(100, "Invalid parameter: metric")
        counts = {name: n for name, n in node.get("counts", {}).items() if name in given["metric"].split(",")}
        if node["id"] == ACCOUNT:
            return {"data": [{"name": name, "total_value": {"value": n}} for name, n in counts.items()]}
        return {"data": [{"name": name, "values": [{"value": n}]} for name, n in counts.items()]}

    def _listed(self, nodes: list[dict[str, Any]], given: dict[str, str]) -> Any:
        since = datetime.fromtimestamp(int(given.get("since", 0)), UTC)
        nodes = [n for n in nodes if datetime.strptime(n["timestamp"], "%Y-%m-%dT%H:%M:%S%z") >= since]
        start, limit = int(given.get("after") or 0), int(given.get("limit") or 25)
        found: dict[str, Any] = {"data": [self._shown(node, given) for node in nodes[start : start + limit]]}
        if start + limit < len(nodes):
            found["paging"] = {"cursors": {"after": str(start + limit)}, "next": "https://graph.threads.net/…"}
        return found

    def _shown(self, node: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
        wanted = given.get("fields", "id").split(",")
        if unknown := set(wanted) - SHOWN:
            raise Refusal(100, f"nonexisting field ({', '.join(sorted(unknown))})")
        return {name: node[name] for name in wanted if node.get(name) is not None}

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        return
