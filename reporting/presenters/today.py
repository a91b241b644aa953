# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The posts of *Heute* as its lists show them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import Municipality
from accounts.templatetags.dorflinde import german_datetime, german_time
from channels_mgmt.models import Post
from reporting.queries.today import channel_names

MOST_TOWNS = 400
COMING_ICONS = {Post.State.DRAFT: "draft", Post.State.IN_REVIEW: "hourglass"}


@dataclass(frozen=True, slots=True)
class PostLine:
    """``note``: when, in which state, and on which channels."""

    url: str
    title: str
    icon: str
    note: str


def coming_lines(posts: Iterable[Post], town: Municipality) -> list[PostLine]:
    """Posts of the next days with day and hour."""
    return [_line(post, town, COMING_ICONS.get(Post.State(post.state), "clock"), german_datetime, ()) for post in posts]


def todays_lines(posts: Sequence[Post], town: Municipality) -> list[PostLine]:
    """Posts of this day with hour and channels; one query."""
    names = channel_names(town, [post.pk for post in posts])
    return [
        _line(
            post,
            town,
            "success" if post.state == Post.State.PUBLISHED else "clock",
            german_time,
            names[post.pk],
        )
        for post in posts
    ]


def _line(post: Post, town: Municipality, icon: str, when: Callable[..., str], channels: Iterable[str]) -> PostLine:
    note = " · ".join([when(post.planned_at, town), _state_words(get_language(), post.state), *channels])
    return PostLine(f"{_posts_of(town.slug)}{post.pk}/", post.title, icon, note)


@lru_cache(maxsize=MOST_TOWNS)
def _posts_of(slug: str) -> str:
    return reverse("planning:post_detail", args=[slug, 0]).removesuffix("0/")


@lru_cache(maxsize=64)
def _state_words(language: str | None, state: str) -> str:
    """The state in ``language``, which is active; Django's own look-up translates every state there is."""
    return str(Post.State(state).label)
