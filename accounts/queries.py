# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading people, invitations and the audit trail of a town."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now
from django.utils.translation import get_language

from accounts.models import (
    AddressChange,
    AuditEntry,
    AuditHead,
    Invitation,
    Letter,
    Membership,
    Municipality,
    OfficeRequest,
    Role,
    User,
)
from accounts.tenancy.permissions import may
from core.questions import question

Answer = TypeVar("Answer")
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@dataclass(frozen=True)
class Person:
    """A person as the people's page shows them: roles by name, the last day, a second factor or none."""

    user: User
    roles: list[str]
    role_labels: list[Any]
    ends_on: date | None
    has_second_factor: bool


def people_of(town: Municipality) -> list[Person]:
    """Everybody who serves ``town`` today, by name (two queries)."""
    rows = Membership.objects.current(localdate()).filter(municipality=town, user__is_active=True)
    by_user: dict[int, list[Membership]] = {}
    for row in rows.select_related("user").order_by("user__name", "user__email", "role"):
        by_user.setdefault(row.user_id, []).append(row)
    secured = set(
        Authenticator.objects.filter(user__in=by_user, type__in=SECOND_FACTORS).values_list("user_id", flat=True)
    )
    return [
        Person(
            user=held[0].user,
            roles=[row.role for row in held],
            role_labels=[row.get_role_display() for row in held],
            ends_on=max((row.ends_on for row in held if row.ends_on), default=None),
            has_second_factor=user_id in secured,
        )
        for user_id, held in by_user.items()
    ]


def people_with_role(town: Municipality, *roles: str) -> list[User]:
    """Everybody who holds one of ``roles`` in ``town`` today and may sign in, the longest known first."""
    held = Membership.objects.current(localdate()).filter(municipality=town, role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def changes_counted(town: Municipality) -> int:
    """A number that grows with every recorded change of ``town``; whoever remembers an answer can tell its age."""
    return last_sequences.one(town) or 0


@question
def last_sequences(town: Municipality) -> QuerySet[AuditHead, int]:
    return AuditHead.objects.filter(municipality=town).values_list("sequence", flat=True)


def remembered(town: Municipality, name: str, compute: Callable[[], Answer], *, seconds: int) -> Answer:
    """What ``compute`` answers, kept until the town's next recorded change and at most for ``seconds``.

    Kept by language, as answers hold sentences. What changes without a record, such as the day, is seen when
    the seconds have passed. One query while the answer is known.
    """
    key = f"remembered-{name}-{town.pk}-{changes_counted(town)}-{get_language()}"
    kept: tuple[Answer] | None = cache.get(key)
    if kept is None:
        kept = (compute(),)
        cache.set(key, kept, seconds)
    return kept[0]


def administrators_of(town: Municipality) -> int:
    """How many people administer ``town``; two are the least (DOMAIN § 3, account security)."""
    rows = Membership.objects.current(localdate()).filter(municipality=town, role=Role.ADMINISTRATOR)
    return rows.filter(user__is_active=True).count()


def open_invitations(town: Municipality) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted or withdrawn, the newest first; expired ones included."""
    rows = Invitation.objects.filter(municipality=town, accepted_at__isnull=True, revoked_at__isnull=True)
    return rows.select_related("invited_by").order_by("-created_at")


def open_office_requests(town: Municipality) -> QuerySet[OfficeRequest]:
    """Requests to give or end an office that nobody has settled yet, the oldest first."""
    rows = OfficeRequest.objects.open().filter(municipality=town)
    return rows.select_related("municipality", "requested_by", "confirmed_by", "person")


def heads_of(town: Municipality) -> set[int]:
    """The keys of the heads of ``town`` who may sign in today."""
    return {person.pk for person in people_with_role(town, Role.LEADERSHIP)}


def may_decide_office(person: User, request: OfficeRequest, heads: set[int]) -> bool:
    """Whether the word of ``person`` counts now: a head where the town has one, else also an administrator."""
    if not may(person, "accounts.confirm_office", request):
        return False
    if {person.pk, request.requested_by_id} & heads:
        return True
    return not heads and request.state == OfficeRequest.State.REQUESTED


def undelivered_letters(town: Municipality) -> QuerySet[Letter]:
    """Letters that were given up, the newest first; they wait for an administrator."""
    return Letter.objects.filter(municipality=town, state=Letter.State.GIVEN_UP).order_by("-due_at", "-pk")


def address_changes_of(town: Municipality) -> QuerySet[AddressChange]:
    """Changes of the login address of people who serve ``town``, of the last thirty days and all that wait."""
    people = Membership.objects.current(localdate()).filter(municipality=town).values("user")
    is_recent = Q(state=AddressChange.State.WAITING) | Q(requested_at__gt=now() - timedelta(days=30))
    rows = AddressChange.objects.filter(is_recent, person__in=people)
    return rows.select_related("person").order_by("-requested_at", "-pk")


def is_expired(invitation: Invitation, at: datetime | None = None) -> bool:
    """Whether the link of ``invitation`` no longer opens anything at ``at`` (now)."""
    return invitation.expires_at <= (at or now())


def audit_trail(
    town: Municipality,
    *,
    text: str = "",
    area: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Entries of ``town``, the newest first. ``area`` is the part of the action before the dot;
    ``since`` and ``until`` are days of the town's calendar, both included.
    """
    entries = AuditEntry.objects.filter(municipality=town)
    if area:
        entries = entries.filter(action__startswith=f"{area}.")
    if text:
        entries = entries.filter(
            Q(actor_label__icontains=text) | Q(object_label__icontains=text) | Q(action__icontains=text)
        )
    zone = town.zone
    if since:
        entries = entries.filter(at__gte=datetime.combine(since, time.min, zone))
    if until:
        entries = entries.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    return entries.order_by("-sequence")


def audit_areas(town: Municipality) -> list[str]:
    """The areas that occur in the trail of ``town``."""
    actions = AuditEntry.objects.filter(municipality=town).order_by().values_list("action", flat=True).distinct()
    return sorted({action.split(".")[0] for action in actions})
