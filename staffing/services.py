# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Arranging the team: hours, service hours, duty shifts."""

from datetime import datetime, time
from decimal import Decimal
from itertools import pairwise

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.models.local_holidays import LocalHoliday, forget_local_holidays
from accounts.tenancy.permissions import require
from core.errors import DomainError
from core.free_days import LocalHoliday as FreeDay
from core.localtime import to_instant
from staffing.models import DutyShift, ServiceHours, WorkingShare
from staffing.queries import week_cache_key

LONGEST_SHIFT_HOURS = 14


@transaction.atomic
def agree_hours(
    town: Municipality, *, actor: User, person: User, hours_per_week: Decimal, task: str = ""
) -> WorkingShare:
    """Agree how many hours a week ``person`` has for social media (D14, D15)."""
    require(actor, "staffing.arrange_team", town)
    _require_member(town, person)
    if not Decimal(0) < hours_per_week <= Decimal(48):
        raise DomainError(_("Please enter more than 0 and at most 48 hours per week."))
    share, _created = WorkingShare.objects.update_or_create(
        municipality=town, person=person, defaults={"hours_per_week": hours_per_week, "task": task}
    )
    record(actor, "staffing.hours_agreed", share, person=person.pk, hours_per_week=str(hours_per_week))
    return share


@transaction.atomic
def end_hours(share: WorkingShare, *, actor: User) -> None:
    """End the agreement. Channels this person owns lose their readiness and say so."""
    require(actor, "staffing.arrange_team", share)
    town, person = share.municipality, share.person_id
    share.delete()
    record(actor, "staffing.hours_ended", town, person=person)


@transaction.atomic
def set_service_hours(town: Municipality, *, actor: User, intervals: list[tuple[int, time, time]]) -> None:
    """Replace the town's service hours; each interval is (weekday with Monday = 0, from, until)."""
    require(actor, "staffing.arrange_team", town)
    for weekday, opens, closes in intervals:
        if not (0 <= weekday <= 6 and opens < closes):
            raise DomainError(_("Service hours must end after they begin."))
    ordered = sorted(intervals)
    for before, after in pairwise(ordered):
        if before[0] == after[0] and after[1] < before[2]:
            raise DomainError(_("Service hours of one day must not overlap."))
    ServiceHours.objects.filter(municipality=town).delete()
    ServiceHours.objects.bulk_create(
        ServiceHours(municipality=town, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in ordered
    )
    record(
        actor,
        "staffing.service_hours_set",
        town,
        intervals=[[weekday, f"{opens:%H:%M}", f"{closes:%H:%M}"] for weekday, opens, closes in ordered],
    )
    transaction.on_commit(lambda: cache.delete(week_cache_key(town)))


def add_local_holiday(town: Municipality, *, actor: User, day: FreeDay) -> LocalHoliday:
    """Note a free or half day that the town has beside its state. Deadlines promised already stay as they are."""
    require(actor, "staffing.arrange_team", town)
    rule = {name: getattr(day, name) for name in ("on", "month", "day_of_month", "easter_offset")}
    try:
        with transaction.atomic():
            added = LocalHoliday.objects.create(municipality=town, name=day.name, closes_at=day.closes_at, **rule)
            record(actor, "staffing.holiday_added", added, **rule, closes_at=day.closes_at)
    except IntegrityError:
        raise DomainError(_("This day is noted already. Please remove it first if it should change.")) from None
    forget_local_holidays(town)
    return added


def remove_local_holiday(holiday: LocalHoliday, *, actor: User) -> None:
    """Let a noted day be an ordinary one again."""
    require(actor, "staffing.arrange_team", holiday)
    town, name = holiday.municipality, holiday.name
    with transaction.atomic():
        holiday.delete()
        record(actor, "staffing.holiday_removed", town, name=name)
    forget_local_holidays(town)


@transaction.atomic
def add_shift(town: Municipality, *, actor: User, person: User, start: datetime, end: datetime) -> DutyShift:
    """Put ``person`` on duty; ``start`` and ``end`` are wall-clock times of the town."""
    require(actor, "staffing.arrange_team", town)
    _require_member(town, person)
    starts_at, ends_at = to_instant(start, town.timezone), to_instant(end, town.timezone)
    if ends_at <= starts_at:
        raise DomainError(_("The shift must end after it begins."))
    if (ends_at - starts_at).total_seconds() > LONGEST_SHIFT_HOURS * 3600:
        raise DomainError(_("A shift may last 14 hours at most. Please divide it among several people."))
    if DutyShift.objects.filter(municipality=town, person=person).overlapping(starts_at, ends_at).exists():
        raise DomainError(_("%(person)s already has a shift at that time.") % {"person": person})
    shift = DutyShift.objects.create(municipality=town, person=person, starts_at=starts_at, ends_at=ends_at)
    record(actor, "staffing.shift_added", shift)
    return shift


@transaction.atomic
def remove_shift(shift: DutyShift, *, actor: User) -> None:
    """Take a shift off the roster."""
    require(actor, "staffing.arrange_team", shift)
    town = shift.municipality
    details = {"person": shift.person_id, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
    shift.delete()
    record(actor, "staffing.shift_removed", town, **details)


def _require_member(town: Municipality, person: User) -> None:
    if not person.roles_in(town):
        raise DomainError(_("%(person)s has no role in this town.") % {"person": person})
