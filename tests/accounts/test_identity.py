# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters

from accounts.services import IdentityNotConfirmed, confirm_identity, has_second_factor
from tests.factories import PASSWORD, UserFactory

SECRET = generate_totp_secret()


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def user_with_app(user):
    TOTP.activate(user, SECRET)
    return user


def current_code():
    return format_hotp_value(hotp_value(SECRET, next(counters())))


def test_the_password_confirms_somebody_without_a_second_factor(user):
    assert not has_second_factor(user)
    confirm_identity(user, PASSWORD)


def test_a_wrong_password_confirms_nobody(user):
    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(user, "falsch")


def test_the_password_of_somebody_who_left_confirms_nothing(user):
    user.is_active = False

    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(user, PASSWORD)


@pytest.mark.parametrize("code", ["", "000000"])
def test_with_an_app_the_password_alone_is_not_enough(user_with_app, code):
    """Detects the removal of the second factor from signatures."""
    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(user_with_app, PASSWORD, code)


def test_password_and_code_confirm_and_the_code_is_used_up(user_with_app):
    code = current_code()

    confirm_identity(user_with_app, PASSWORD, code)

    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(user_with_app, PASSWORD, code)


def test_a_recovery_code_helps_once(user_with_app):
    code = RecoveryCodes.activate(user_with_app).get_unused_codes()[0]

    confirm_identity(user_with_app, PASSWORD, code)

    with pytest.raises(IdentityNotConfirmed):
        confirm_identity(user_with_app, PASSWORD, code)


def test_the_sixth_attempt_within_a_minute_is_refused_even_with_the_right_password(user):
    """Detects the removal of the throttle."""
    for _ in range(5):
        with pytest.raises(IdentityNotConfirmed):
            confirm_identity(user, "falsch")

    with pytest.raises(IdentityNotConfirmed) as refusal:
        confirm_identity(user, PASSWORD)
    assert "attempts" in str(refusal.value) or "Versuche" in str(refusal.value)


def test_one_persons_attempts_do_not_lock_another(user):
    for _ in range(6):
        with pytest.raises(IdentityNotConfirmed):
            confirm_identity(user, "falsch")

    confirm_identity(UserFactory(), PASSWORD)


def test_secrets_of_apps_lie_encrypted(user_with_app):
    """Detects the removal of ``EncryptingMFAAdapter``."""
    assert SECRET not in str(Authenticator.objects.values().get())
