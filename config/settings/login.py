# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How people sign in and prove who they are."""

from config.settings.installation import DEMO

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.login.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "accounts.login.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
# What protects an account is changed only within five minutes of a proof asked for anew; the login itself is none
# (accounts/login/reauthentication.py, docs/adr/0019).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True  # one address per person; changing it is ours (accounts/services/addresses.py)
ACCOUNT_FORMS = {
    "reset_password": "accounts.login.forms.PatientResetForm",
    "user_token": "accounts.login.forms.ActiveUserTokenForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail for every change of password, address or second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Dorflinde: "
# Who is slowed down at the login, and how much, is decided in accounts/login/limits.py: the library counts by
# network, and one network is a whole town hall.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",  # only for the code after a right password; counted by person
    "reauthenticate": "5/m/user",  # also guards signatures, see accounts.services.confirm_identity
    "reset_password": None,
    "reset_password_from_key": None,  # its key cannot be guessed
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # a passkey cannot be guessed, and must always open
MFA_ADAPTER = "accounts.login.adapter.EncryptingMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Dorflinde"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost of the demo; elsewhere https only
