# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when a password, a factor or a role changes: the audit trail, letters, the end of sessions."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django_scopes import scope

from accounts.audit import record
from accounts.login.limits import note_mailbox_proven
from accounts.models import Membership, User
from accounts.services.passwords import announce_reset
from accounts.services.sessions import end_sessions


@receiver(password_reset)
def after_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    note_mailbox_proven(request, user)
    announce_reset(user)


@receiver([password_changed, password_set])
def after_change_of_password(user: User, **kwargs: Any) -> None:
    _record_everywhere(user, "accounts.password_changed")


@receiver(authenticator_added)
def after_adding_factor(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_everywhere(user, "accounts.factor_added", kind=authenticator.type)


@receiver(authenticator_removed)
def after_removing_factor(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_everywhere(user, "accounts.factor_removed", kind=authenticator.type)


@receiver(authenticator_reset)
def after_renewing_codes(user: User, **kwargs: Any) -> None:
    _record_everywhere(user, "accounts.recovery_codes_renewed")


@receiver(post_delete, sender=Membership)
def after_losing_role(instance: Membership, **kwargs: Any) -> None:
    """A role that was taken ends every session: no window stays open in which it still seems to hold."""
    person = User.objects.filter(pk=instance.user_id).first()
    if person is not None:
        end_sessions(person)


def _record_everywhere(person: User, action: str, **details: Any) -> None:
    with transaction.atomic():
        for town in person.municipalities:
            with scope(municipality=town):
                record(person, action, town, **details)
