# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in and proving afresh, as a browser does it; a passkey made of software."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.factories import PASSWORD

LOGIN = "/konto/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_address(user):
    """Somebody as an invitation makes them: the login address is confirmed."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(user, password=PASSWORD, client=None, **more):
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": password}, **more)
    return client


def is_in(client):
    return client.get("/konto/2fa/").status_code == 200


def prove(client, password=PASSWORD):
    """Confirm the password once more; for people without a second factor."""
    return client.post("/konto/reauthenticate/", {"password": password})


def prove_by_code(client):
    return client.post("/konto/2fa/reauthenticate/", {"code": code_of_the_app()})


def add_app(user):
    return TOTP.activate(user, SECRET).instance


def code_of_the_app():
    return format_hotp_value(hotp_value(SECRET, next(counters())))


class SoftPasskey:
    """An authenticator without hardware: one key on P-256, resident, always verifying its user."""

    def __init__(self, user, host="testserver"):
        self.user, self.host = user, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(user.pk).encode()).digest()
        public = ES256.from_cryptography_key(self.key.public_key())
        known = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        made = AttestationObject.create("none", self._data(0x45, known), {})
        answer = {"clientDataJSON": self._client("webauthn.create", ""), "attestationObject": _b64(bytes(made))}
        self.row = WebAuthn.add(user, "Schlüssel", self._credential(answer, {"credProps": {"rk": True}})).instance

    def log_in(self, client):
        """As the login page's script does it."""
        address = "/konto/2fa/webauthn/login/"
        options = client.get(address, headers={"accept": "application/json"}).json()["request_options"]
        return client.post(address, {"credential": json.dumps(self.answer(options))})

    def prove(self, client):
        address = "/konto/2fa/webauthn/reauthenticate/"
        options = client.get(address).context["js_data"]["request_options"]
        return client.post(address, {"credential": json.dumps(self.answer(options))})

    def answer(self, options):
        challenge = options["publicKey"]["challenge"]
        challenge = challenge if isinstance(challenge, str) else _b64(challenge)
        data, client = bytes(self._data(0x05, None)), self._client("webauthn.get", challenge)
        signed = data + hashlib.sha256(urlsafe_b64decode(client + "==")).digest()
        from_user = urlsafe_b64encode(_handle(self.user)).rstrip(b"=").decode()
        return self._credential(
            {
                "clientDataJSON": client,
                "authenticatorData": _b64(data),
                "signature": _b64(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": from_user,
            },
            {},
        )

    def _data(self, flags, known):
        return AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), flags, 1, known or b"")

    def _client(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": f"http://{self.host}", "crossOrigin": False}
        return _b64(json.dumps(said).encode())

    def _credential(self, response, results):
        number = _b64(self.id)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": results,
        }


def _handle(user):
    return user_pk_to_url_str(user).encode()


def _b64(raw):
    return urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
