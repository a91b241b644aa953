# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What citizens write below a profile's media: gone through from the newest, as long as they are thirty days young."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from channels_mgmt.connectors.contract import Cursor, IncomingComment
from channels_mgmt.connectors.entries import claimed, instant, named, sort_out
from channels_mgmt.connectors.figures import LIKES, told_counts
from channels_mgmt.connectors.meta.graph import Graph, after_in, data_in, entry_in, path_of
from channels_mgmt.connectors.pages import FIRST_READING, Page

MEDIA, COMMENTS, REPLIES = 20, 30, 30
_FIELDS = "id,text,timestamp,username,from,parent_id,hidden,like_count"
COMMENT = f"{_FIELDS},replies.limit({REPLIES}){{{_FIELDS}}}"
OVERLAP = timedelta(hours=1)
MOST_PAGES = 20


def read_comments(graph: Graph, profile: str, cursor: Cursor) -> Page:
    """One step of going through the media. One request."""
    cursor = dict(cursor)
    begun = str(cursor.setdefault("begun", datetime.now(UTC).isoformat()))
    since = instant(cursor.get("since")) or datetime.now(UTC) - FIRST_READING
    if cursor.get("more"):
        media, url, after = cursor["more"][0]
        cursor["more"] = cursor["more"][1:]
        query = {"fields": COMMENT, "limit": COMMENTS, "after": after}
        listed = graph.find(f"{path_of(media)}/comments", params=query)
        entries = _new_in(media, url, listed.json if listed else {}, since, cursor)
    else:
        entries = _next_media(graph, profile, since, cursor)
    comments, unreadable = sort_out(entries, lambda entry: comment_of(*entry))
    comments = [c for c in comments if c.author_id != profile]
    if cursor.get("more") or cursor.get("after"):
        return Page(comments, cursor, unreadable, is_last=False)
    return Page(comments, {"since": begun}, unreadable)


def read_thread(graph: Graph, profile: str, media: str) -> Page:
    """All comments below ``media``; nothing when it is gone."""
    found = graph.find(path_of(media), params={"fields": "id,permalink"})
    if found is None:
        return Page([], {})
    url, entries, after, is_whole = str(found.entry("permalink") or ""), [], "", False
    for _step in range(MOST_PAGES):
        query = {"fields": COMMENT, "limit": COMMENTS} | ({"after": after} if after else {})
        listed = graph.ask("GET", f"{path_of(media)}/comments", params=query)
        entries += [(media, url, entry) for entry in _with_replies(data_in(listed))]
        if not (after := after_in(listed.json)):
            is_whole = True
            break
    comments, unreadable = sort_out(entries, lambda entry: comment_of(*entry))
    depth = max((2 if c.parent_id != media else 1 for c in comments), default=0)
    others = [c for c in comments if c.author_id != profile]
    return Page(others, {}, unreadable, depth=depth, is_whole=is_whole)


def comment_of(media: str, url: str, entry: dict[str, Any]) -> IncomingComment:
    """Comments have no address of their own: ``url`` is that of the media."""
    author = entry_in(entry.get("from"))
    username = str(entry.get("username") or author.get("username") or "")
    return IncomingComment(
        remote_id=named(entry, "id"),
        parent_id=str(entry.get("parent_id") or media),
        root_id=media,
        author_id=str(author.get("id") or username),
        author_handle=username,
        author_name=username,
        text=str(entry.get("text") or ""),
        created_at=claimed(entry.get("timestamp")),
        url=url,
        author_url=f"https://www.instagram.com/{username}/" if username else "",
        raw={"is_hidden": entry.get("hidden") is True},
        counts=told_counts(entry, {LIKES: "like_count"}),
    )


def _next_media(graph: Graph, profile: str, since: datetime, cursor: Cursor) -> list[Any]:
    query: dict[str, Any] = {
        "fields": f"id,timestamp,permalink,comments.limit({COMMENTS}){{{COMMENT}}}",
        "limit": MEDIA,
    }
    if after := cursor.pop("after", ""):
        query["after"] = after
    listed = graph.ask("GET", f"{path_of(profile)}/media", params=query)
    media = [entry for entry in data_in(listed) if isinstance(entry, dict)]
    entries: list[Any] = []
    for one in media:
        number, url = str(one.get("id", "")), str(one.get("permalink") or "")
        entries += _new_in(number, url, entry_in(one.get("comments")), since, cursor)
    oldest = min((at for one in media if (at := instant(one.get("timestamp")))), default=None)
    if oldest and oldest > datetime.now(UTC) - FIRST_READING and (after := after_in(listed.json)):
        cursor["after"] = after
    return entries


def _new_in(media: str, url: str, listed: dict[str, Any], since: datetime, cursor: Cursor) -> list[Any]:
    """What is new in a list that begins with the newest, answers to older ones included."""
    found = listed.get("data") or []
    if found and all(_is_new(entry, since) for entry in found) and (after := after_in(listed)):
        cursor["more"] = [*cursor.get("more", []), [media, url, after]]
    return [(media, url, entry) for entry in _with_replies(found) if _is_new(entry, since)]


def _with_replies(comments: list[Any]) -> Iterator[Any]:
    for comment in comments:
        yield comment
        replies = comment.get("replies") if isinstance(comment, dict) else None
        for reply in (replies.get("data") or []) if isinstance(replies, dict) else []:
            yield reply | {"parent_id": reply.get("parent_id") or comment.get("id")}


def _is_new(entry: Any, since: datetime) -> bool:
    at = instant(entry.get("timestamp")) if isinstance(entry, dict) else None
    return at is None or at >= since - OVERLAP
