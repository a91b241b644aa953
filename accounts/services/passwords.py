# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a password is worth that a mailbox alone was enough to set (docs/adr/0019).

For a day it signs in, but it signs nothing by itself: a second factor from before the reset, or another head
who has spoken with the person, stands in.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from accounts.audit import record
from accounts.mail.letters import post_letter
from accounts.mail.writing import words_of
from accounts.models import Municipality, Role, User
from accounts.queries import people_with_role
from accounts.tenancy.permissions import require
from core.errors import Refused
from core.states import compare_and_set
from core.urls import absolute_address

FRESH_FOR = timedelta(hours=24)


def fresh_reset(person: User) -> datetime | None:
    """When the password was reset, if that is less than a day ago and no other head has confirmed it."""
    at = person.password_reset_at
    if at is None or at + FRESH_FOR <= now():
        return None
    is_confirmed = person.reset_confirmed_at is not None and person.reset_confirmed_at >= at
    return None if is_confirmed else at


def factors_that_count(person: User, *types: str) -> QuerySet[Authenticator]:
    """Second factors of ``types``; after a fresh reset only those that are older than it.

    Whoever reads the mailbox could set up a factor of their own with the new password.
    """
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type__in=types)
    since = fresh_reset(person)
    return rows if since is None else rows.filter(created_at__lt=since)


def why_not_to_sign(person: User) -> str:
    """The sentence for somebody whose fresh password is not enough for a signature; empty if it is."""
    at = fresh_reset(person)
    if at is None:
        return ""
    others = heads_beside(person)
    text = _(
        "Your password was reset on %(day)s at %(time)s. For 24 hours it does not sign by itself: whoever reads your "
        "mailbox could have set it. Nothing was signed."
    ) % {"day": localtime(at).strftime("%d.%m.%Y"), "time": localtime(at).strftime("%H:%M")}
    if others:
        way = _(
            "Sign with a second factor that you had before, or ask %(names)s to confirm your reset under "
            "Settings → Access."
        ) % {"names": _either(others)}
    else:
        until = localtime(at + FRESH_FOR)
        way = _("Sign with a second factor that you had before, or wait until %(day)s, %(time)s.") % {
            "day": until.strftime("%d.%m.%Y"),
            "time": until.strftime("%H:%M"),
        }
    return f"{text} {way}"


def heads_beside(person: User) -> list[User]:
    """Who else leads a town of ``person`` and may confirm: nobody with a fresh reset of their own."""
    found: dict[int, User] = {}
    for town in _led_by(person):
        found |= {head.pk: head for head in people_with_role(town, Role.LEADERSHIP) if head.pk != person.pk}
    return [head for head in found.values() if fresh_reset(head) is None]


def unconfirmed_resets(town: Municipality) -> list[User]:
    """Heads of ``town`` whose fresh password does not sign yet."""
    return [head for head in people_with_role(town, Role.LEADERSHIP) if fresh_reset(head) is not None]


def announce_reset(person: User) -> None:
    """Tell the other heads of each town the person leads; book it in the trail of every town of the person."""
    with transaction.atomic():
        if fresh_reset(person) is not None:
            for town in _led_by(person):
                for head in people_with_role(town, Role.LEADERSHIP):
                    if head.pk != person.pk:
                        _tell(head, person, town)
        for town in person.municipalities:
            with scope(municipality=town):
                record(person, "accounts.password_reset", town)


@transaction.atomic
def confirm_reset(person: User, town: Municipality, *, actor: User) -> None:
    """Let the fresh password of ``person`` sign: ``actor``, another head of ``town``, has made sure who reset it."""
    require(actor, "accounts.confirm_reset", town)
    if actor.pk == person.pk:
        raise Refused(_("Nobody confirms the own reset. Please ask another head."))
    if fresh_reset(actor) is not None:
        raise Refused(_("Your own password was reset less than a day ago. Somebody else has to confirm."))
    at = fresh_reset(person)
    if at is None or Role.LEADERSHIP not in person.roles_in(town):
        raise Refused(_("There is no reset to confirm."))
    compare_and_set(person, expected={"password_reset_at": at}, reset_confirmed_at=now(), reset_confirmed_by=actor)
    record(actor, "accounts.reset_confirmed", town, person=person.name, person_id=person.pk)


def forget_too_young(proofs: list[dict[str, Any]], person: User | AnonymousUser) -> list[dict[str, Any]]:
    """Of the proofs by a second factor in a session those whose factor counts for a signature today."""
    if not isinstance(person, User) or fresh_reset(person) is None:
        return proofs
    counting = set(factors_that_count(person, Authenticator.Type.WEBAUTHN).values_list("pk", flat=True))
    return [proof for proof in proofs if proof.get("id") in counting]


def _led_by(person: User) -> list[Municipality]:
    return [held.municipality for held in person.current_memberships if held.role == Role.LEADERSHIP]


def _either(people: list[User]) -> str:
    return _(" or ").join(str(head) for head in people)


def _tell(head: User, person: User, town: Municipality) -> None:
    with translation.override(settings.LANGUAGE_CODE), scope(municipality=town):
        url = absolute_address("settings:access", town.slug)
        context = {"person": head, "other": person, "town": town, "url": url}
        subject = gettext_lazy("The password of %(name)s was reset") % {"name": person}
        at = person.password_reset_at
        post_letter(
            town,
            to=head.email,
            subject=str(subject),
            **words_of("accounts/email/password_reset_of_head", context),
            key=f"reset:{person.pk}:{at.isoformat() if at else ''}:person:{head.pk}",
        )
