# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days that the plan marks: school holidays taken over from a file, and a town's own action days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, PostponedAct, User
from accounts.services import postpone
from accounts.tenancy.permissions import require
from channels_mgmt.domain.calendar_files import NamedDays
from channels_mgmt.models import PlanSpan
from channels_mgmt.queries.bands import forget_bands
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.states import hold

MANAGE = "channels_mgmt.mark_days"
LONGEST_DAYS = 120
REMOVE_SPAN = "channels_mgmt.remove_span"


@dataclass(frozen=True)
class HolidayChange:
    """What taking over a file would do; ``revision`` names what was stored when this was asked."""

    years: Sequence[int]
    added: Sequence[NamedDays]
    removed: Sequence[NamedDays]
    unchanged: int
    revision: str

    @property
    def is_empty(self) -> bool:
        return not self.added and not self.removed


def compare_school_holidays(town: Municipality, read: Sequence[NamedDays]) -> HolidayChange:
    """The years in which something of the file begins are replaced whole; other years stay as they are."""
    years = sorted({days.first.year for days in read})
    stored = _stored(town, years)
    wanted = set(read)
    return HolidayChange(
        years,
        sorted(wanted - stored, key=lambda days: days.first),
        sorted(stored - wanted, key=lambda days: days.first),
        len(wanted & stored),
        content_hash(sorted([days.name, f"{days.first}", f"{days.last}"] for days in stored)),
    )


def replace_school_holidays(
    town: Municipality, *, actor: User, read: Sequence[NamedDays], seen_revision: str
) -> HolidayChange:
    """Take over a file whose preview was seen, the whole or nothing; the same file a second time changes nothing.

    Raises ``AlreadyChanged`` when the preview is out of date and ``Refused`` when there is nothing to take over.
    """
    require(actor, MANAGE, town)
    with transaction.atomic():
        hold(town)
        change = compare_school_holidays(town, read)
        if change.is_empty:
            raise Refused(_("These holidays are in the plan already; there is nothing to take over."))
        if change.revision != seen_revision:
            raise AlreadyChanged(
                _("Somebody has changed the holidays in the meantime. Nothing was taken over; please look once more.")
            )
        for days in change.removed:
            _school(town).filter(name=days.name, first=days.first, last=days.last).delete()
        PlanSpan.objects.bulk_create(
            [PlanSpan(municipality=town, kind=PlanSpan.Kind.SCHOOL, **days._asdict()) for days in change.added]
        )
        counts = {"added": len(change.added), "removed": len(change.removed)}
        record(actor, "channels_mgmt.school_holidays_replaced", town, years=list(change.years), **counts)
        transaction.on_commit(lambda: forget_bands(town))
    return change


def add_action_day(town: Municipality, *, actor: User, name: str, first: date, last: date | None = None) -> PlanSpan:
    """Mark days of the town's own in the plan. Raises ``Refused`` for what is there or has no sense."""
    require(actor, MANAGE, town)
    said, until = " ".join(name.split()), last or first
    if not said:
        raise Refused(_("Please give the day a name."))
    if until < first:
        raise Refused(_("The last day lies before the first one."))
    if (until - first).days >= LONGEST_DAYS:
        raise Refused(_("Please mark no more than %(n)s days.") % {"n": LONGEST_DAYS})
    try:
        with transaction.atomic():
            span = PlanSpan.objects.create(
                municipality=town, kind=PlanSpan.Kind.ACTION, name=said[:80], first=first, last=until
            )
            record(actor, "channels_mgmt.action_day_added", span, first=first, last=until)
            transaction.on_commit(lambda: forget_bands(town))
    except IntegrityError:
        raise AlreadyChanged(_("This day is in the plan already.")) from None
    return span


def remove_span(span: PlanSpan, *, actor: User) -> None:
    """Take marked days out of the plan."""
    require(actor, MANAGE, span)
    town, was = span.municipality, {"name": span.name, "first": span.first, "last": span.last}
    with transaction.atomic():
        removed, _by_model = PlanSpan.objects.filter(pk=span.pk).delete()
        if not removed:
            raise AlreadyChanged(_("Somebody else has removed it already."))
        record(actor, "channels_mgmt.marked_days_removed", town, **was)
        transaction.on_commit(lambda: forget_bands(town))


def remove_span_soon(span: PlanSpan, *, actor: User) -> PostponedAct:
    """Take marked days out of the plan in ten seconds, unless it is undone."""
    words = _("“%(days)s” leaves the plan in ten seconds.") % {"days": span.name}
    return postpone(REMOVE_SPAN, span.municipality, actor=actor, subject=span.pk, words=words)


def remove_by_key(pk: int, actor: User) -> None:
    span = PlanSpan.objects.filter(pk=pk).first()
    if span is None:
        raise AlreadyChanged(_("Somebody else has removed it already."))
    remove_span(span, actor=actor)


def _school(town: Municipality) -> QuerySet[PlanSpan]:
    return PlanSpan.objects.filter(municipality=town, kind=PlanSpan.Kind.SCHOOL)


def _stored(town: Municipality, years: Sequence[int]) -> set[NamedDays]:
    rows = _school(town).filter(first__year__in=years).values_list("name", "first", "last")
    return {NamedDays(*row) for row in rows}
