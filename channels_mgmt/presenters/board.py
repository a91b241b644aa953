# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The board of the plan as plain values for its compiled part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import ngettext

from channels_mgmt.presenters.calendar import Event, Plan, dated_events
from channels_mgmt.queries.board import Column
from core.text import grouped


class ColumnShown(NamedTuple):
    """A column with its first posts; ``more_url`` leads to all of them."""

    key: str
    label: str
    in_all: str
    posts: list[Event]
    more: str
    more_url: str


def board_shown(columns: Iterable[Column], plan: Plan, address: str) -> list[ColumnShown]:
    """``columns`` without an empty one for what failed: where all is well, it says nothing."""
    shown = [column for column in columns if column.entries or column.stage.key != "failed"]
    return [
        ColumnShown(
            column.stage.key,
            str(column.stage.label),
            grouped(len(column.entries) + column.more),
            dated_events(plan, column.entries),
            ngettext("%(n)s more", "%(n)s more", column.more) % {"n": grouped(column.more)} if column.more else "",
            f"{address}{plan.query}{'&' if plan.query else '?'}spalte={column.stage.key}",
        )
        for column in shown
    ]
