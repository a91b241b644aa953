# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A password for which the mailbox was enough signs nothing for a day."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from accounts.models import AuditEntry, Letter, Membership, PasswordOrigin, Role, User
from accounts.services import IdentityNotConfirmed, confirm_identity, confirm_reset
from accounts.services.passwords import fresh_reset
from core.errors import NotPermitted, Refused
from strategy import services
from strategy.models import Strategy
from tests.accounts.proofs import SoftPasskey, add_app, code_of_the_app, log_in, prove, with_address
from tests.factories import PASSWORD, person
from tests.strategy.factories import submitted_strategy

NEW = "ein-ganz-neues-kennwort"


@pytest.fixture
def mayor(town):
    return with_address(person(town, Role.LEADERSHIP, name="Mara Muster"))


@pytest.fixture
def deputy(town):
    return with_address(person(town, Role.LEADERSHIP, name="Bernd Beigeordneter"))


def reset_by_mail(user, password=NEW):
    """As whoever reads the mailbox does it."""
    client = Client()
    client.post("/konto/password/reset/", {"email": user.email})
    link = re.search(r"https?://[^/]+(/konto/password/reset/key/\S+)", mail.outbox[-1].body).group(1)
    address = client.get(link).headers["Location"]
    client.post(address, {"password1": password, "password2": password})
    return User.objects.get(pk=user.pk)


def grow_old(factor, days=3):
    Authenticator.objects.filter(pk=factor.pk).update(created_at=now() - timedelta(days=days))


def test_how_and_when_a_password_was_set_is_known(mayor):
    assert mayor.password_set_how == PasswordOrigin.INVITATION and mayor.password_set_at

    client = log_in(mayor)
    prove(client)
    client.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    changed = User.objects.get(pk=mayor.pk)
    assert changed.password_set_how == PasswordOrigin.CHANGE and changed.password_reset_at is None

    reset = reset_by_mail(mayor, "noch-ein-anderes-kennwort")
    assert reset.password_set_how == PasswordOrigin.RESET and reset.password_reset_at == reset.password_set_at


def test_a_renewed_hash_is_no_new_password(mayor, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    before = mayor.password_set_at

    assert mayor.check_password(PASSWORD)

    stored = User.objects.get(pk=mayor.pk)
    assert stored.password.startswith("pbkdf2") and stored.password_set_at == before
    assert fresh_reset(stored) is None


def test_after_a_reset_the_password_alone_signs_nothing_for_a_day(town, mayor):
    """Detects the removal of the rule from ``confirm_identity``: a mailbox would be enough for a signature."""
    strategy = submitted_strategy(town)
    Membership.objects.filter(role=Role.LEADERSHIP).exclude(user=mayor).delete()  # the only head
    reset = reset_by_mail(mayor)

    with pytest.raises(IdentityNotConfirmed) as refusal:
        services.sign_strategy(strategy, actor=reset, password=NEW)
    assert "warten Sie bis" in str(refusal.value) and Strategy.objects.get().state == "submitted"

    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        services.sign_strategy(strategy, actor=User.objects.get(pk=mayor.pk), password=NEW)
    assert Strategy.objects.get().state == "in_force"


def test_a_wrong_password_is_told_as_such_and_nothing_about_the_reset(mayor):
    reset = reset_by_mail(mayor)

    with pytest.raises(IdentityNotConfirmed) as refusal:
        confirm_identity(reset, "falsch")
    assert "neu gesetzt" not in str(refusal.value)


def test_changing_the_password_afterwards_does_not_make_the_reset_undone(mayor):
    reset_by_mail(mayor)
    client = log_in(mayor, NEW)
    prove(client, NEW)
    other = "und-gleich-noch-eines-mehr"
    client.post("/konto/password/change/", {"oldpassword": NEW, "password1": other, "password2": other})

    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(User.objects.get(pk=mayor.pk), other)


def test_a_second_factor_from_before_signs(mayor):
    grow_old(add_app(mayor))

    confirm_identity(reset_by_mail(mayor), NEW, code_of_the_app())


def test_a_second_factor_set_up_with_the_new_password_does_not(mayor):
    """Whoever reads the mailbox sets one up in two minutes."""
    reset = reset_by_mail(mayor)
    add_app(reset)
    SoftPasskey(reset)

    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(reset, NEW, code_of_the_app())
    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(reset, "", passkey_at=now())


def test_a_passkey_from_before_signs(mayor):
    grow_old(SoftPasskey(mayor).row)

    confirm_identity(reset_by_mail(mayor), "", passkey_at=now())


def test_another_head_confirms_and_the_password_signs(town, mayor, deputy):
    reset = reset_by_mail(mayor)
    with pytest.raises(IdentityNotConfirmed) as refusal:
        confirm_identity(reset, NEW)
    assert "Bernd Beigeordneter" in str(refusal.value)
    letter = Letter.objects.get(to=deputy.email)
    assert "Mara Muster" in letter.text and "/einstellungen/zugaenge/" in letter.text

    client = log_in(deputy)
    page = f"/{town.slug}/einstellungen/zugaenge/"
    unproven = client.post(f"{page}{mayor.pk}/bestaetigen/")
    assert unproven.headers["Location"].startswith("/konto/reauthenticate/") and fresh_reset(reset)
    prove(client)
    assert "Mara Muster" in client.get(page).content.decode()
    client.post(f"{page}{mayor.pk}/bestaetigen/")

    confirm_identity(User.objects.get(pk=mayor.pk), NEW)
    entry = AuditEntry.objects.get(action="accounts.reset_confirmed")
    assert (entry.actor, entry.details["person"]) == (deputy, "Mara Muster")


def test_a_reset_after_the_confirmation_needs_another_one(town, mayor, deputy):
    confirm_reset(reset_by_mail(mayor), town, actor=deputy)

    again = reset_by_mail(mayor, "noch-ein-anderes-kennwort")

    assert fresh_reset(again) is not None


def test_nobody_confirms_for_themselves_nor_with_a_fresh_reset_nor_without_the_role(town, mayor, deputy):
    """Whoever reads all mailboxes could reset both heads and let one confirm the other."""
    reset, admin = reset_by_mail(mayor), person(town, Role.ADMINISTRATOR)

    with pytest.raises(Refused):
        confirm_reset(reset, town, actor=reset)
    with pytest.raises(NotPermitted):
        confirm_reset(reset, town, actor=admin)
    with pytest.raises(Refused):
        confirm_reset(reset, town, actor=reset_by_mail(deputy))
    assert fresh_reset(User.objects.get(pk=mayor.pk)) is not None


def test_the_reset_of_somebody_who_signs_nothing_bothers_no_head(town, mayor):
    reset_by_mail(with_address(person(town, Role.EDITOR)))

    assert not Letter.objects.exists()
    assert AuditEntry.objects.filter(action="accounts.password_reset").exists()
