# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The queue in pages. Every read is served by an index and capped, so that a million comments cost as little as ten."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import starmap
from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.frame.counting import count_rows, menu_rows
from accounts.models import Municipality, User
from channels_mgmt.models import Channel
from community.models import Comment, PlatformAction
from community.queries.filters import (
    ALL,
    DECIDED,
    EVERYTHING,
    MINE,
    OPEN,
    PERSON,
    UNCLAIMED,
    WITH_OVERDUE,
    QueueFilter,
    narrowed,
    written_within,
)
from community.queries.folds import folded
from community.queries.listed import LISTED, Listed, QueuePage, Row, kind_of_decision
from community.queries.search import containing, count_matching, matching
from core.days import read_moment
from core.questions import question_planned_once
from core.sight import sees_all, sight
from core.text import read_number

PAGE_SIZE = 50
#: Counts stop here: "500+" says as much to a person as 31,877 does, and costs nothing.
COUNT_CAP = 500

#: What tabs and filters count → its name among the rows of the app (``community.queries.waiting.ROWS``).
COUNTED = {
    "open": "comments.open",
    "mine": "comments.mine",
    "unclaimed": "comments.unclaimed",
    "questions": "comments.questions",
    "praise": "comments.praise",
    "person": "actions.to_settle",
    "overdue": "comments.overdue",
    "spam": "comments.spam",
    "departments": "departments.open",
    "appeals": "appeals.open",
}


def queue_page(municipality: Municipality, user: User, wanted: QueueFilter, size: int = PAGE_SIZE) -> QueuePage:
    """One page of the tab ``wanted`` asks for, in its order, with authors and channels. At most three queries.

    What concerns the staff has its line for everybody, closed to whoever does not read it; a search finds it for those
    only who do.
    """
    if wanted.tab == PERSON:
        return _problems(municipality, wanted, size)
    if sees_all() or wanted.search:
        return _page_of_tab(municipality, user, wanted, size)
    with sight(True):
        page = _page_of_tab(municipality, user, wanted, size)
    return replace(page, rows=[Row(row.comment.closed) for row in page.rows])


def _page_of_tab(municipality: Municipality, user: User, wanted: QueueFilter, size: int) -> QueuePage:
    if wanted == EVERYTHING:
        return _page_of(starmap(_folded_row, first_comments(municipality, limit=size + 1)), wanted, size)
    comments = narrowed(comments_of_tab(municipality, user, wanted.tab), wanted, municipality)
    if wanted.tab == DECIDED:
        ordered = _decided_after(comments, wanted.after).order_by("-decided_at", "-pk")
        found, is_partial = _searched(ordered, municipality, wanted, size + 1)
    elif wanted.tab == ALL:
        found, is_partial = _searched(_written_before(comments, wanted.after), municipality, wanted, size + 1)
    elif wanted.search:
        found, is_partial = _searched(_after_in_queue(comments, wanted.after), municipality, wanted, size + 1)
    else:
        found, is_partial = _by_urgency(comments, wanted, size + 1), False
    return _page_of(found, wanted, size, is_partial)


def decided_hits(municipality: Municipality, wanted: QueueFilter) -> int | None:
    """How many decided comments the search finds, up to ``COUNT_CAP`` + 1; ``None`` if only reading them tells."""
    comments = narrowed(comments_of_tab(municipality, None, DECIDED), wanted.in_tab(DECIDED), municipality)
    comments = comments.order_by("-decided_at", "-pk")
    return count_matching(comments, wanted.search, COUNT_CAP + 1)


@question_planned_once
def first_comments(town: Municipality, *, limit: int) -> QuerySet[Comment, Any]:
    """The most urgent open comments, nearly identical ones in one line, with the values of ``Listed``."""
    comments = folded(comments_of_tab(town, None, OPEN).filter(apart=""))
    return _for_rows(comments, folds=True).order_by("urgency", "due_at", "pk")[:limit]


@question_planned_once
def channels_to_choose(town: Municipality) -> QuerySet[Channel]:
    """Channels that have or had comments, with their names."""
    channels = Channel.objects.filter(municipality=town).exclude(state=Channel.State.PLANNED)
    return channels.order_by("live_slot", "name").only("name", "connector")


def _page_of(comments: Iterable[Listed], wanted: QueueFilter, size: int, is_partial: bool = False) -> QueuePage:
    found = list(comments)
    rows = [Row(comment) for comment in found[:size]]
    next_after = _cursor(rows[-1].comment, wanted.tab) if len(found) > size else ""
    return QueuePage(rows, next_after, is_partial)


def counts(municipality: Municipality, user: User) -> dict[str, int]:
    """How many comments wait in each tab of what is to be done and are ``overdue``; open ``appeals``.

    One query, with what the menu of the same page counts. Values above ``COUNT_CAP`` only say "more than that".
    """
    names = menu_rows(user, municipality).union(COUNTED.values())
    found = count_rows(user, municipality, timezone.now(), names)
    return {figure: found[name] for figure, name in COUNTED.items()}


