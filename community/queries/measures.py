# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a town stepped in: by step of the ladder, by clause, what was taken back, what became of appeals.

The transparency page, the monthly report, its PDF and its tables all rest on these counts. No person, no channel, no
words; nothing about who decided. A sum is shown however small it is (docs/adr/0016). A clause *and* a step together
say more: clauses with fewer than ``FEWEST`` measures are put together there, until nobody can be told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.models import Appeal, Decision, Restriction
from netiquette.models import Clause

#: Measures of one clause from which on it is shown by step.
FEWEST = 3
RECEIVED = "received"
#: The ladder from hiding on, as ``Decision.Kind`` and ``Restriction.Kind`` name the steps.
STEPS = (Decision.Kind.HIDE, Decision.Kind.DELETE, Restriction.Kind.RESTRICT, Restriction.Kind.BLOCK)
#: What the row of the clauses that are put together is called for machines.
OTHERS = ""

Counts = dict[tuple[Any, ...], list[int]]


@dataclass(frozen=True)
class MeasureRecord:
    """One span of time. ``steps`` and ``appeals``: a name for machines and a number.

    ``crossed``: a clause (``OTHERS`` for several) with one number for each of ``STEPS``; empty below ``FEWEST``.
    """

    steps: list[tuple[str, int]] = field(default_factory=list)
    clauses: list[tuple[str, int]] = field(default_factory=list)
    crossed: list[tuple[str, list[int]]] = field(default_factory=list)
    restored: int = 0
    appeals: list[tuple[str, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(number for _step, number in self.steps)


def measure_record(town: Municipality, channels: Sequence[Channel], start: datetime, end: datetime) -> MeasureRecord:
    """What was done from ``start`` to before ``end``; five queries, whatever the number of rows."""
    borders, pks = [start, end], [channel.pk for channel in channels]
    is_practice = all(channel.is_practice for channel in channels)
    decisions = decisions_between(pks, borders)
    measures = {key: n for key, n in decisions.items() if key[0] in Decision.NEEDS_GROUNDS}
    measures |= restrictions_between(pks, borders)
    by_step: dict[str, int] = defaultdict(int)
    by_clause: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (step, clause), (number,) in measures.items():
        by_step[step] += number
        by_clause[clause][step] += number
    keys, titles = clauses_of(town) if by_clause else ({}, {})
    summed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for clause, steps in by_clause.items():
        for step, number in steps.items():
            summed[keys[clause]][step] += number
    rows = [(titles[key], [steps[step] for step in STEPS]) for key, steps in summed.items()]
    rows = sorted((row for row in rows if sum(row[1])), key=lambda row: (-sum(row[1]), row[0]))
    fates = appeals_between(town, borders, is_practice=is_practice)
    return MeasureRecord(
        steps=[(str(step), by_step[step]) for step in STEPS],
        clauses=[(title, sum(numbers)) for title, numbers in rows],
        crossed=told_apart(rows),
        restored=sum(n for (kind, _clause), (n,) in decisions.items() if kind == Decision.Kind.SHOW),
        appeals=[(fate, numbers[0]) for fate, numbers in fates.items()],
    )


def told_apart(rows: Sequence[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """Clauses by step, most cited first, the rare ones together; nothing where all of them are too few.

    The sums by step are public, so a single rare clause could be worked out from the others: the next one joins it.
    """
    if sum(sum(numbers) for _title, numbers in rows) < FEWEST:
        return []
    shown = [row for row in rows if sum(row[1]) >= FEWEST]
    rare = [row for row in rows if sum(row[1]) < FEWEST]
    while rare and shown and sum(sum(numbers) for _title, numbers in rare) < FEWEST:
        rare.append(shown.pop())
    if not rare:
        return shown
    return [*shown, (OTHERS, [sum(numbers) for numbers in zip(*(row[1] for row in rare), strict=True)])]


def decisions_between(channels: Sequence[int], borders: Sequence[datetime]) -> Counts:
    """Decisions that stand, by kind and clause."""
    decisions = Decision.objects.filter(comment__channel__in=channels).taken().exclude(comment__apart="test")
    return counted_between(decisions, "decided_at", borders, "kind", "clause_id")


def restrictions_between(channels: Sequence[int], borders: Sequence[datetime]) -> Counts:
    """Accounts that two people restricted or blocked, by kind and clause; what was declined is none."""
    told = [Restriction.State.IN_FORCE, Restriction.State.ENDED]
    rows = Restriction.objects.filter(comment__channel__in=channels, state__in=told).exclude(comment__apart="test")
    return counted_between(rows, "decided_at", borders, "kind", "clause_id")


def appeals_between(town: Municipality, borders: Sequence[datetime], *, is_practice: bool) -> Mapping[str, list[int]]:
    """Appeals as received, and by their outcome when it was decided. What was no appeal does not count."""
    appeals = Appeal.objects.filter(municipality=town).exclude(outcome=Appeal.Outcome.SET_ASIDE)
    if not is_practice:
        appeals = appeals.exclude(comment__channel__connector=Channel.Connector.PRACTICE)
    nothing = [0] * (len(borders) - 1)
    received = counted_between(appeals, "received_at", borders, "municipality_id").get((town.pk,), nothing)
    decided = counted_between(appeals.exclude(decided_at=None), "decided_at", borders, "outcome")
    return {RECEIVED: received} | {str(fate): decided.get((fate,), nothing) for fate in Appeal.JUDGEMENTS}


def clauses_of(town: Municipality) -> tuple[dict[int, str], dict[str, str]]:
    """The lasting key of each clause of any version, and the title that each key had last."""
    clauses = Clause.objects.filter(netiquette__municipality=town).exclude(netiquette__state="draft")
    keys, titles = {}, {}
    for pk, key, title in clauses.order_by("netiquette__version").values_list("pk", "key", "title"):
        titles[key], keys[pk] = title, key
    return keys, titles


def counted_between(rows: QuerySet[Any], moment: str, borders: Sequence[datetime], *groups: str) -> Counts:
    """How many of ``rows`` lie between each two borders, by ``groups``; one query, whatever their number.

    Counting by conditions instead of grouping by a computed span lets PostgreSQL hash instead of sort.
    """
    spans = {
        f"n{place}": Count("pk", filter=Q(**{f"{moment}__gte": start, f"{moment}__lt": end}))
        for place, (start, end) in enumerate(pairwise(borders))
    }
    within = rows.filter(**{f"{moment}__gte": borders[0], f"{moment}__lt": borders[-1]})
    counted = within.order_by().values(*groups).annotate(**spans)
    return {tuple(row[group] for group in groups): [row[name] for name in spans] for row in counted}
