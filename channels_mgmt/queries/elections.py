# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Election windows: which run, who stands, and which posts of one name somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigAutoField, Count, DateTimeField, Exists, F, Field, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.models import ElectionMark, ElectionWindow, Post, StandingPerson
from core.folding import fold_words
from core.questions import question
from core.statements import Absent

#: Shorter names ("Ott", "Li") are looked for as well; a single letter is an initial.
SHORTEST_NAME = 2


def running_windows(town: Municipality, at: datetime) -> list[ElectionWindow]:
    """Windows of ``town`` that hold at ``at``, by their first day."""
    return list(ElectionWindow.objects.filter(municipality=town).running(at))


@question
def windows_at(town: Municipality, at: datetime) -> QuerySet[ElectionWindow]:
    return ElectionWindow.objects.filter(municipality=town).running(at)


def standing_at(town: Any, person: Any, at: datetime) -> Exists:
    """Whether ``person`` stands in an election whose window holds; for queries, whose rows may name the person."""
    standing = StandingPerson.objects.filter(window__municipality=town, person=person)
    return Exists(standing.holding(at))


def windows_of_a_stander(town: int, person: int, at: datetime) -> QuerySet[StandingPerson]:
    """Of every town, because the claim names its own."""
    standing = StandingPerson._base_manager.filter(window__municipality=town, person=person)
    return standing.filter(window__begins_at__lte=at, window__ends_at__gt=at)


STANDER_COLUMNS: dict[str, Field[Any, Any]] = {"town": BigAutoField(), "person": BigAutoField(), "at": DateTimeField()}


def nobody_stands(town: int, person: int, at: datetime) -> Absent:
    """That ``person`` stands in no election whose window holds: for the UPDATE that rests on it."""
    return Absent(windows_of_a_stander, STANDER_COLUMNS, {"town": town, "person": person, "at": at})


@dataclass(frozen=True)
class NamingPost:
    """A post of the window with the names and offices that stand in it."""

    post: Post
    names: list[str]


@dataclass(frozen=True)
class Review:
    """Posts planned or public in the window, those that name somebody, and how many there were a year before."""

    total: int
    naming: list[NamingPost]
    total_before: int
    naming_before: int


def review_of(window: ElectionWindow) -> Review:
    """What went out, and what is planned, in the window; compared with the same days of the year before.

    Queries do not grow with the posts.
    """
    wanted = wanted_names(window)
    posts = list(_posts_between(window.municipality, window.starts_on, window.ends_on))
    naming = [NamingPost(post, names) for post in posts if (names := named_in(post.searchable, wanted))]
    earlier = _posts_between(window.municipality, *_days_of(window, before=True))
    texts = [post.searchable for post in earlier if post.is_public]
    return Review(len(posts), naming, len(texts), sum(bool(named_in(text, wanted)) for text in texts))


YEAR = timedelta(days=364)
"""Weekdays fit: these are 52 weeks."""


@dataclass(frozen=True)
class Judged:
    """How many posts people have judged, and what they found."""

    posts: int
    judged: int
    showing: int
    lacking: int


def posts_to_judge(window: ElectionWindow, *, before: bool = False) -> QuerySet[Post]:
    """Posts planned or public in the window with their marks; of the year ``before`` those that are public."""
    posts = Post.objects.filter(municipality=window.municipality, planned_day__range=_days_of(window, before))
    if before:
        posts = posts.filter(state__in=[Post.State.PUBLISHED, Post.State.PARTLY])
    return posts.select_related("election_mark").order_by("planned_at", "pk")


def judged_of(window: ElectionWindow, *, before: bool = False) -> Judged:
    """A mark counts while its post is as it was read. One query."""
    holds = Q(election_mark__revision=F("revision"))
    found = posts_to_judge(window, before=before).select_related(None).order_by()
    counted = found.aggregate(
        posts=Count("pk"),
        judged=Count("pk", filter=holds),
        showing=Count("pk", filter=holds & Q(election_mark__shows_holder=True)),
        lacking=Count("pk", filter=holds & Q(election_mark__lacks_occasion=True)),
    )
    return Judged(**counted)


def _days_of(window: ElectionWindow, before: bool) -> tuple[date, date]:
    away = YEAR if before else timedelta()
    return window.starts_on - away, window.ends_on - away


@dataclass(frozen=True)
class PostToJudge:
    """A post with the names found in it, and what was judged before; ``mark`` is ``None`` for what nobody has read."""

    post: Post
    names: list[str]
    mark: ElectionMark | None

    @property
    def is_changed(self) -> bool:
        """Whether it was changed after somebody had judged it."""
        return self.mark is not None and self.mark.revision != self.post.revision


def to_judge(window: ElectionWindow, posts: Iterable[Post]) -> list[PostToJudge]:
    """``posts`` as read by ``posts_to_judge``."""
    wanted = wanted_names(window)
    return [
        PostToJudge(post, named_in(post.searchable, wanted), getattr(post, "election_mark", None)) for post in posts
    ]


def named_in(folded: str, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Which of ``wanted`` (shown, folded) stand in the ``folded`` words as whole words, one behind the other."""
    text = f" {folded} "
    return [shown for shown, words in wanted if f" {words} " in text]


def wanted_names(window: ElectionWindow) -> list[tuple[str, str]]:
    """Names and offices of the list, and the last names of those who hold the role of the head or stand."""
    heads = Membership.objects.current(localdate()).filter(municipality=window.municipality, role=Role.LEADERSHIP)
    people = User.objects.filter(Q(pk__in=heads.values("user")) | Q(pk__in=window.standing.values("person")))
    surnames = [
        words.rpartition(" ")[2] for name in people.values_list("name", flat=True) if (words := fold_words(name))
    ]
    found = {fold_words(line): line for line in window.listed}
    for surname in surnames:
        found.setdefault(surname, surname.capitalize())
    return [(shown, words) for words, shown in found.items() if len(words) >= SHORTEST_NAME]


def _posts_between(town: Municipality, first: date, last: date) -> QuerySet[Post]:
    posts = Post.objects.filter(municipality=town, planned_day__gte=first, planned_day__lte=last)
    return posts.only("title", "searchable", "state", "planned_day", "planned_time").order_by("planned_at", "pk")
