# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town says of its own free days. Rows of every town's calendar, read at most once a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import free_days
from core.cache import read_by_pages
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from accounts.models import Municipality

CACHE_SECONDS = 60
_cache_key = read_by_pages("local-holidays")


class LocalHoliday(models.Model):
    """A day on which this town hall is closed and those of the state are not, or closes early.

    It comes once (``on``), every year on a date, or so many days after Easter Sunday.
    """

    municipality = models.ForeignKey("accounts.Municipality", models.PROTECT, related_name="local_holidays")
    name = models.CharField(_("Name"), max_length=80)
    on = models.DateField(_("Day"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    easter_offset = models.SmallIntegerField(null=True, blank=True)
    closes_at = models.TimeField(_("Closed from"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("local holiday")
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=False, month=None, day_of_month=None, easter_offset=None)
                # A comparison with an empty column is unknown, and a check lets the unknown pass: each is named.
                | Q(month__isnull=False, day_of_month__isnull=False, on=None, easter_offset=None)
                & Q(month__range=(1, 12), day_of_month__range=(1, 31))
                | Q(easter_offset__isnull=False, on=None, month=None, day_of_month=None)
                & Q(easter_offset__range=free_days.EASTER_REACH),
                name="local_holiday_has_one_rule",
            ),
            # Empty columns are distinct to both databases, so each of these speaks of its own kind of day only.
            models.UniqueConstraint(fields=["municipality", "on"], name="local_holiday_once"),
            models.UniqueConstraint(fields=["municipality", "month", "day_of_month"], name="local_holiday_once_a_year"),
            models.UniqueConstraint(fields=["municipality", "easter_offset"], name="local_holiday_once_an_easter"),
        ]

    def __str__(self) -> str:
        return self.name

    def as_day(self) -> free_days.LocalHoliday:
        return free_days.LocalHoliday(
            self.name, self.on, self.month, self.day_of_month, self.easter_offset, self.closes_at
        )


def local_holidays_of(town: Municipality) -> tuple[free_days.LocalHoliday, ...]:
    """The town's own free days, as calendar and deadlines count them."""
    known = cache.get(_cache_key(town))
    if known is None:
        rows = LocalHoliday._base_manager.filter(municipality=town).order_by("pk")
        known = tuple(row.as_day() for row in rows)
        cache.set(_cache_key(town), known, CACHE_SECONDS)
    return known


def forget_local_holidays(town: Municipality) -> None:
    """Let the next question read the rows anew, in every process; for whoever changes them."""
    cache.delete(_cache_key(town))
    town.__dict__.pop("free_days", None)
