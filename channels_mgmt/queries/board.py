# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a board: posts by how far they have come. A constant number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models import Channel, Post
from channels_mgmt.queries.calendar import (
    BY_HOUR,
    NEWEST_FIRST,
    SOONEST_FIRST,
    Entry,
    entries_of,
    lines_of,
    page_of,
)
from channels_mgmt.queries.filtering import PlanFilter, plan

SHOWN_PER_COLUMN = 12
#: What is out is on the board for so many days; the list has all of it.
DAYS_OUT = 30
State = Post.State
NEWEST_OUT_FIRST = (F("planned_at").desc(nulls_last=True), "-pk")


@dataclass(frozen=True, slots=True)
class Stage:
    """A column: the states of its posts. ``is_over``: nobody plans these posts any more."""

    key: str
    label: Any
    states: tuple[str, ...]
    is_over: bool = False


STAGES = (
    Stage("draft", _("Ideas and drafts"), (State.IDEA, State.DRAFT)),
    Stage("in_review", _("Approval open"), (State.IN_REVIEW,)),
    Stage("planned", _("Approved and planned"), (State.APPROVED,)),
    Stage("out", _("Published"), (State.PUBLISHED, State.PARTLY), is_over=True),
    Stage("failed", _("Failed"), (State.FAILED,), is_over=True),
)
_STAGE_OF = {state: stage.key for stage in STAGES for state in stage.states}


@dataclass(slots=True)
class Column:
    """The first posts of a stage; ``more`` are not among ``entries``."""

    stage: Stage
    entries: list[Entry] = field(default_factory=list)
    more: int = 0


def stage_named(key: str) -> Stage | None:
    return next((stage for stage in STAGES if stage.key == key), None)


def stage_of(post: Post) -> str:
    """The key of the column in which the post stands."""
    return _STAGE_OF[State(post.state)]


def board(town: Municipality, chosen: PlanFilter, channels: dict[int, Channel], today: date) -> list[Column]:
    """Every stage with its first posts: what is planned soonest, and of what is over the newest. Three queries."""
    columns = {stage.key: Column(stage) for stage in STAGES}
    posts = _on_board(plan(town, chosen), today)
    open_ones, over = ([s for s in STAGES if s.is_over is is_over] for is_over in (False, True))
    rows = [*_first_of(posts, open_ones, SOONEST_FIRST), *_first_of(posts, over, NEWEST_OUT_FIRST)]
    stage_of = {pk: _STAGE_OF[state] for pk, state, *_rest in rows}
    places = {pk: place for pk, _state, place, _in_all in rows}
    found = entries_of(lines_of(town, list(stage_of)), channels) if rows else []
    for entry in sorted(found, key=lambda entry: places[entry.pk]):
        columns[stage_of[entry.pk]].entries.append(entry)
    for _pk, state, _place, in_all in rows:
        columns[_STAGE_OF[state]].more = max(0, in_all - SHOWN_PER_COLUMN)
    return list(columns.values())


def stage_page(
    town: Municipality, stage: Stage, chosen: PlanFilter, channels: dict[int, Channel], asked: str, size: int
) -> tuple[Page[Any], list[Entry]]:
    """A page of all posts of one stage."""
    posts = plan(town, chosen).filter(state__in=stage.states)
    return page_of(posts, NEWEST_FIRST if stage.is_over else BY_HOUR, channels, asked, size)


def _on_board(posts: QuerySet[Post], today: date) -> QuerySet[Post]:
    since = today - timedelta(days=DAYS_OUT)
    return posts.exclude(Q(state__in=[State.PUBLISHED, State.PARTLY]) & Q(planned_day__lt=since))


def _first_of(posts: QuerySet[Post], stages: Sequence[Stage], order: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Key, state, place and number of their column of the first posts of each of these stages."""
    states = [state for stage in stages for state in stage.states]
    column = Case(*[When(state__in=stage.states, then=Value(number)) for number, stage in enumerate(stages)])
    placed = posts.filter(state__in=states).annotate(
        place=Window(RowNumber(), partition_by=[column], order_by=list(order)),
        in_all=Window(Count("pk"), partition_by=[column]),
    )
    return list(placed.filter(place__lte=SHOWN_PER_COLUMN).values_list("pk", "state", "place", "in_all"))
