# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of the fake Graph: a page, its posts and the comments below them."""

from __future__ import annotations

import json
from typing import Any

from tests.graph.course import Course
from tests.graph.nodes import ADMIN, Refusal, seconds_of, stamp


class PageCourse(Course):
    def _get_accounts(self, node: dict[str, Any]) -> Any:
        pages = self.graph.of_kind("page") if self.actor == ADMIN else []
        listed = self._list(pages, newest_first=False)
        if self.given["token"].startswith("brief"):  # of a key that ends, the keys of pages end as well
            for entry in listed["data"]:
                if "access_token" in entry:
                    entry["access_token"] = f"brief-{entry['access_token']}"
        return listed

    def _get_permissions(self, node: dict[str, Any]) -> Any:
        granted = self.graph.app.granted.get(self.given["token"], set())
        asked = sorted(granted | {"pages_manage_posts", "email"})
        return {"data": [{"permission": p, "status": "granted" if p in granted else "declined"} for p in asked]}

    def _post_subscribed_apps(self, page: dict[str, Any]) -> Any:
        self._must_be(page)
        page["subscribed"] = self.given["subscribed_fields"]
        return {"success": True}

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
        return self._list([p for p in posts if seconds_of(p["created_time"]) >= since])

    def _get_comments(self, node: dict[str, Any]) -> Any:
        return self._list(self._below(node), newest_first="reverse" in self.given.get("order", ""))

    def _post_comments(self, node: dict[str, Any]) -> Any:
        if node["kind"] in ("media", "reply"):
            return {"id": self.graph.reply_as("bea.buergerin", node["id"], self.given["message"])}
        return {"id": self.graph.comment_as(self.actor, node["id"], self.given["message"])}

    def _post_likes(self, node: dict[str, Any]) -> Any:
        node["user_likes"] = True
        return {"success": True}
