# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The posts of *Heute* as its lists show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import Municipality
from channels_mgmt.queries.calendar import Status
from channels_mgmt.queries.planned import PlannedPost
from core.moments import german_datetime, german_time

MOST_TOWNS = 400


@dataclass(frozen=True, slots=True)
class PostLine:
    """``note``: when, in which state, and on which channels."""

    url: str
    title: str
    icon: str
    note: str


def coming_lines(posts: Iterable[PlannedPost], town: Municipality) -> list[PostLine]:
    """Posts of the next days with day and hour."""
    return [_line(post, town, german_datetime, ()) for post in posts]


def todays_lines(posts: Iterable[PlannedPost], town: Municipality) -> list[PostLine]:
    """Posts of this day with hour and channels."""
    return [_line(post, town, german_time, post.channels) for post in posts]


def _line(post: PlannedPost, town: Municipality, when: Callable[..., str], channels: Iterable[str]) -> PostLine:
    """With the word and the icon that the plan uses for how the post stands."""
    note = " · ".join([when(post.planned_at, town), _words_of(get_language(), post.status), *channels])
    return PostLine(f"{_posts_of(town.slug)}{post.pk}/", post.title, post.status.icon, note)


@lru_cache(maxsize=MOST_TOWNS)
def _posts_of(slug: str) -> str:
    return reverse("planning:post_detail", args=[slug, 0]).removesuffix("0/")


@lru_cache(maxsize=64)
def _words_of(language: str | None, status: Status) -> str:
    """The status in ``language``, which is active."""
    return str(status.label)
