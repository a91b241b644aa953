# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A lease: a row belongs to one process, or person, until a moment written in it.

Whoever dies holding one leaves it to end; the next takes the row over. Everything is compare-and-set on the moment
itself, which moves with every taking: the stored row holds the moment one wrote as long as one is the holder.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.timezone import now

from core.errors import AlreadyChanged
from core.states import change_state, compare_and_set

COLUMN = "lease_until"


def expired(at: datetime, column: str = COLUMN) -> Q:
    """Rows whose holder has let the time run out at ``at``."""
    return Q(**{f"{column}__lte": at})


def free(at: datetime, column: str = COLUMN) -> Q:
    """Rows that nobody holds at ``at``: never taken, given back, or expired."""
    return Q(**{f"{column}__isnull": True}) | expired(at, column)


def is_held(row: Model, at: datetime, column: str = COLUMN) -> bool:
    """Whether somebody held ``row``, as it was read, at ``at``."""
    until: datetime | None = getattr(row, column)
    return until is not None and until > at


def held(row: Model, column: str = COLUMN) -> dict[str, Any]:
    """What is expected of the stored row while it is held as ``row`` says."""
    return {column: getattr(row, column)}


def take(
    row: Model,
    lasting: timedelta,
    *,
    to: str | None = None,
    only_if: dict[str, Any] | None = None,
    column: str = COLUMN,
    **changes: Any,
) -> bool:
    """Hold ``row`` for ``lasting`` from now, in the same UPDATE with ``changes``; whether it is ours now.

    It is not while somebody else holds it, or when the stored row meets ``only_if`` no more. ``to`` moves it to
    another state by the same step.
    """
    at = now()
    if is_held(row, at, column):
        return False
    expected = held(row, column) | (only_if or {})
    changes |= {column: at + lasting}
    try:
        if to is None:
            compare_and_set(row, expected=expected, **changes)
        else:
            change_state(row, to, only_if=expected, **changes)
    except AlreadyChanged:
        return False
    return True


def renew(row: Model, lasting: timedelta, *, only_if: dict[str, Any], column: str = COLUMN) -> None:
    """Let the lease run ``lasting`` from now. Raises ``AlreadyChanged`` when ``only_if``, the holder, is another."""
    compare_and_set(row, expected=only_if, **{column: now() + lasting})


def give_back(row: Model, *, column: str = COLUMN, **changes: Any) -> None:
    """Let go of ``row``, in the same UPDATE with ``changes``. Raises ``AlreadyChanged`` when it is ours no more."""
    compare_and_set(row, expected=held(row, column), **{column: None}, **changes)
