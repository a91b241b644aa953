# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading people, invitations and the audit trail of a town."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db.models import BooleanField, Case, Exists, F, JSONField, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate, now
from django.utils.translation import get_language

from accounts.audit.words import CLOSED, GUARDED
from accounts.models import (
    AddressChange,
    AuditCheckpoint,
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
from core.questions import question, question_planned_once
from core.sight import sees_all

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


def people_without_second_factor() -> QuerySet[User]:
    secured = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return User.objects.filter(~Exists(secured))


def roles_held(town: Municipality) -> set[str]:
    """The role codes somebody who may sign in holds in ``town`` today (one query)."""
    return set(roles_on(town, localdate()))


@question_planned_once
def roles_on(town: Municipality, today: date) -> QuerySet[Membership, str]:
    held = Membership.objects.current(today).filter(municipality=town, user__is_active=True)
    return held.order_by("role").values_list("role", flat=True).distinct()


def people_with_role(town: Municipality, *roles: str) -> list[User]:
    """Everybody who holds one of ``roles`` in ``town`` today and may sign in, the longest known first."""
    return list(users_with_role(town, *roles).order_by("pk"))


def users_with_role(town: Municipality, *roles: str) -> QuerySet[User]:
    """The same in no order."""
    held = Membership.objects.current(localdate()).filter(municipality=town, role__in=roles)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def changes_counted(town: Municipality) -> int:
    """A number that grows with every recorded change of ``town``; whoever remembers an answer can tell its age."""
    return last_sequences.one(town) or 0


@question_planned_once
def last_sequences(town: Municipality) -> QuerySet[AuditHead, int]:
    return AuditHead.objects.filter(municipality=town).values_list("sequence", flat=True)


def remembered(town: Municipality, name: str, compute: Callable[[], Answer], *, seconds: int, changes: int) -> Answer:
    """What ``compute`` answers, kept until the town's next recorded change and at most for ``seconds``.

    Kept by language, as answers hold sentences. What changes without a record, such as the day, is seen when
    the seconds have passed. ``changes`` is what ``changes_counted`` says, or the figure "changes" of a page.
    """
    key = f"remembered-{name}-{town.pk}-{changes}-{get_language()}"
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


def office_requests_of(town: Municipality) -> list[OfficeRequest]:
    """Open requests of ``town`` with what ``may_decide_office`` has to know of its heads (one query)."""
    return list(requests_with_heads(town, localdate()))


def may_decide_office(person: User, request: OfficeRequest) -> bool:
    """Whether the word of ``person`` counts now: a head where the town has one, else also an administrator.

    ``request`` was read by ``office_requests_of``.
    """
    if not may(person, "accounts.confirm_office", request):
        return False
    facts: Any = request
    if facts.is_asked_by_head or Role.LEADERSHIP in person.roles_in(request.municipality):
        return True
    return not facts.has_head and request.state == OfficeRequest.State.REQUESTED


@question
def requests_with_heads(town: Municipality, today: date) -> QuerySet[OfficeRequest, Any]:
    heads = Membership.objects.current(today).filter(role=Role.LEADERSHIP, user__is_active=True)
    here = heads.filter(municipality=OuterRef("municipality"))
    asker = here.filter(user=OuterRef("requested_by"))
    return open_office_requests(town).annotate(has_head=Exists(here), is_asked_by_head=Exists(asker))


def undelivered_letters(town: Municipality) -> QuerySet[Letter]:
    """Letters that were given up, the newest first; they wait for an administrator."""
    return Letter.objects.filter(municipality=town, state=Letter.State.GIVEN_UP).order_by("-due_at", "-pk")


def newest_undelivered(town: Municipality) -> QuerySet[Letter, int]:
    return undelivered_letters(town).order_by("-pk").values_list("pk", flat=True)[:1]


def undelivered_since(town: Municipality) -> QuerySet[Letter, datetime]:
    return undelivered_letters(town).order_by("due_at").values_list("due_at", flat=True)[:1]


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
    reader: User,
    *,
    text: str = "",
    area: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Entries of ``town`` as ``reader`` may read them, the newest first. ``area`` is the part of the action before the
    dot; ``since`` and ``until`` are days of the town's calendar, both included.

    ``shown_label`` and ``shown_details`` are what an entry says of its object, empty where that is guarded from the
    reader (``accounts.audit.words``); the columns behind them are not read. A search does not look into them either.
    """
    guarded = Q(object_type__in=[kind for kind, permission in GUARDED.items() if not may(reader, permission, town)])
    if not sees_all():
        guarded = reduce(or_, (about(town) for about in CLOSED), guarded)
    entries = AuditEntry.objects.filter(municipality=town).defer("object_label", "details")
    entries = entries.annotate(
        is_guarded=Case(When(guarded, then=True), default=False, output_field=BooleanField()),
        shown_label=Case(When(guarded, then=Value("")), default=F("object_label")),
        shown_details=Case(When(guarded, then=None), default=F("details"), output_field=JSONField()),
    )
    if area:
        entries = entries.filter(action__startswith=f"{area}.")
    if text:
        entries = entries.filter(
            Q(actor_label__icontains=text) | Q(shown_label__icontains=text) | Q(action__icontains=text)
        )
    zone = town.zone
    if since:
        entries = entries.filter(at__gte=datetime.combine(since, time.min, zone))
    if until:
        entries = entries.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    return entries.order_by("-sequence")


def newest_trail_steps(town: Municipality) -> QuerySet[AuditCheckpoint]:
    """What left the trail after its time, the newest step first."""
    return AuditCheckpoint.objects.filter(municipality=town).defer("kept").order_by("-number")


def audit_areas(town: Municipality) -> list[str]:
    """The areas that occur in the trail of ``town``."""
    actions = AuditEntry.objects.filter(municipality=town).order_by().values_list("action", flat=True).distinct()
    return sorted({action.split(".")[0] for action in actions})
