# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which posts of the plan the rows of a sheet speak of. A few queries for every ``CHUNK`` rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from accounts.models import Municipality, User
from channels_mgmt.models import PlanImport, Post
from channels_mgmt.queries.sheet import CHUNK, whole_posts
from core.chunks import chunks

#: Title, day and time: what a row without a number is known by.
NaturalKey = tuple[str, date | None, time | None]


def posts_by_number(town: Municipality, numbers: Iterable[int]) -> dict[int, Post]:
    """Those of the numbered posts that are the town's, with everything a row of the sheet shows."""
    found = (post for chunk in chunks(sorted(numbers), CHUNK) for post in whole_posts(chunk))
    return {post.pk: post for post in found if post.municipality_id == town.pk}


def numbers_by_key(town: Municipality, keys: Iterable[NaturalKey]) -> dict[NaturalKey, int]:
    """The number of the first post with this title at this time, for each key that has one."""
    wanted = set(keys)
    found: dict[NaturalKey, int] = {}
    for titles in chunks(sorted({key[0] for key in wanted}), CHUNK):
        rows = Post.objects.filter(municipality=town, title__in=titles).order_by("pk")
        for pk, title, day, hour in rows.values_list("pk", "title", "planned_day", "planned_time"):
            if (title, day, hour) in wanted:
                found.setdefault((title, day, hour), pk)
    return found


def import_of(person: User, town: Municipality) -> PlanImport | None:
    """The sheet the person has read in and not decided about."""
    return PlanImport.objects.filter(municipality=town, person=person).first()
