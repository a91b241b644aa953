# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series and their dates in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from channels_mgmt.domain.recurrence import Occurrence
from channels_mgmt.models import Post, PostSeries, SeriesDate
from core.moments import german_date, german_datetime


@dataclass(frozen=True)
class SeriesLine:
    """A series in the list: its next date in words, and whether nobody answers for it any more."""

    series: PostSeries
    next_date: str
    is_orphaned: bool

    @classmethod
    def of(cls, series: PostSeries, today: date, writers: set[int]) -> SeriesLine:
        walls = [] if series.is_over else [one.wall for one in series.dates(today, 10) if one.wall]
        is_orphaned = series.is_active and series.responsible_id not in writers
        return cls(series, german_datetime(walls[0]) if walls else "", is_orphaned)


@dataclass(frozen=True)
class DateShown:
    """A date of the preview: when its post comes, and why not on the day of the rule."""

    when: str
    note: str
    is_left_out: bool
    draft: Post | None


def dates_shown(found: Sequence[Occurrence], made: Mapping[object, SeriesDate]) -> list[DateShown]:
    return [
        DateShown(
            german_datetime(one.wall) if one.wall else german_date(one.day),
            _note(one),
            one.wall is None,
            row.post if (row := made.get(one.day)) else None,
        )
        for one in found
    ]


def _note(one: Occurrence) -> str:
    if one.wall is None:
        return _("%(holiday)s: left out") % {"holiday": one.holiday}
    if one.is_moved:
        return _("%(holiday)s: moved from %(day)s") % {"holiday": one.holiday, "day": german_date(one.day)}
    if one.is_shifted:
        return _("an hour later: the clock skips this hour because summer time begins")
    return one.holiday
