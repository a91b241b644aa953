# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What protects an account is changed only by somebody who has just proved who they are."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.timezone import now

from accounts.login.reauthentication import GUARDED
from accounts.models import AddressChange, AuditEntry, Role, User
from tests.accounts.proofs import SoftPasskey, add_app, is_in, log_in, prove, prove_by_code, with_address
from tests.factories import PASSWORD, person
from tests.leaks import all_addresses

#: Every other page of one's own account, and why it asks for nothing.
HARMLESS = {
    "account_login": "the door",
    "account_logout": "ends the session that asks",
    "account_inactive": "a sentence",
    "account_signup": "shut",
    "account_reauthenticate": "takes the proof",
    "account_email_verification_sent": "a sentence",
    "account_confirm_email": "confirms the login address itself, never another one (test below)",
    "account_reset_password": "sends a mail to the login address",
    "account_reset_password_done": "a sentence",
    "account_reset_password_from_key": "the mailbox is the proof; such a password signs nothing for a day",
    "account_reset_password_from_key_done": "a sentence",
    "account_confirm_login_code": "login by code, which is off",
    "address_stop": "the link to the old address; it can only stop",
    "address_confirm": "the link to the new address; it puts nothing in force",
    "mfa_index": "shows which factors there are",
    "mfa_list_webauthn": "shows the names of the keys",
    "mfa_authenticate": "a step of the login",
    "mfa_login_webauthn": "the door",
    "mfa_reauthenticate": "takes the proof",
    "mfa_reauthenticate_webauthn": "takes the proof",
    "set_theme": "light or dark",
}
PROOFS = ("/konto/reauthenticate/", "/konto/2fa/reauthenticate/", "/konto/2fa/webauthn/reauthenticate/")


@pytest.fixture
def mayor(town):
    return with_address(person(town, Role.LEADERSHIP))


def is_asked(answer):
    return answer.status_code == 302 and answer.headers["Location"].startswith(PROOFS)


def address_of(name):
    return reverse(name, args=[1] if name.endswith(("edit_webauthn", "remove_webauthn")) else [])


def test_every_page_of_the_account_is_guarded_or_said_to_be_harmless():
    """Complete by construction: a new address fails until somebody has thought about it."""
    known = {name for name in all_addresses() if name.startswith(("account_", "address_", "mfa_", "set_theme"))}

    assert known == GUARDED.keys() | HARMLESS.keys()
    assert not GUARDED.keys() & HARMLESS.keys()


def test_nothing_that_protects_the_account_changes_without_a_fresh_proof(mayor):
    """Detects the removal of ``FreshProofMiddleware`` or of one line of its table; the login itself is no proof."""
    client = log_in(mayor)
    assert is_in(client)

    answers = {
        (method, name): getattr(client, method)(address_of(name)) for name in GUARDED for method in ("get", "post")
    }

    assert {asked for asked, answer in answers.items() if not is_asked(answer)} == set()


def test_after_the_proof_the_pages_open_for_five_minutes(mayor):
    client = log_in(mayor)
    prove(client)

    opened = {name for name in GUARDED if not is_asked(client.get(address_of(name)))}
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        later = {name for name in GUARDED if not is_asked(client.get(address_of(name)))}

    assert (opened, later) == (set(GUARDED), set())


def test_a_wrong_password_is_no_proof(mayor):
    client = log_in(mayor)
    prove(client, "falsch")

    assert is_asked(client.get("/konto/email/"))


def test_the_address_is_not_changed_by_somebody_who_only_sits_there(mayor):
    """The attack: an unlocked computer, another address, a reset, a login, a signature."""
    client = log_in(mayor)

    for name in ("action_add", "action_primary", "action_send", "action_remove", "x"):
        client.post("/konto/email/", {"email": "boese@fremd.example", name: "1"})

    assert not AddressChange.objects.exists()
    assert User.objects.get(pk=mayor.pk).email == mayor.email


def test_who_has_a_second_factor_proves_it_with_that(mayor):
    """Detects a password that opens what the factor protects."""
    client = log_in(mayor)
    prove(client)
    authenticator = add_app(mayor)
    Authenticator.objects.filter(pk=authenticator.pk).update(created_at=now() - timedelta(days=3))

    with_password = client.get("/konto/email/")
    other_way = client.post("/konto/reauthenticate/", {"password": PASSWORD})
    still = client.get("/konto/email/")
    prove_by_code(client)

    assert with_password.headers["Location"].startswith("/konto/2fa/reauthenticate/")
    assert is_asked(other_way) and is_asked(still)
    assert client.get("/konto/email/").status_code == 200


def test_a_factor_set_up_just_now_does_not_undo_the_proof_it_was_set_up_with(mayor):
    client = log_in(mayor)
    prove(client)
    add_app(mayor)

    assert client.get("/konto/email/").status_code == 200


def test_a_passkey_is_a_proof(mayor):
    client = log_in(mayor)
    key = SoftPasskey(mayor)
    Authenticator.objects.update(created_at=now() - timedelta(days=3))
    assert client.get("/konto/email/").headers["Location"].startswith("/konto/2fa/webauthn/reauthenticate/")

    key.prove(client)

    assert client.get("/konto/email/").status_code == 200


def test_a_head_without_a_factor_is_told_what_will_be_asked(town, mayor):
    told = log_in(mayor).get("/konto/email/", follow=True).content.decode()
    others = log_in(with_address(person(town, Role.EDITOR))).get("/konto/email/", follow=True).content.decode()

    assert "Als Behördenspitze" in told
    assert "Als Behördenspitze" not in others


def test_somebody_without_any_proof_is_sent_to_the_mailbox(mayor, client):
    mayor.set_unusable_password()
    mayor.save()
    client.force_login(mayor, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/konto/password/set/").headers["Location"] == "/konto/password/reset/"


def test_changes_of_password_and_factors_stand_in_the_trail_of_each_town(mayor):
    client = log_in(mayor)
    prove(client)
    client.post(
        "/konto/password/change/",
        {"oldpassword": PASSWORD, "password1": "noch-ein-langes-kennwort", "password2": "noch-ein-langes-kennwort"},
    )
    add_app(mayor)
    client.post("/konto/2fa/totp/deactivate/")

    assert {"accounts.password_changed", "accounts.factor_removed"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_a_link_of_the_library_makes_no_other_address_count(mayor):
    """Detects the removal of ``confirm_email``: links of the old rule, or of an address that crept in."""
    other = EmailAddress.objects.create(user=mayor, email="boese@fremd.example", verified=False, primary=False)

    log_in(mayor).post(f"/konto/confirm-email/{EmailConfirmationHMAC(other).key}/")

    other.refresh_from_db()
    assert not other.verified
    assert User.objects.get(pk=mayor.pk).email == mayor.email
