# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Giving and ending the offices: head of the authority and administrator. Nobody does it alone (docs/adr/0020).

One person asks, a second one confirms, and neither of them is the person raised. Where the town has a head, one
of the two is a head and the change counts at once. Where it has none any more, two administrators may do it: all
heads there were are told, and the change waits a day in which it can be refused. The row is the queue.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import OFFICES, Membership, Municipality, OfficeRequest, Role, User
from accounts.services.holders import (
    forget_cached_roles,
    holders,
    keep_a_head,
    keep_an_administrator,
    one_at_a_time,
)
from accounts.services.office_invitations import invite_into_office
from accounts.services.office_letters import announce_office
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, DomainError, NotPermitted, Refused
from core.states import change_state

State, Kind = OfficeRequest.State, OfficeRequest.Kind
OBJECTION = timedelta(hours=24)
"""How long a change by two administrators waits, so that somebody who reads the letter can refuse it."""


def request_grant(
    town: Municipality,
    *,
    actor: User,
    role: str,
    email: str,
    name: str,
    person: User | None = None,
    ends_on: date | None = None,
) -> OfficeRequest:
    """Ask that ``person``, or whoever owns ``email``, gets the office ``role`` until ``ends_on``.

    For services that hold a transaction and the town (``one_at_a_time``). The same request made twice is one.
    """
    require(actor, "accounts.manage_people", town)
    if email == actor.email or person == actor:
        raise Refused(_("Nobody raises themselves. Please ask another administrator to request this role for you."))
    wanted = {"kind": Kind.GRANT, "person": person, "name": name, "ends_on": ends_on}
    return _request(town, actor=actor, role=role, email=email, **wanted)


def request_end(person: User, town: Municipality, *, actor: User, role: str, reason: str = "") -> OfficeRequest:
    """Ask that ``person`` loses the office ``role``. A town keeps a head and an administrator."""
    require(actor, "accounts.manage_people", town)
    _keep_one(town, role, without=person)
    wanted = {"kind": Kind.END, "person": person, "name": person.name, "reason": reason[:500]}
    return _request(town, actor=actor, role=role, email=person.email, **wanted)


@transaction.atomic
def confirm_office(request: OfficeRequest, *, actor: User) -> None:
    """Agree as the second person: it counts at once, or after a day where the town has no head.

    Raises ``NotPermitted`` for whoever asked, for the person raised, and for an administrator where a head can
    decide; ``AlreadyChanged`` when somebody was faster.
    """
    require(actor, "accounts.confirm_office", request)
    town = request.municipality
    one_at_a_time(town)
    heads = holders(town, Role.LEADERSHIP)
    at = timezone.now()
    confirmed: dict[str, Any] = {"confirmed_by": actor, "confirmed_at": at}
    _check_asker(request)
    if actor.pk not in holders(town, *OFFICES):
        raise NotPermitted(_("You no longer hold a role that may confirm this."), OFFICES)
    if {actor.pk, request.requested_by_id} & heads:
        _put_into_effect(request, **confirmed)
    elif heads:
        raise NotPermitted(_("A head of the authority has to confirm this."), [Role.LEADERSHIP])
    elif not Membership.objects.filter(municipality=town, role=Role.LEADERSHIP).exists():
        raise Refused(
            _("This town has no head of the authority yet. Only the operator can complete it, at the console.")
        )
    else:
        change_state(request, State.WAITING, due_at=at + OBJECTION, **confirmed)
        _tell(actor, "seconded", request, due_at=at + OBJECTION)


@transaction.atomic
def refuse_office(request: OfficeRequest, *, actor: User, reason: str) -> None:
    """Decline somebody's request, also one that waits for its time. ``reason`` is told to everybody concerned."""
    require(actor, "accounts.refuse_office", request)
    if not reason.strip():
        raise Refused(_("Please say why."))
    one_at_a_time(request.municipality)
    change_state(
        request,
        State.REFUSED,
        settled_by=actor,
        settled_at=timezone.now(),
        refusal=reason.strip()[:500],
    )
    _tell(actor, "refused", request, reason=reason.strip())


@transaction.atomic
def withdraw_office(request: OfficeRequest, *, actor: User) -> None:
    """Take one's own request back, as long as it has not taken effect."""
    require(actor, "accounts.withdraw_office", request)
    one_at_a_time(request.municipality)
    change_state(request, State.WITHDRAWN, settled_by=actor, settled_at=timezone.now())
    _tell(actor, "withdrawn", request)


