# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Giving access by signing in at the platform itself (OAuth 2.0, authorization code, with PKCE where it is offered).

A folder whose platform offers it has a ``SIGN_IN`` in its ``access.py``. The person signs in over there; this
software sees no password, only the tokens that the platform hands over in exchange for the code.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from channels_mgmt.connectors.contract import Account, Identity, Rejected, Text, Tokens


class AppUnknown(Rejected):
    """The platform no longer knows the application it had registered. Registering again helps."""


@dataclass(frozen=True, slots=True)
class Right:
    """One right that is asked for: how the platform calls it, and in words what it is needed for."""

    scope: str
    words: Text


@dataclass(frozen=True, slots=True)
class AppKeys:
    """By what the platform knows this installation."""

    client_id: str
    client_secret: str = field(default="", repr=False)

    def as_json(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that the person may connect, with the tokens for it."""

    identity: Identity
    tokens: Tokens = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        known = self.identity
        return {
            "remote_id": known.remote_id,
            "handle": known.handle,
            "name": known.name,
            "url": known.url,
            "tokens": self.tokens,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Opened:
        identity = Identity(stored["remote_id"], stored["handle"], stored["name"], stored["url"])
        return cls(identity, dict(stored["tokens"]))


class SignIn(Protocol):
    """How one platform lets people sign in. Everything raises a ``ConnectorError`` in words for a person."""

    @property
    def rights(self) -> Sequence[Right]: ...

    @property
    def registers(self) -> bool:
        """Whether each server is told once about this installation; else the keys stand in the settings."""
        ...

    @property
    def advice(self) -> Text:
        """Who should sign in over there, and what to choose: a sentence."""
        ...

    def gap(self) -> str:
        """What the operator still has to set before anybody can sign in; empty when nothing is missing."""
        ...

    def site(self, account: Account) -> str:
        """The address at which the person signs in: what their address line then shows."""
        ...

    def register(self, account: Account, *, redirect_uri: str) -> AppKeys:
        """The keys of this installation at ``account.base_url``."""
        ...

    def address(self, account: Account, app: AppKeys, *, redirect_uri: str, state: str, challenge: str) -> str:
        """Where the person signs in. Contains nothing secret but ``state``."""
        ...

    def redeem(
        self, account: Account, app: AppKeys, *, redirect_uri: str, code: str, verifier: str
    ) -> Sequence[Opened]:
        """The accounts that ``code`` opens. Never repeated: a code counts once."""
        ...

    def after_connecting(self, account: Account) -> None:
        """What the platform is told once an account is connected, for example to ring. May raise."""
        ...


def new_secret() -> str:
    """256 bits that nobody guesses, as letters fit for an address: a state or a verifier."""
    return secrets.token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """What is shown of ``verifier`` beforehand (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
