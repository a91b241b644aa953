# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proof that the person at the keyboard is the person of the account."""

from datetime import datetime, timedelta

from allauth.core.ratelimit import consume
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services.passwords import factors_that_count, why_not_to_sign
from core.errors import DomainError, Refused

PASSKEY_COUNTS_FOR = timedelta(minutes=5)


class IdentityNotConfirmed(DomainError):
    """Password or code are wrong, or were tried too often."""


def has_second_factor(user: User) -> bool:
    """Whether ``user`` has an authenticator app, so that a code is asked beside the password."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def has_passkey(user: User) -> bool:
    """Whether ``user`` can confirm the identity with a passkey instead of password and code."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())


def confirm_identity(user: User, password: str, code: str = "", *, passkey_at: datetime | None = None) -> None:
    """Return if ``password`` and, for people with an authenticator app, ``code`` are right.

    ``passkey_at`` is when the browser's session last confirmed a passkey of this person (two factors in
    one); it stands in for both for ``PASSKEY_COUNTS_FOR``. A recovery code counts as a code and is used
    up. Attempts are limited per person by allauth's ``reauthenticate`` rate, shared with its own page,
    whatever page asks. A password that was reset less than a day ago needs a second factor older than the reset,
    or another head's confirmation (docs/adr/0019). Raises ``IdentityNotConfirmed``.
    """
    if passkey_at is not None:
        if not factors_that_count(user, Authenticator.Type.WEBAUTHN).exists() and (reason := why_not_to_sign(user)):
            raise IdentityNotConfirmed(reason)
        if not user.is_active or not timedelta(0) <= now() - passkey_at <= PASSKEY_COUNTS_FOR or not has_passkey(user):
            raise IdentityNotConfirmed(_("Your passkey was confirmed too long ago. Please confirm it again."))
        return
    # Only the person counts here, so an empty request carries all that the limiter reads.
    if not consume(HttpRequest(), action="reauthenticate", user=user):
        raise IdentityNotConfirmed(_("Too many attempts. Please wait a minute and try again. Nothing was signed."))
    if not user.is_active or not user.check_password(password):
        raise IdentityNotConfirmed(_("The password is not right. Nothing was signed."))
    if not factors_that_count(user, Authenticator.Type.TOTP).exists() and (reason := why_not_to_sign(user)):
        raise IdentityNotConfirmed(reason)
    if has_second_factor(user) and not _is_code_right(user, code):
        raise IdentityNotConfirmed(_("The code is not right or was used before. Nothing was signed."))


def _is_code_right(user: User, code: str) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    return bool(code) and any(factor.wrap().validate_code(code) for factor in factors_that_count(user, *kinds))


def choose_keys(user: User, *, line: str) -> None:
    """Keep what ``user`` made of the keys that act, as ``accounts.frame.keys.line_of`` writes it."""
    User.objects.filter(pk=user.pk).update(key_choice=line)
    user.key_choice = line


def put_tour_away(user: User, roles: set[str]) -> None:
    """Remember that ``user`` has seen the tour of ``roles``."""
    seen = " ".join(sorted(roles.union(user.toured_roles.split())))
    User.objects.filter(pk=user.pk).update(toured_roles=seen)
    user.toured_roles = seen


def rename_self(user: User, *, name: str) -> None:
    """Change the name under which colleagues see ``user``; past audit entries keep the old one."""
    if not name.strip():
        raise Refused(_("Please enter a name."))
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(name=name.strip())
        user.name = name.strip()
        for town in user.municipalities:
            record(user, "accounts.renamed", town)
