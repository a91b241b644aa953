# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the plan marks beside posts: school holidays, action days, election windows, campaigns, a stop of all
publishing.

What is stored is read at most once a minute; who changes it calls ``forget_bands``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.core.cache import cache

from accounts.models import Municipality
from channels_mgmt.domain.action_days import action_days_of
from channels_mgmt.models import Campaign, ElectionWindow, PlanSpan, PublishingStop
from core.cache import read_by_pages
from core.days import LATEST
from core.free_days import school_holidays_of

CACHE_SECONDS = 60
SCHOOL, ACTION, PAUSE = PlanSpan.Kind.SCHOOL.value, PlanSpan.Kind.ACTION.value, "pause"
ELECTION, CAMPAIGN = "election", "campaign"
_cache_key = read_by_pages("plan-bands")


class Band(NamedTuple):
    """Days from ``first`` to ``last``, both included. ``presenters.bands.KINDS`` has the words for its kind.

    The name of an election window is the kind of its election: the words for it depend on who reads.
    """

    kind: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Bands:
    """Everything that is marked in a town's plan. ``own_years`` have school holidays of the town's own file."""

    state_code: str
    stored: Sequence[Band] = ()
    own_years: frozenset[int] = frozenset()

    def on(self, day: date) -> list[Band]:
        """What is marked on ``day``: what is stored, the holidays of the state's schools, action days of every year."""
        found = [band for band in self.stored if band.first <= day <= band.last]
        of_year = _known_by_itself(self.state_code, day.year).get(day)
        if of_year:
            found += [band for band in of_year if band.kind != SCHOOL or band.first.year not in self.own_years]
        return found


@lru_cache(256)
def _known_by_itself(state_code: str, year: int) -> Mapping[date, list[Band]]:
    """The days of ``year`` on which something is marked without anybody having said so."""
    found: dict[date, list[Band]] = {}
    for name, first, last in (*school_holidays_of(state_code, year - 1), *school_holidays_of(state_code, year)):
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            found.setdefault(day, []).append(Band(SCHOOL, name, first, last))
    for day, names in action_days_of(year).items():
        found.setdefault(day, []).extend([Band(ACTION, name, day, day) for name in names])
    return found


def _stored_spans(town: Municipality) -> Iterable[Band]:
    spans = PlanSpan.objects.filter(municipality=town).order_by("-kind", "first", "pk")
    return (Band(*row) for row in spans.values_list("kind", "name", "first", "last"))


def _stop(town: Municipality) -> Iterable[Band]:
    for stop in PublishingStop.objects.filter(municipality=town):
        last = town.local_day(stop.until) if stop.until else LATEST
        yield Band(PAUSE, stop.reason, town.local_day(stop.started_at), last)


def _elections(town: Municipality) -> Iterable[Band]:
    windows = ElectionWindow.objects.filter(municipality=town).order_by("starts_on", "pk")
    return (Band(ELECTION, *row) for row in windows.values_list("kind", "starts_on", "ends_on"))


def _campaigns(town: Municipality) -> Iterable[Band]:
    campaigns = Campaign.objects.filter(municipality=town).order_by("first", "pk")
    return (Band(CAMPAIGN, *row) for row in campaigns.values_list("name", "first", "last"))


#: Who says what is marked, in the order in which it is shown. Each is asked for all days of the town, in its scope.
READERS = (_stop, _elections, _stored_spans, _campaigns)


def bands_of(town: Municipality) -> Bands:
    key = _cache_key(town)
    known = cache.get(key)
    if known is None:
        stored = [band for reader in READERS for band in reader(town)]
        known = stored, frozenset(band.first.year for band in stored if band.kind == SCHOOL)
        cache.set(key, known, CACHE_SECONDS)
    return Bands(town.state_code, *known)


def forget_bands(town: Municipality) -> None:
    """Let the next page read anew what is marked; for whoever has changed it."""
    cache.delete(_cache_key(town))
