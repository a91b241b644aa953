# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A passkey confirmed anew stands in for password and code, once."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import RequestFactory
from django.utils.timezone import now

from accounts.models import Role
from accounts.signoff.step_up import fresh_passkey, use_passkey
from tests.accounts.proofs import SoftPasskey, log_in, prove, with_address
from tests.factories import person


@pytest.fixture
def mayor(town):
    return with_address(person(town, Role.LEADERSHIP))


@pytest.fixture
def key(mayor):
    return SoftPasskey(mayor)


def request_of(client, user):
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return request


def signed_in_by(key, client):
    key.log_in(client)
    return client


def test_the_passkey_of_the_login_is_no_proof(mayor, key, client):
    assert fresh_passkey(request_of(signed_in_by(key, client), mayor)) is None


def test_a_password_confirmed_anew_is_no_passkey(mayor):
    client = log_in(mayor)
    prove(client)

    assert fresh_passkey(request_of(client, mayor)) is None


def test_a_passkey_confirmed_anew_counts_for_five_minutes(mayor, key, client):
    request = request_of(signed_in_by(key, client), mayor)
    key.prove(client)
    request = request_of(client, mayor)

    assert fresh_passkey(request)
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert fresh_passkey(request) is None


def test_it_serves_once_and_a_new_touch_serves_again(mayor, key, client):
    """Detects the removal of ``USED``: one touch that signs two documents."""
    signed_in_by(key, client)
    key.prove(client)
    request = request_of(client, mayor)

    use_passkey(request, fresh_passkey(request))
    assert fresh_passkey(request) is None
    request.session.save()
    key.prove(client)

    assert fresh_passkey(request_of(client, mayor))


def test_after_a_reset_only_a_passkey_from_before_counts(mayor, key, client):
    signed_in_by(key, client)
    key.prove(client)
    mayor.password_reset_at = now() + timedelta(seconds=1)
    assert fresh_passkey(request_of(client, mayor))

    Authenticator.objects.update(created_at=now() + timedelta(seconds=2))

    assert fresh_passkey(request_of(client, mayor)) is None
