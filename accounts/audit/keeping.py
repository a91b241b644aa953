# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which entries stay although their time is over: what they prove still counts. Apps hand their reasons in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Municipality


@dataclass(frozen=True, slots=True)
class Keeper:
    """``entries``: the condition on entries of a town that stay, and ``label`` why."""

    label: Any
    entries: Callable[[Municipality], Q]


KEEPERS: dict[str, Keeper] = {}


def register_keeper(key: str, label: Any, entries: Callable[[Municipality], Q]) -> None:
    """Keep the entries of a town that meet the condition longer than its period. The first that fits is counted."""
    KEEPERS[key] = Keeper(label, entries)


def entries_about(rows: QuerySet[Any]) -> Q:
    """Entries whose object is one of ``rows``."""
    numbers = rows.order_by().annotate(number_as_text=Cast("pk", CharField())).values("number_as_text")
    return Q(object_type=rows.model._meta.label_lower, object_id__in=numbers)


def entries_kept(town: Municipality) -> Q:
    """Entries that any reason keeps."""
    return reduce(or_, (keeper.entries(town) for keeper in KEEPERS.values()), Q(pk__in=[]))