def put_due_office_into_effect(pk: int) -> None:
    """Let a change count whose day is over. Harmless if run twice.

    If a head is there again, or one of the two lost the office, or the town would lose its last holder, the
    request goes back to waiting for a second person.
    """
    request = OfficeRequest.objects.select_related("municipality", "requested_by", "confirmed_by", "person").get(pk=pk)
    try:
        with transaction.atomic():
            town = request.municipality
            one_at_a_time(town)
            request.refresh_from_db(fields=["state", "due_at"])
            if request.state != State.WAITING or request.due_at is None or request.due_at > timezone.now():
                return
            if holders(town, Role.LEADERSHIP):
                raise Refused(_("There is a head of the authority again, who has to confirm this."))
            _check_asker(request)
            if request.confirmed_by_id not in holders(town, Role.ADMINISTRATOR):
                raise Refused(_("Whoever confirmed this no longer holds the office."))
            _put_into_effect(request)
    except AlreadyChanged:
        return  # refused, withdrawn or confirmed by a head at the same moment
    except (DomainError, NotPermitted) as error:
        _put_back(request, str(error))


@transaction.atomic
def _put_back(request: OfficeRequest, why: str) -> None:
    request.refresh_from_db()
    if request.state != State.WAITING:
        return
    change_state(request, State.REQUESTED, confirmed_by=None, confirmed_at=None, due_at=None)
    _tell(None, "put_back", request, reason=why)


def _request(town: Municipality, *, actor: User, role: str, email: str, **wanted: Any) -> OfficeRequest:
    same: OfficeRequest | None = OfficeRequest.objects.open().filter(municipality=town, email=email, role=role).first()
    if same is not None:
        if same.kind == wanted["kind"] and same.ends_on == wanted.get("ends_on"):
            return same
        raise AlreadyChanged(
            _("For %(name)s there is another open request about this role. Please settle it first.")
            % {"name": wanted["name"]}
        )
    try:
        with transaction.atomic():
            request: OfficeRequest = OfficeRequest.objects.create(
                municipality=town, role=role, email=email, requested_by=actor, **wanted
            )
    except IntegrityError as error:
        raise AlreadyChanged(_("Somebody else asked for the same just now. Please look at the list.")) from error
    _tell(actor, "requested", request, reason=request.reason)
    return request


def _put_into_effect(request: OfficeRequest, **confirmed: Any) -> None:
    """Write what was asked for. The caller holds transaction and town and has checked who confirms."""
    town, role, person = request.municipality, request.role, request.person
    if request.kind == Kind.END:
        _keep_one(town, role, without=person)
        change_state(request, State.IN_EFFECT, **confirmed)
        Membership.objects.filter(user=person, municipality=town, role=role).delete()
        _tell(request.confirmed_by, "ended", request)
        return
    if request.ends_on is not None and request.ends_on < timezone.localdate():
        raise Refused(_("The last day lies in the past."))
    if request.ends_on is not None and role == Role.ADMINISTRATOR and person is not None:
        keep_an_administrator(town, without=person)
    person = person or _member_with(town, request.email)
    if person is not None and person in (request.requested_by, confirmed.get("confirmed_by", request.confirmed_by)):
        raise NotPermitted(_("Nobody raises themselves."), OFFICES)
    change_state(request, State.IN_EFFECT, person=person, **confirmed)
    if person is None:
        invite_into_office(request)
    else:
        grant_office(request, person)
    _tell(request.confirmed_by, "granted", request)


def grant_office(request: OfficeRequest, person: User) -> None:
    """Write the office of a request in effect, with the two people who answer for it."""
    today = timezone.localdate()
    held = Membership.objects.current(today).filter(municipality=request.municipality, user=person)
    if held.filter(role=Role.EXTERNAL).exists():
        raise Refused(_("External help only drafts and therefore holds no other role."))
    Membership.objects.update_or_create(
        user=person,
        municipality=request.municipality,
        role=request.role,
        defaults={
            "ends_on": request.ends_on,
            "is_founded": False,
            "office_request": request,
            "office_requested_by": request.requested_by,
            "office_confirmed_by": request.confirmed_by,
        },
    )
    forget_cached_roles(person)


def _check_asker(request: OfficeRequest) -> None:
    if request.requested_by_id not in holders(request.municipality, *OFFICES):
        raise Refused(
            _("%(person)s, who asked for this, no longer holds an office. Please refuse it and ask anew.")
            % {"person": request.requested_by}
        )


def _keep_one(town: Municipality, role: str, *, without: User | None) -> None:
    if role == Role.ADMINISTRATOR:
        keep_an_administrator(town, without=without)
    else:
        keep_a_head(town, without=without)


def _member_with(town: Municipality, email: str) -> User | None:
    """Somebody who came to the town in the meantime, for example by the same person's other invitation."""
    rows = Membership.objects.current(timezone.localdate()).filter(municipality=town, user__email=email)
    row = rows.select_related("user").first()
    return row.user if row else None


def _tell(actor: User | None, what: str, request: OfficeRequest, **details: Any) -> None:
    record(
        actor,
        f"accounts.office_{what}",
        request,
        kind=request.kind,
        role=request.role,
        person=request.name,
        email=request.email,
        ends_on=request.ends_on,
        requested_by=request.requested_by_id,
        confirmed_by=request.confirmed_by_id,
        **details,
    )
    announce_office(request, what, actor=actor)
