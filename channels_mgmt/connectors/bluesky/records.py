# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record keys, rich text and views of the AT Protocol. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import regex
from django.utils.translation import gettext as _

from channels_mgmt.connectors.bluesky.contents import contents_of
from channels_mgmt.connectors.contract import IncomingComment, Rejected
from channels_mgmt.connectors.counting import graphemes, links
from channels_mgmt.connectors.entries import claimed, named, text_of
from channels_mgmt.connectors.figures import LIKES, REPLIES, told_counts

POST = "app.bsky.feed.post"
THREADGATE = "app.bsky.feed.threadgate"
NO_HANDLE = "handle.invalid"
"""What the network says of an account whose name no longer leads to it."""

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_TAG = regex.compile(r"(?<![\w&#＃])[#＃](?!\d+(?:\b|$))([\p{L}\p{M}\p{N}_]+)")
_HANDLE = regex.compile(
    r"(?<![\w/@.])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9])"
)


def record_key(key: UUID, created_at: datetime) -> str:
    """A TID of 13 letters: microseconds since 1970 and ten bits of ``key``. Equal in, equal out."""
    micros = int(created_at.timestamp()) * 1_000_000 + created_at.microsecond
    number = (micros & (1 << 53) - 1) << 10 | key.int & 0x3FF
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def timestamp(at: datetime | None) -> str:
    """ISO 8601 in UTC with milliseconds, the form the network uses; ``None`` means now."""
    return f"{(at or datetime.now(UTC)).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def facets(text: str, did_of: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """Links, hashtags and mentions with their place in UTF-8 bytes.

    The server stores wrong places without complaint, so they are taken from the text itself.
    ``did_of`` names the account behind a handle, or ``None`` when the mention is mere text.
    """
    found: list[tuple[int, int, dict[str, str]]] = []
    for start, end in links(text):
        found.append((start, end, {"$type": "app.bsky.richtext.facet#link", "uri": text[start:end]}))
    taken = [(start, end) for start, end, _feature in found]

    def is_free(start: int, end: int) -> bool:
        return all(end <= other or start >= stop for other, stop in taken)

    for match in _TAG.finditer(text):
        tag = match.group(1)
        if is_free(*match.span()) and graphemes(tag) <= 64 and len(tag.encode()) <= 640:
            found.append((*match.span(), {"$type": "app.bsky.richtext.facet#tag", "tag": tag}))
    for match in _HANDLE.finditer(text):
        if is_free(*match.span()) and (did := did_of(match.group(1).lower())):
            found.append((*match.span(), {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    return [
        {
            "index": {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())},
            "features": [feature],
        }
        for start, end, feature in sorted(found, key=lambda item: item[:2])
    ]


def split_uri(uri: str) -> tuple[str, str, str]:
    """Repository, collection and record key of an ``at://`` address."""
    parts = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://did:") or len(parts) != 3 or not all(parts):
        raise Rejected(_("The comment no longer exists on the platform."))
    return parts[0], parts[1], parts[2]


def post_url(uri: str) -> str:
    """Where people read the post in a browser. Handles change and die, the account's own number stays."""
    did, _collection, rkey = split_uri(uri)
    return f"{profile_url(did)}/post/{rkey}"


def profile_url(did: str) -> str:
    return f"https://bsky.app/profile/{did}"


def comment_of(view: dict[str, Any]) -> IncomingComment:
    """A comment from a notification or a post view; raises ``KeyError`` or the like for anything else."""
    author, record = view["author"], view["record"]
    reply = record.get("reply") or {}
    parent, root = reply.get("parent") or {}, reply.get("root") or {}
    uri, did = named(view, "uri"), named(author, "did")
    handle = str(author.get("handle") or "")
    if handle in ("", NO_HANDLE):
        handle = did
    return IncomingComment(
        remote_id=uri,
        parent_id=str(parent.get("uri", "")),
        root_id=str(root.get("uri", "")),
        author_id=did,
        author_handle=handle,
        author_name=str(author.get("displayName") or handle),
        text=text_of(record, "text"),
        created_at=min(claimed(view.get("indexedAt")), claimed(record.get("createdAt"))),
        url=post_url(uri),
        author_url=profile_url(did),
        raw={
            "cid": named(view, "cid"),
            "root_cid": root.get("cid"),
            "langs": record.get("langs") or [],
        },
        contents=contents_of(view),
        counts=told_counts(view, {LIKES: "likeCount", REPLIES: "replyCount"}),
    )
