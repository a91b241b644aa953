# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What citizens write on Mastodon and its kin: notifications page by page, and the threads of our posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from channels_mgmt.connectors.budget import BudgetSpent
from channels_mgmt.connectors.contract import Cursor, IncomingComment, NeedsReconnect, Rejected, TryLater
from channels_mgmt.connectors.entries import instant, named, sort_out, text_of
from channels_mgmt.connectors.pages import FIRST_READING, Page

PAGE = 40
NEARLY_EMPTY = 20
"""A page shorter than this is the last for now; servers leave out what was deleted or blocked."""
TYPES = ("mention", "quote")

Ask = Callable[[dict[str, Any]], Any]
Reader = Callable[[dict[str, Any]], IncomingComment]


def read_notifications(ask: Ask, comment_of: Reader, own: str, cursor: Cursor) -> Page:
    """The page that follows ``cursor``.

    Without ``min_id`` nothing was ever read: then pages go back from the newest by ``max_id``, thirty days
    far, and ``top`` remembers the newest. Afterwards pages go forward from ``min_id``.
    """
    cursor = dict(cursor)
    min_id, max_id = str(cursor.get("min_id", "")), str(cursor.get("max_id", ""))
    place = {"min_id": min_id} if min_id else {"max_id": max_id} if max_id else {}
    entries, is_whole = _page(ask, place, cursor)
    comments, unreadable = sort_out([e for e in entries if _is_addressed_to(own, e)], lambda e: comment_of(_checked(e)))
    ids = [str(e["id"]) for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str | int) and e["id"]]
    if min_id:
        newest = max([min_id, *ids], key=id_order)
        has_more = (is_whole and len(entries) >= NEARLY_EMPTY) or (not is_whole and bool(entries))
        return Page(comments, cursor | {"min_id": newest}, unreadable, is_last=newest == min_id or not has_more)
    top = max([str(cursor.pop("top", "")), *ids], key=id_order)
    cursor.pop("max_id", None)
    moments = [m for e in entries if isinstance(e, dict) and (m := instant(e.get("created_at"))) is not None]
    is_old = bool(moments) and min(moments) < datetime.now(UTC) - FIRST_READING
    if not ids or is_old or min(ids, key=id_order) == max_id:
        return Page(comments, cursor | ({"min_id": top} if top else {}), unreadable)
    return Page(comments, cursor | {"top": top, "max_id": min(ids, key=id_order)}, unreadable, is_last=False)


def read_thread(context: dict[str, Any] | None, comment_of: Reader, own: str, root: str) -> Page:
    """The comments of a status's ``context``, and how deep its conversation goes; nothing when the status is gone."""
    if context is None:
        return Page([], {})
    descendants = context.get("descendants") or []
    if not isinstance(descendants, list):
        raise TypeError("descendants")
    others = [s for s in descendants if not (isinstance(s, dict) and author_of(s) == own)]
    comments, unreadable = sort_out(others, lambda s: comment_of(_checked_status(s)))
    level = {root: 0}
    for status in descendants:  # parents stand before their answers
        if isinstance(status, dict):
            level[str(status.get("id"))] = level.get(str(status.get("in_reply_to_id")), 0) + 1
    return Page(comments, {}, unreadable, depth=max(level.values()), is_whole=True)


def author_of(status: dict[str, Any]) -> str:
    account = status.get("account")
    return str(account.get("id", "")) if isinstance(account, dict) else ""


def id_order(remote_id: str) -> tuple[int, str]:
    """Ids are numbers of growing length, or sortable letters on other software."""
    return len(remote_id), remote_id


def _page(ask: Ask, place: dict[str, Any], cursor: Cursor) -> tuple[list[Any], bool]:
    """Entries and whether a whole page was asked for.

    Software that refuses what it does not know is asked in the oldest form from then on (``plain``). A page
    that cannot be had, for example because somebody's words fill megabytes, is read entry by entry.
    """
    try:
        return ask(_query(place, cursor, PAGE)), True
    except (BudgetSpent, NeedsReconnect):
        raise
    except Rejected:
        if cursor.get("plain"):
            raise
        cursor["plain"] = True
        return ask(_query(place, cursor, PAGE)), True
    except TryLater as error:
        if error.retry_after is not None:
            raise
        return ask(_query(place, cursor, 1)), False


def _query(place: dict[str, Any], cursor: Cursor, limit: int) -> dict[str, Any]:
    if cursor.get("plain"):
        return {"types[]": TYPES[0], "limit": limit} | place
    return {"types[]": list(TYPES), "include_filtered": "true", "limit": limit} | place


def _is_addressed_to(own: str, entry: Any) -> bool:
    """Whether ``entry`` is somebody else's words to us. Servers may send types they were not asked for."""
    if not isinstance(entry, dict):
        return True  # nobody knows: it is set aside with its reason
    status = entry.get("status")
    if entry.get("type") not in TYPES or status is None:
        return False
    return not (isinstance(status, dict) and author_of(status) == own)


def _checked(entry: Any) -> dict[str, Any]:
    return _checked_status(entry["status"])


def _checked_status(status: Any) -> dict[str, Any]:
    """``status``, if it has what a comment needs; ``KeyError`` or ``TypeError`` otherwise."""
    if not isinstance(status, dict) or not isinstance(status.get("account"), dict):
        raise TypeError("status")
    named(status, "id")
    named(status["account"], "id")
    text_of(status, "content")
    return status
