# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What citizens write on Bluesky: notifications from the newest back, and whole threads.

Notifications are never complete. A reply that quotes or mentions us comes under another reason; the
account's priority setting hides strangers unless told otherwise; what a slow clock dates back stands
further down. So a pass goes on below the newest known one by an overlap, and once an hour by a day. Levels
five and deeper, and whatever stands below a hidden reply, are found in the threads only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from channels_mgmt.connectors.bluesky.records import timestamp
from channels_mgmt.connectors.contract import Cursor, IncomingComment, NeedsReconnect, Rejected
from channels_mgmt.connectors.entries import instant, sort_out
from channels_mgmt.connectors.pages import FIRST_READING, Page
from channels_mgmt.connectors.transport import Reply

PAGE = 100
REASONS = ("reply", "mention", "quote")
OVERLAP = timedelta(minutes=10)
WIDE_OVERLAP = timedelta(days=1)
WIDE_EVERY = timedelta(hours=1)
PAGES_OF_A_PASS = 500
DEPTH = 100

Ask = Callable[..., Reply]
Reader = Callable[[dict[str, Any]], IncomingComment]


def read_notifications(ask: Ask, comment_of: Reader, own: str, cursor: Cursor) -> Page:
    """One page of the pass that ``cursor`` is in; of a new pass when it is in none.

    ``seen``: the newest moment known when the last pass ended. While a pass is under way: ``floor``, how far
    back it goes; ``top``, the newest moment it met; ``page``, the platform's name for what comes next.
    """
    course = _course(cursor, datetime.now(UTC))
    answer = _asked(ask, course)
    entries = answer.json["notifications"]
    if not isinstance(entries, list):
        raise TypeError("notifications")
    wanted = [entry for entry in entries if _is_addressed_to(own, entry)]
    comments, unreadable = sort_out(wanted, comment_of)
    following = str(answer.json.get("cursor") or "")
    moments = [moment for entry in entries if (moment := _moment(entry)) is not None]
    top = max([course["top"], *(timestamp(moment) for moment in moments)])
    floor = instant(course["floor"])
    is_below = bool(moments and floor and moments[-1] < floor)
    is_over = course["pages"] + 1 >= PAGES_OF_A_PASS
    if not entries or is_below or is_over or following in ("", course["page"]):
        return Page(comments, {"seen": top, "wide": course["wide"]} if top else {}, unreadable)
    course |= {"top": top, "page": following, "pages": course["pages"] + 1}
    return Page(comments, course, unreadable, is_last=False)


def read_thread(ask: Ask, comment_of: Reader, own: str, uri: str) -> Page:
    """Every reply below ``uri`` that the network shows us, hidden ones included."""
    query = {"uri": uri, "depth": DEPTH, "parentHeight": 0}
    answer = ask("GET", "app.bsky.feed.getPostThread", ok=(400, 404), params=query)
    if answer.status >= 400:
        return Page([], {})
    views: list[Any] = []
    cut_off: list[str] = []
    deepest, waiting = 0, [(answer.json["thread"], 0)]
    while waiting:
        node, level = waiting.pop()
        if not isinstance(node, dict):
            continue
        post, replies = node.get("post"), node.get("replies")
        if level and isinstance(post, dict) and _did(post) != own:
            views.append(post)
        if isinstance(post, dict):
            deepest = max(deepest, level)
        if isinstance(replies, list):
            waiting += [(reply, level + 1) for reply in replies]
        elif level and isinstance(post, dict) and post.get("replyCount"):
            cut_off.append(str(post.get("uri")))
    comments, unreadable = sort_out(views, comment_of)
    return Page(comments, {}, unreadable, depth=deepest, cut_off=cut_off, is_whole=True)


def _course(cursor: Cursor, at: datetime) -> dict[str, Any]:
    """The pass that is under way, or a new one from the newest notification back."""
    seen = instant(cursor.get("seen"))
    if cursor.get("page"):
        floor = cursor.get("floor") or timestamp((seen or at - FIRST_READING) - OVERLAP)
        return {"pages": 0, "wide": "", **cursor, "top": str(cursor.get("top", "")), "floor": floor}
    if seen is None or seen > at:
        return {"top": "", "page": "", "pages": 0, "floor": timestamp(at - FIRST_READING), "wide": timestamp(at)}
    wide = instant(cursor.get("wide"))
    is_wide = wide is None or at - wide > WIDE_EVERY
    floor = seen - (WIDE_OVERLAP if is_wide else OVERLAP)
    since = timestamp(at) if is_wide or wide is None else timestamp(wide)
    return {"top": timestamp(seen), "page": "", "pages": 0, "floor": timestamp(floor), "wide": since}


def _asked(ask: Ask, course: dict[str, Any]) -> Reply:
    """The page of ``course``. A page the server no longer knows is not a dead end: the pass begins anew."""
    query: dict[str, Any] = {"limit": PAGE, "priority": "false", "reasons": list(REASONS)}
    procedure = "app.bsky.notification.listNotifications"
    if not course["page"]:
        return ask("GET", procedure, params=query)
    try:
        return ask("GET", procedure, params=query | {"cursor": course["page"]})
    except NeedsReconnect:
        raise
    except Rejected:
        course["page"] = ""
        return ask("GET", procedure, params=query)


def _is_addressed_to(own: str, entry: Any) -> bool:
    """Whether ``entry`` is somebody else's words to us: by its record, or by the reason it comes under."""
    if not isinstance(entry, dict):
        return True  # nobody knows: it is set aside with its reason
    if _did(entry) == own:
        return False
    record = entry.get("record")
    return entry.get("reason") in REASONS or (isinstance(record, dict) and isinstance(record.get("reply"), dict))


def _did(view: dict[str, Any]) -> str:
    author = view.get("author")
    return str(author.get("did", "")) if isinstance(author, dict) else ""


def _moment(entry: Any) -> datetime | None:
    """When the network says it came in; never later than now, or everything after it would be overlooked."""
    found = instant(entry.get("indexedAt")) if isinstance(entry, dict) else None
    return None if found is None else min(found, datetime.now(UTC))