def comments_of_tab(municipality: Municipality, user: User | None, tab: str) -> QuerySet[Comment]:
    """The comments in one of the tabs, for ``user``; of which kind, ``narrowed`` says."""
    comments = Comment.objects.filter(municipality=municipality)
    if tab == MINE:
        return comments.filter(state=Comment.State.CLAIMED, claimed_by=user)
    if tab == UNCLAIMED:
        return unclaimed_comments(municipality, timezone.now())
    if tab == DECIDED:
        return comments.filter(decided_at__isnull=False, state__in=Comment.DECIDED_STATES)
    return comments if tab == ALL else comments.open()


def overdue_comments(municipality: Municipality, at: datetime) -> QuerySet[Comment]:
    """Open comments whose time to answer is over.

    Naming every urgency lets the index of the queue jump to what is due in each.
    """
    comments = Comment.objects.filter(municipality=municipality, urgency__in=Comment.Urgency.values)
    return comments.open().filter(due_at__lte=at, apart="")


def unclaimed_comments(town: Municipality, at: datetime) -> QuerySet[Comment]:
    """Open comments that nobody holds at ``at``."""
    return Comment.objects.filter(municipality=town).open().filter(_is_free(at), apart="")


def open_of_kind(town: Municipality, kind: str) -> QuerySet[Comment]:
    return Comment.objects.filter(municipality=town, kind=kind, apart="").open()


def actions_to_settle(town: Municipality) -> QuerySet[PlatformAction]:
    """Steps on a platform that only a person moves on: handed over to one, refused, or of unknown outcome."""
    rows = PlatformAction.objects.to_be_settled()
    return rows.filter(decision__comment__municipality=town)


def free_comments(
    municipality: Municipality, wanted: QueueFilter, at: datetime, *, limit: int, without: Collection[int] = ()
) -> QuerySet[Comment]:
    """The first ``limit`` comments in queue order that nobody holds at ``at`` and the filters of ``wanted`` leave in.

    Channel, kind, post, time, overdue and search count from every tab, the state where the tab lists what is open. What
    the list shows and what one is given rest on the same rule, ``narrowed``. Comments whose keys are in ``without``
    are passed over.
    """
    # Names the open states so that the partial index of the queue serves it.
    free = Comment.objects.filter(municipality=municipality).open().filter(_is_free(at)).exclude(pk__in=without)
    kept = wanted if wanted.tab in WITH_OVERDUE and wanted.tab != MINE else replace(wanted, tab=OPEN, state="")
    in_order = narrowed(free, kept, municipality).select_related("claimed_by")
    in_order = in_order.order_by("urgency", "due_at", "pk")
    return matching(in_order, municipality, wanted.search, limit).comments if wanted.search else in_order[:limit]


def comments_to_go_on_with(
    left: Comment, user: User, wanted: QueueFilter, at: datetime, *, limit: int, without: Collection[int] = ()
) -> list[Comment]:
    """What ``user`` can decide after ``left``: the list ``wanted`` from there to its end, then from its beginning.

    Only what nobody else holds at ``at``; at most ``limit`` comments. Reads, and takes nothing.
    """
    of_list = comments_of_tab(left.municipality, user, MINE if wanted.tab == MINE else OPEN)
    free = of_list.filter(_is_free(at) | Q(state=Comment.State.CLAIMED, claimed_by=user))
    free = narrowed(free.exclude(pk__in=[left.pk, *without]), wanted, left.municipality).select_related("claimed_by")
    order: tuple[str, ...]
    if wanted.tab == ALL:
        behind, order = _earlier_written(left.posted_at, left.pk), ("-posted_at", "-pk")
    else:
        behind, order = _later_in_queue(_Cursor(left.urgency, left.due_at, left.pk)), ("urgency", "due_at", "pk")
    found: list[Comment] = []
    for part in (behind, ~behind):
        in_order = free.filter(part).order_by(*order)
        rest = limit - len(found)
        if rest:
            found.extend(
                matching(in_order, left.municipality, wanted.search, rest).comments
                if wanted.search
                else in_order[:rest]
            )
    return found


def _is_free(at: datetime) -> Q:
    """Of open comments. Said by what it is not: PostgreSQL takes "new" for rare, and sorts what lies in order."""
    return ~Q(state=Comment.State.WITH_DEPARTMENT) & ~Q(state=Comment.State.CLAIMED, claim_until__gt=at)


def _folded_row(*values: Any) -> Listed:
    return Listed(*values[:-2])._replace(alike=values[-2], accounts=values[-1])


def _for_rows(comments: QuerySet[Comment], tab: str = OPEN, *, folds: bool = False) -> QuerySet[Comment, Any]:
    if folds:
        return comments.values_list(*LISTED, "alike", "accounts")
    if tab in (DECIDED, ALL):
        return comments.annotate(decided_as=kind_of_decision()).values_list(*LISTED, "decided_as")
    return comments.values_list(*LISTED)


