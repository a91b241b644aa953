# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Election windows: which run, who stands, and which posts of one name somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigAutoField, DateTimeField, Exists, Field, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.models import ElectionWindow, Post, StandingPerson
from core.folding import fold_words
from core.statements import Absent

#: Shorter names ("Ott", "Li") are looked for as well; a single letter is an initial.
SHORTEST_NAME = 2


def running_windows(town: Municipality, at: datetime) -> list[ElectionWindow]:
    """Windows of ``town`` that hold at ``at``, by their first day."""
    return list(ElectionWindow.objects.filter(municipality=town).running(at))


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

    Weekdays fit: 364 days are 52 weeks. Queries do not grow with the posts.
    """
    wanted = _wanted_names(window)
    posts = list(_posts_between(window.municipality, window.starts_on, window.ends_on))
    naming = [NamingPost(post, names) for post in posts if (names := named_in(post.searchable, wanted))]
    year = timedelta(days=364)
    earlier = _posts_between(window.municipality, window.starts_on - year, window.ends_on - year)
    texts = [post.searchable for post in earlier if post.is_public]
    return Review(len(posts), naming, len(texts), sum(bool(named_in(text, wanted)) for text in texts))


def named_in(folded: str, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Which of ``wanted`` (shown, folded) stand in the ``folded`` words as whole words, one behind the other."""
    text = f" {folded} "
    return [shown for shown, words in wanted if f" {words} " in text]


def _wanted_names(window: ElectionWindow) -> list[tuple[str, str]]:
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
