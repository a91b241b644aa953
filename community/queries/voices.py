# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many of the citizens' voices are positive: hate is loud, and a team sees little else. A figure of the team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Municipality
from community.models import Comment
from core.sight import sight

SPAN = timedelta(weeks=4)
#: Below this a share would say more about chance than about the town.
FEWEST = 20
#: Beyond this the newest stand for all: the share moves by less than two points.
MOST_COUNTED = 2_000
KEPT_SECONDS = 15 * 60


class Voices(NamedTuple):
    """Of ``all`` comments of the last four weeks, the newest ``MOST_COUNTED`` at most, so many seem ``positive``."""

    all: int
    positive: int

    @property
    def percent(self) -> int | None:
        """``None``: too few for a share."""
        return round(100 * self.positive / self.all) if self.all >= FEWEST else None


@sight(True)  # figures only
def voices_of(town: Municipality) -> Voices:
    """One query along the index of time; none when asked again within a quarter of an hour. Practice is no voice."""
    key = f"voices-{town.pk}"
    kept: tuple[int, int] | None = cache.get(key)
    if kept is None:
        found = _newest(town, timezone.now()).aggregate(all=Count("pk"), positive=Count("pk", filter=Q(is_praise=True)))
        kept = (found["all"], found["positive"])
        cache.set(key, kept, KEPT_SECONDS)
    return Voices(*kept)


def _newest(town: Municipality, at: datetime) -> QuerySet[Comment]:
    rated = Comment.objects.filter(municipality=town, posted_at__gte=at - SPAN).exclude(kind="")
    rated = rated.exclude(channel__connector="practice").annotate(is_praise=Q(kind=Comment.Kind.PRAISE))
    return rated.order_by("-posted_at")[:MOST_COUNTED]
