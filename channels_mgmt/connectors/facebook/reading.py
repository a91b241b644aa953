# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What citizens write below a page's posts.

A page has no list of what was written to it, so its posts of the last thirty days are gone through, newest first, each
with its newest comments in the same request; what does not fit is read post by post.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contents import Card, Contents, Medium
from channels_mgmt.connectors.contract import Cursor, IncomingComment
from channels_mgmt.connectors.entries import claimed, instant, named, sort_out
from channels_mgmt.connectors.figures import LIKES, REPLIES, told_counts
from channels_mgmt.connectors.meta.graph import Graph, after_in, data_in, entry_in, path_of
from channels_mgmt.connectors.pages import FIRST_READING, Page

COMMENT = "id,message,created_time,from,parent{id},is_hidden,permalink_url,attachment,like_count,comment_count"
POSTS, COMMENTS = 25, 50
OVERLAP = timedelta(hours=1)
"""What was written this long before the last reading is read again: a post may show its comments late."""
MOST_PAGES = 20
_KINDS = {"photo": "image", "sticker": "image", "animated_image_share": "animation", "video_inline": "video"}


def read_comments(graph: Graph, page: str, cursor: Cursor) -> Page:
    """One step of going through the posts; see the head of this file. One request."""
    cursor = dict(cursor)
    begun = str(cursor.setdefault("begun", datetime.now(UTC).isoformat()))
    since = instant(cursor.get("since")) or datetime.now(UTC) - FIRST_READING
    if cursor.get("more"):
        post, after = cursor["more"][0]
        listed = graph.find(f"{path_of(post)}/comments", params=_query(after))
        found = listed.json if listed else {"data": []}
        cursor["more"] = cursor["more"][1:]
        entries = _comments_of(post, found, since, cursor)
    else:
        entries = _next_posts(graph, page, since, cursor)
    comments, unreadable = sort_out(entries, lambda entry: comment_of(*entry))
    own = [c.remote_id for c in comments if c.author_id == page]
    comments = [c for c in comments if c.remote_id not in own]
    if cursor.get("more") or cursor.get("after"):
        return Page(comments, cursor, unreadable, is_last=False)
    return Page(comments, {"since": begun}, unreadable)


def read_thread(graph: Graph, page: str, post: str) -> Page:
    """All comments below ``post``; nothing when it is gone."""
    entries: list[Any] = []
    after, is_whole = "", False
    for _step in range(MOST_PAGES):
        listed = graph.find(f"{path_of(post)}/comments", params=_query(after, order="chronological"))
        if listed is None:
            return Page([], {})
        entries += [(post, entry) for entry in data_in(listed)]
        if not (after := after_in(listed.json)):
            is_whole = True
            break
    comments, unreadable = sort_out(entries, lambda entry: comment_of(*entry))
    depth = max((2 if comment.parent_id != post else 1 for comment in comments), default=0)
    others = [c for c in comments if c.author_id != page]
    return Page(others, {}, unreadable, depth=depth, is_whole=is_whole)


def comment_of(post: str, entry: dict[str, Any]) -> IncomingComment:
    """A comment without its author's name is read all the same: Facebook names only who has agreed to it.

    Of such people no two are taken for one.
    """
    if not isinstance(entry, dict):
        raise TypeError("comment")
    author, parent = entry_in(entry.get("from")), entry_in(entry.get("parent"))
    return IncomingComment(
        remote_id=named(entry, "id"),
        parent_id=str(parent.get("id") or post),
        root_id=post,
        author_id=str(author.get("id") or f"unnamed-{entry.get('id')}"),
        author_handle=str(author.get("name") or ""),
        author_name=str(author.get("name") or _("Not named by Facebook")),
        text=str(entry.get("message") or ""),
        created_at=claimed(entry.get("created_time")),
        url=str(entry.get("permalink_url") or ""),
        raw={"is_hidden": entry.get("is_hidden") is True},
        contents=_contents(entry_in(entry.get("attachment"))),
        counts=told_counts(entry, {LIKES: "like_count", REPLIES: "comment_count"}),
    )


def _next_posts(graph: Graph, page: str, since: datetime, cursor: Cursor) -> list[Any]:
    comments = f"comments.filter(stream).order(reverse_chronological).limit({COMMENTS}){{{COMMENT}}}"
    query: dict[str, Any] = {"fields": f"id,created_time,{comments}", "limit": POSTS}
    if after := cursor.pop("after", ""):
        query["after"] = after
    listed = graph.ask("GET", f"{path_of(page)}/published_posts", params=query)
    posts = [post for post in data_in(listed) if isinstance(post, dict)]
    entries = []
    for post in posts:
        entries += _comments_of(str(post.get("id", "")), entry_in(post.get("comments")), since, cursor)
    oldest = min((at for post in posts if (at := instant(post.get("created_time")))), default=None)
    if oldest and oldest > datetime.now(UTC) - FIRST_READING and (after := after_in(listed.json)):
        cursor["after"] = after
    return entries


def _comments_of(post: str, listed: dict[str, Any], since: datetime, cursor: Cursor) -> list[Any]:
    """What is new in a list that begins with the newest; where it goes on, ``cursor`` remembers it."""
    found = listed.get("data") or []
    fresh = [entry for entry in found if _is_new(entry, since)]
    if found and len(fresh) == len(found) and (after := after_in(listed)):
        cursor["more"] = [*cursor.get("more", []), [post, after]]
    return [(post, entry) for entry in fresh]


def _is_new(entry: Any, since: datetime) -> bool:
    at = instant(entry.get("created_time")) if isinstance(entry, dict) else None
    return at is None or at >= since - OVERLAP


def _query(after: str, order: str = "reverse_chronological") -> dict[str, Any]:
    query: dict[str, Any] = {"filter": "stream", "order": order, "fields": COMMENT, "limit": 100}
    return query | ({"after": after} if after else {})


def _contents(attachment: dict[str, Any]) -> Contents:
    kind = str(attachment.get("type") or "")
    url = str(attachment.get("url") or "")
    if not kind:
        return Contents()
    if kind == "share":
        title, words = str(attachment.get("title") or ""), str(attachment.get("description") or "")
        return Contents(card=Card(url, title, words) if url else None)
    key = str(entry_in(attachment.get("target")).get("id") or "")
    return Contents(media=(Medium(_KINDS.get(kind, "other"), "", url, key),))