def _searched(
    ordered: QuerySet[Comment], town: Municipality, wanted: QueueFilter, limit: int
) -> tuple[list[Listed], bool]:
    if not wanted.search:
        return list(starmap(Listed, _for_rows(ordered, wanted.tab)[:limit])), False
    hits = matching(ordered, town, wanted.search, limit)
    return list(starmap(Listed, _for_rows(hits.comments, wanted.tab))), hits.is_partial


def _by_urgency(comments: QuerySet[Comment], wanted: QueueFilter, limit: int) -> list[Listed]:
    """One short index range per urgency, in two questions at most: however deep the page, nothing before it is read."""
    last = _read_cursor(wanted.after, 3)
    levels: list[QuerySet[Comment, Any]] = []
    for urgency in Comment.Urgency.values:
        if last and urgency < last.urgency:
            continue
        level = comments.filter(urgency=urgency)
        if wanted.folds:
            level = folded(level)
        if last and urgency == last.urgency:
            level = level.filter(due_at__gte=last.at).exclude(due_at=last.at, pk__lte=last.pk)
        levels.append(_for_rows(level, folds=wanted.folds).order_by("due_at", "pk")[:limit])
    line = _folded_row if wanted.folds else Listed
    found: list[Listed] = []
    if last:  # mostly the rest of one urgency is more than a page
        found = list(starmap(line, levels.pop(0)))
    if (
        len(levels) > 1
        and len(found) < limit
        and connections[comments.db].features.supports_slicing_ordering_in_compound
    ):
        levels = [levels[0].union(*levels[1:], all=True).order_by("urgency", "due_at", "pk")]
    for rows in levels:
        if len(found) < limit:
            found.extend(starmap(line, rows[: limit - len(found)]))
    return found


def _after_in_queue(comments: QuerySet[Comment], after: str) -> QuerySet[Comment]:
    last = _read_cursor(after, 3)
    if last:
        comments = comments.filter(_later_in_queue(last))
    return comments.order_by("urgency", "due_at", "pk")


def _later_in_queue(last: _Cursor) -> Q:
    later = Q(urgency=last.urgency, due_at__gt=last.at) | Q(urgency=last.urgency, due_at=last.at, pk__gt=last.pk)
    return Q(urgency__gt=last.urgency) | later


def _written_before(comments: QuerySet[Comment], after: str) -> QuerySet[Comment]:
    """Newest first; the cursor is the last comment itself."""
    last = read_number(after)
    place = (
        Comment.objects.in_full().filter(pk=last).values_list("posted_at", "pk").first() if last is not None else None
    )
    if place:
        comments = comments.filter(_earlier_written(*place))
    return comments.order_by("-posted_at", "-pk")


def _earlier_written(at: datetime, pk: int) -> Q:
    return Q(posted_at__lt=at) | Q(posted_at=at, pk__lt=pk)


def _decided_after(comments: QuerySet[Comment], after: str) -> QuerySet[Comment]:
    last = _read_cursor(after, 2)
    return comments.filter(decided_at__lte=last.at).exclude(decided_at=last.at, pk__gte=last.pk) if last else comments


def _problems(municipality: Municipality, wanted: QueueFilter, size: int) -> QueuePage:
    actions = actions_to_settle(municipality)
    if wanted.channel:
        actions = actions.filter(decision__comment__channel_id=wanted.channel)
    if wanted.post:
        actions = actions.filter(decision__comment__delivery__post_id=wanted.post)
    actions = written_within(actions, wanted, municipality, "decision__comment__posted_at")
    if wanted.search:
        actions = actions.filter(containing(wanted.search, "decision__comment__"))
    after = read_number(wanted.after)
    if after is not None:
        actions = actions.filter(pk__gt=after)
    comment = "decision__comment"
    related = actions.select_related(f"{comment}__author", f"{comment}__channel", f"{comment}__claimed_by")
    found = list(related.order_by("pk")[: size + 1])
    rows = [Row(Listed.of(action.decision.comment), action) for action in found[:size]]
    return QueuePage(rows, str(found[size - 1].pk) if len(found) > size else "")


@dataclass(frozen=True)
class _Cursor:
    urgency: int
    at: datetime
    pk: int


def _cursor(comment: Listed, tab: str) -> str:
    if tab == ALL:
        return str(comment.pk)
    if tab == DECIDED:
        return f"{comment.decided_at.isoformat()}~{comment.pk}" if comment.decided_at else ""
    return f"{comment.urgency}~{comment.due_at.isoformat()}~{comment.pk}"


def _read_cursor(text: str, parts: int) -> _Cursor | None:
    """``None`` for anything we did not write ourselves: the list then starts at its beginning."""
    pieces = text.split("~")
    if len(pieces) != parts:
        return None
    *urgency, at, pk = pieces
    moment, number = read_moment(at), read_number(pk)
    rank = read_number(urgency[0], most=100) if urgency else 0
    if moment is None or moment.tzinfo is None or not number or rank is None:
        return None
    return _Cursor(rank, moment, number)
