# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the fake Graph knows: numbers, tokens, fields, refusals, and how a moment is written."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime
from typing import Any

PAGE, PAGE_TOKEN = "100200300", "page-token"
OTHER_PAGE, OTHER_TOKEN = "100200999", "other-page-token"
ADMIN, ADMIN_TOKEN = "555000", "person-token"
CITIZEN, CITIZEN_TOKEN = "777001", "citizen-token"
PROFILE = "178414000"

FIELDS = {
    "page": {
        "id", "name", "username", "link", "category", "access_token", "instagram_business_account", "followers_count",
    },
    "user": {"id", "name"},
    "post": {"id", "message", "created_time", "permalink_url", "from", "comments", "shares", "reactions"},
    "comment": {
        "id", "message", "created_time", "permalink_url", "from", "parent", "is_hidden", "can_hide", "attachment",
        "like_count", "comment_count",
        "comments", "user_likes",
    },
    "photo": {"id", "alt_text_custom"},
    "video": {"id", "description", "published", "status", "post_id"},
    "profile": {"id", "username", "name", "followers_count"},
    "container": {"id", "status_code", "status"},
    "media": {
        "id", "caption", "timestamp", "permalink", "comments", "comments_count", "like_count", "media_type", "children",
    },
    "reply": {"id", "text", "timestamp", "username", "from", "parent_id", "media", "hidden", "replies", "like_count"},
}  # fmt: skip


METRICS = {"post": {"post_media_view"}, "media": {"views", "shares", "reach", "likes"}}


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


def stamp() -> str:
    """As the Graph writes a moment."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def id_of(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def seconds_of(moment: str) -> float:
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S%z").timestamp()


def is_video(address: str) -> bool:
    """Whether Meta's crawler would find a video there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read(12)[4:8] == b"ftyp" and answer.headers["Content-Type"] == "video/mp4"
    except OSError:
        return False


def is_jpeg(address: str) -> bool:
    """Whether Meta's crawler would find a picture there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read(3) == b"\xff\xd8\xff" and answer.headers["Content-Type"] == "image/jpeg"
    except OSError:
        return False
