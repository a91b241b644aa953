# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a town keeps what it has to let go of. No row: the product's default holds."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Municipality, User
from core.scoping import ScopedManager

#: Months after which a settled comment shows a pseudonym instead of its author [B] (DOMAIN § 3).
AUTHOR_MONTHS = 6
FEWEST_MONTHS, MOST_MONTHS = 1, 24
#: Full years after the year of the last decision before measures and evidence may be released [B] (DOMAIN § 3).
CASE_YEARS = 3
FEWEST_CASE_YEARS, MOST_CASE_YEARS = 1, 9
#: Full years after the year of an entry after which the audit trail lets go of it [B]: one more than the longest period
#: of what it documents, which is three (appeals, evidence; DOMAIN § 3). Fewer would say less than the cases themselves.
AUDIT_YEARS = 4
FEWEST_AUDIT_YEARS, MOST_AUDIT_YEARS = 4, 10


class RetentionPeriod(models.Model):
    """A town's own periods. Documents, netiquette and the nightly work read the same row."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, primary_key=True, related_name="+")
    author_months = models.PositiveSmallIntegerField(default=AUTHOR_MONTHS)
    case_years = models.PositiveSmallIntegerField(default=CASE_YEARS)
    audit_years = models.PositiveSmallIntegerField(default=AUDIT_YEARS)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("retention period")
        constraints = [
            models.CheckConstraint(
                condition=Q(author_months__range=(FEWEST_MONTHS, MOST_MONTHS)), name="author_months_in_range"
            ),
            models.CheckConstraint(
                condition=Q(audit_years__range=(FEWEST_AUDIT_YEARS, MOST_AUDIT_YEARS)), name="audit_years_in_range"
            ),
            models.CheckConstraint(
                condition=Q(case_years__range=(FEWEST_CASE_YEARS, MOST_CASE_YEARS)), name="case_years_in_range"
            ),
            models.CheckConstraint(condition=Q(audit_years__gt=F("case_years")), name="audit_outlives_its_cases"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.author_months}"


def author_months_of(town: Municipality) -> int:
    """After how many months the author of a settled comment becomes a pseudonym; one query."""
    own = RetentionPeriod._base_manager.filter(municipality=town).values_list("author_months", flat=True).first()
    return AUTHOR_MONTHS if own is None else own


def audit_years_of(town: Municipality) -> int:
    """After how many full years the audit trail lets go of an entry; one query."""
    own = RetentionPeriod._base_manager.filter(municipality=town).values_list("audit_years", flat=True).first()
    return AUDIT_YEARS if own is None else own


def case_years_of(town: Municipality) -> int:
    """After how many full years a measure and its evidence may be released; one query."""
    own = RetentionPeriod._base_manager.filter(municipality=town).values_list("case_years", flat=True).first()
    return CASE_YEARS if own is None else own


def years_ended(town: Municipality, at: datetime, years: int) -> datetime:
    """The moment before which everything is past ``years`` full years after its own year, on the town's calendar."""
    return datetime(town.local_day(at).year - years, 1, 1, tzinfo=town.zone)
