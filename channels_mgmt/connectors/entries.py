# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A platform's entries become comments one by one, so that an odd one keeps none of the others back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import IncomingComment, Rejected
from channels_mgmt.connectors.pages import UnreadableEntry
from core.text import clean_json

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No network is older; an earlier date is a mistake or a joke."""

ODD = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, Rejected, TypeError, ValueError)


def sort_out(
    entries: Iterable[Any], comment_of: Callable[[Any], IncomingComment]
) -> tuple[list[IncomingComment], list[UnreadableEntry]]:
    """Those of ``entries`` that are comments, the oldest first, and those of which ``comment_of`` makes nothing."""
    found: dict[str, IncomingComment] = {}
    unreadable = []
    for entry in entries:
        try:
            comment = comment_of(clean_json(entry))
        except ODD as error:
            unreadable.append(UnreadableEntry(what_is_odd(error), clean_json(entry)))
        else:
            found.setdefault(comment.remote_id, comment)
    return sorted(found.values(), key=lambda comment: comment.created_at), unreadable


def what_is_odd(error: Exception) -> str:
    """One sentence for a person about why an entry could not be read."""
    if isinstance(error, KeyError):
        return _("The entry lacks “%(name)s”.") % {"name": error.args[0] if error.args else "?"}
    return _("The entry is not built as the platform promises (%(fault)s).") % {"fault": str(error)[:200]}


def named(entry: dict[str, Any], name: str) -> str:
    """A text or number that ``entry`` must have; ``KeyError`` when it is missing, empty or something else."""
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise KeyError(name)
    return str(value)


def text_of(entry: dict[str, Any], name: str) -> str:
    """A text that ``entry`` must have; it may be empty."""
    if not isinstance(value := entry.get(name), str):
        raise KeyError(name)
    return value


def claimed(value: Any) -> datetime:
    """The date an author or server names, as far as it can be true; otherwise now.

    Dates of platforms are claims: they are shown, and nothing is counted from them alone.
    """
    at = datetime.now(UTC)
    found = instant(value)
    return min(found, at) if found is not None and found >= EARLIEST else at


def instant(value: Any) -> datetime | None:
    """A moment written in ISO 8601, in UTC; ``None`` for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
