# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Arranging the team: hours, service hours, duty shifts."""

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, PostponedAct, Role, User
from accounts.models.local_holidays import LocalHoliday, forget_local_holidays
from accounts.services import postpone
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION, may, require
from core.errors import AlreadyChanged, DomainError
from core.free_days import LocalHoliday as FreeDay
from core.localtime import to_instant
from staffing.models import DutyShift, ServiceHours, WorkingShare
from staffing.queries import week_cache_key

LONGEST_SHIFT_HOURS = 14
LONGEST_CALL_HOURS = 24
Row = TypeVar("Row", bound=Model)


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
def add_shift(
    town: Municipality, *, actor: User, person: User, start: datetime, end: datetime, is_on_call: bool = False
) -> DutyShift:
    """Put ``person`` on duty or on call; ``start`` and ``end`` are wall-clock times of the town."""
    require(actor, "staffing.arrange_team", town)
    _require_member(town, person)
    if is_on_call and not may(person, "staffing.be_on_call", town):
        raise DomainError(_("On call can be who may decide about comments: %(roles)s.") % {"roles": _roles_on_call()})
    starts_at, ends_at = to_instant(start, town.timezone), to_instant(end, town.timezone)
    if ends_at <= starts_at:
        raise DomainError(_("The shift must end after it begins."))
    # From four to four is a whole day on call also when the clocks change.
    if is_on_call and (end - start).total_seconds() > LONGEST_CALL_HOURS * 3600:
        raise DomainError(_("A time on call may last 24 hours at most. Please divide it among several people."))
    if not is_on_call and (ends_at - starts_at).total_seconds() > LONGEST_SHIFT_HOURS * 3600:
        raise DomainError(_("A shift may last 14 hours at most. Please divide it among several people."))
    same_kind = DutyShift.objects.filter(municipality=town, person=person, is_on_call=is_on_call)
    if same_kind.overlapping(starts_at, ends_at).exists():
        raise DomainError(_("%(person)s already has a shift at that time.") % {"person": person})
    shift = DutyShift.objects.create(
        municipality=town, person=person, starts_at=starts_at, ends_at=ends_at, is_on_call=is_on_call
    )
    record(actor, "staffing.shift_added", shift, **({"is_on_call": True} if is_on_call else {}))
    return shift


@transaction.atomic
def remove_shift(shift: DutyShift, *, actor: User) -> None:
    """Take a shift off the roster."""
    require(actor, "staffing.arrange_team", shift)
    town = shift.municipality
    details = {"person": shift.person_id, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
    shift.delete()
    record(actor, "staffing.shift_removed", town, **details)


# -- ten seconds to undo -----------------------------------------------------------------------

REMOVE_SHIFT, END_HOURS, REMOVE_HOLIDAY = "staffing.remove_shift", "staffing.end_hours", "staffing.remove_holiday"
#: How each act is carried out when its ten seconds are over.
POSTPONED: dict[str, Callable[[int, User], None]] = {
    REMOVE_SHIFT: lambda pk, actor: remove_shift(_still_there(DutyShift, pk), actor=actor),
    END_HOURS: lambda pk, actor: end_hours(_still_there(WorkingShare, pk), actor=actor),
    REMOVE_HOLIDAY: lambda pk, actor: remove_local_holiday(_still_there(LocalHoliday, pk), actor=actor),
}


def remove_shift_soon(shift: DutyShift, *, actor: User) -> PostponedAct:
    """Take a shift off the roster in ten seconds, unless it is undone."""
    words = _("%(person)s is taken off duty in ten seconds.") % {"person": shift.person}
    return postpone(REMOVE_SHIFT, shift.municipality, actor=actor, subject=shift.pk, words=words)


def end_hours_soon(share: WorkingShare, *, actor: User) -> PostponedAct:
    """End the agreement in ten seconds, unless it is undone."""
    words = _("The agreement on the hours of %(person)s ends in ten seconds.") % {"person": share.person}
    return postpone(END_HOURS, share.municipality, actor=actor, subject=share.pk, words=words)


def remove_local_holiday_soon(holiday: LocalHoliday, *, actor: User) -> PostponedAct:
    """Let a noted day be an ordinary one in ten seconds, unless it is undone."""
    words = _("“%(day)s” becomes an ordinary day in ten seconds.") % {"day": holiday.name}
    return postpone(REMOVE_HOLIDAY, holiday.municipality, actor=actor, subject=holiday.pk, words=words)


def _still_there(model: type[Row], pk: int) -> Row:
    try:
        return model._default_manager.get(pk=pk)
    except ObjectDoesNotExist:
        raise AlreadyChanged(_("Somebody else has removed it already.")) from None


def _roles_on_call() -> str:
    return ", ".join(str(Role(role).label) for role in ROLES_WITH_PERMISSION["staffing.be_on_call"])


def _require_member(town: Municipality, person: User) -> None:
    if not person.roles_in(town):
        raise DomainError(_("%(person)s has no role in this town.") % {"person": person})
