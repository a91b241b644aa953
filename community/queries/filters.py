# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the address of the queue asks for: which view, and what is left out. One rule narrows list, keys and claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Municipality
from channels_mgmt.models import Delivery
from community.models import Comment
from community.models.comments import COUNTED
from community.queries.folds import in_fold_of
from core.days import read_day
from core.text import read_number

OPEN, MINE, UNCLAIMED, QUESTIONS, PRAISE = "open", "mine", "unclaimed", "questions", "praise"
DECIDED, PERSON, ALL = "decided", "person", "all"
TABS = (OPEN, MINE, UNCLAIMED, QUESTIONS, PRAISE, DECIDED, PERSON, ALL)
#: Lists of what is to be decided: after a decision one goes on to the next comment of the same list.
WORKING = (OPEN, MINE, UNCLAIMED, QUESTIONS, PRAISE, ALL)
#: Where one can be told what is overdue, and of which kind a comment seems to be: what is open has both.
WITH_OVERDUE = (OPEN, MINE, UNCLAIMED, QUESTIONS, PRAISE)
WITH_KIND = (OPEN, MINE, UNCLAIMED)
STATES = {OPEN: ("new", "claimed", "spam"), ALL: ("test",), DECIDED: ("hidden", "gone")}
MARKED = {"hidden": Q(is_hidden=True), "gone": Q(gone_at__isnull=False)}
#: Not in the queue itself because of whose account it is.
APART = ("spam", "test")
KIND_OF_TAB = {QUESTIONS: Comment.Kind.QUESTION.value, PRAISE: Comment.Kind.PRAISE.value}
#: Spans of days up to today, by how the address names them.
SPANS = {"1": 1, "7": 7, "30": 30}


@dataclass(frozen=True)
class QueueFilter:
    """What the address asks for. Empty and senseless values count as not given.

    ``span`` names the last days, ``since`` and ``until`` are days of the town's calendar, both included. ``fold`` is
    a comment, and what is nearly the same is left in.
    """

    tab: str = OPEN
    channel: int | None = None
    state: str = ""
    is_overdue: bool = False
    search: str = ""
    after: str = ""
    kind: str = ""
    post: int | None = None
    span: str = ""
    since: date | None = None
    until: date | None = None
    fold: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> QueueFilter:
        tab = query.get("tab", "")
        tab = tab if tab in TABS else OPEN
        state, kind = query.get("state", ""), query.get("kind", "")
        span = query.get("days", "")
        since, until = read_day(query.get("from", "")), read_day(query.get("to", ""))
        if since and until and since > until:
            since, until = until, since
        return cls(
            tab=tab,
            channel=read_number(query.get("channel", "")),
            state=state if state in STATES.get(tab, ()) else "",
            is_overdue=bool(query.get("overdue")) and tab in WITH_OVERDUE,
            search=query.get("q", "").replace("\0", "").strip()[:100],
            after=query.get("after", ""),
            kind=kind if tab in WITH_KIND and kind in Comment.Kind.values else "",
            post=read_number(query.get("post", "")),
            span=span if span in SPANS and not (since or until) else "",
            since=since,
            until=until,
            fold=read_number(query.get("gleiche", "")) if tab in WITH_KIND else None,
        )

    def parts(self, **changes: Any) -> list[tuple[str, str]]:
        """What addresses and forms carry of this filter with ``changes``, without defaults."""
        wanted = replace(self, **changes) if changes else self
        named = (
            ("tab", wanted.tab if wanted.tab != OPEN else ""),
            ("channel", wanted.channel),
            ("state", wanted.state),
            ("overdue", 1 if wanted.is_overdue else ""),
            ("kind", wanted.kind),
            ("post", wanted.post),
            ("days", wanted.span),
            ("from", wanted.since),
            ("to", wanted.until),
            ("gleiche", wanted.fold),
            ("q", wanted.search),
            ("after", wanted.after),
        )
        return [(name, str(value)) for name, value in named if value]

    def as_query(self, **changes: Any) -> str:
        """The address part of this filter with ``changes``; paging starts over unless told."""
        return "&".join([f"{name}={quote_plus(value)}" for name, value in self.parts(**({"after": ""} | changes))])

    def in_tab(self, tab: str) -> QueueFilter:
        """The same, as far as it has a sense in every tab: channel, post, time and search."""
        return replace(self, tab=tab, state="", is_overdue=False, kind="", after="", fold=None)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab leaves comments out."""
        return self.in_tab(OPEN) != EVERYTHING or bool(self.state or self.is_overdue or self.kind or self.fold)

    @property
    def folds(self) -> bool:
        """Whether nearly identical comments stand in one line: where nothing but the view leaves comments out."""
        return self.tab in (OPEN, UNCLAIMED) and not self.is_narrowed

    @property
    def apart(self) -> str:
        """The standing of the accounts of which it lists what is not in the queue itself, or ""."""
        return self.state if self.state in APART else ""

    @property
    def has_time(self) -> bool:
        return bool(self.span or self.since or self.until)

    @property
    def kind_wanted(self) -> str:
        """The one kind that is left in, if only one is: by the view or by the filter."""
        return KIND_OF_TAB.get(self.tab, self.kind)

    def moments(self, town: Municipality) -> tuple[datetime | None, datetime | None]:
        """From when until before when it was written, by the clock of ``town``; ``None`` where nothing is said."""
        since, until = self.since, self.until
        if self.span:
            since = town.local_day() - timedelta(days=SPANS[self.span] - 1)
        begin = datetime.combine(since, time(), town.zone) if since else None
        return begin, datetime.combine(until + timedelta(days=1), time(), town.zone) if until else None


#: The list as it opens: what is open, nothing left out.
EVERYTHING = QueueFilter()


def narrowed(comments: QuerySet[Comment], wanted: QueueFilter, town: Municipality) -> QuerySet[Comment]:
    """``comments`` as far as ``wanted`` leaves them in, but for its search. Lists, keys and claims all rest on it."""
    if wanted.channel:
        comments = comments.filter(channel_id=wanted.channel)
    if wanted.apart:
        comments = comments.filter(apart=wanted.apart)
    elif wanted.tab != MINE:
        comments = comments.filter(apart="") if wanted.tab in WITH_OVERDUE else comments.filter(COUNTED)
    if wanted.state and not wanted.apart:
        comments = comments.filter(MARKED.get(wanted.state, Q(state=wanted.state)))
    if wanted.is_overdue:
        comments = comments.filter(due_at__lte=timezone.now())
    if wanted.kind_wanted:
        comments = comments.filter(kind=wanted.kind_wanted)
    if wanted.post:
        # By their keys: only then is the list of a post with 20,000 comments in its order already.
        places = list(Delivery.objects.filter(post=wanted.post).values_list("pk", flat=True))
        comments = comments.filter(delivery=places[0]) if len(places) == 1 else comments.filter(delivery__in=places)
    if wanted.fold:
        comments = in_fold_of(comments, wanted.fold)
    return written_within(comments, wanted, town)


def written_within(
    comments: QuerySet[Any], wanted: QueueFilter, town: Municipality, column: str = "posted_at"
) -> QuerySet[Any]:
    """What was written in the time that ``wanted`` names."""
    if wanted.has_time:
        begin, end = wanted.moments(town)
        if begin:
            comments = comments.filter((f"{column}__gte", begin))
        if end:
            comments = comments.filter((f"{column}__lt", end))
    return comments
