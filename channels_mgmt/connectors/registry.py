# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""All platforms, found by their folders. Nothing else lists them.

A folder's ``profile.py`` is read at once. ``connector.py`` and ``access.py`` are imported when they are needed: most
processes never speak to most platforms.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from django import forms

from channels_mgmt import connectors
from channels_mgmt.connectors.contract import Account, Connector, Limits
from channels_mgmt.connectors.profile import Profile
from channels_mgmt.connectors.sign_in import SignIn
from channels_mgmt.connectors.webhooks import Webhook
from core.platforms import EXAMPLE, Platform


class Access(Protocol):
    """``access.py`` of a folder: how a town gives access to its account."""

    AccessForm: type[forms.Form]

    def open_account(self, account: Account, given: Mapping[str, str]) -> Account:
        """``account`` with the tokens that ``given`` (cleaned fields of the form) buys.

        Raises a ``ConnectorError`` whose words say what is missing or wrong.
        """
        ...


#: Folders that several platforms share; no platforms.
SHARED = {f"{connectors.__name__}.meta"}


def _found() -> dict[str, Profile]:
    folders = [entry.name for entry in iter_modules(connectors.__path__, f"{connectors.__name__}.") if entry.ispkg]
    profiles: list[Profile] = [import_module(f"{folder}.profile").PROFILE for folder in folders if folder not in SHARED]
    return {profile.code: profile for profile in profiles}


#: Every folder: networks, and the two that stand in for any, practice and people.
PROFILES: Mapping[str, Profile] = _found()
#: Those that publish by themselves.
CONNECTORS: Mapping[str, Profile] = {code: profile for code, profile in PROFILES.items() if profile.connector}


def profile_of(code: str) -> Profile:
    """The profile of a platform or a connection; ``KeyError`` for any other."""
    return PROFILES[code]


def networks() -> list[Profile]:
    """The platforms a town may decide for, in the order of ``core.platforms``."""
    return [PROFILES[code] for code in Platform.values]


def practised_limits(platform: str) -> Limits:
    """What the practice platform accepts in place of ``platform``; where nothing is known of it, the example's."""
    profile = PROFILES[platform]
    limits = profile.practised or profile.limits
    return limits if limits.names_a_length else PROFILES[EXAMPLE].limits


def build(account: Account, kind: str) -> Connector:
    """The connector of ``kind`` for ``account``; ``KeyError`` where there is none."""
    return cast(Connector, _connector_class(kind)(account))


@cache
def _connector_class(kind: str) -> Any:
    module = import_module(f"{connectors.__name__}.{kind}.connector")
    return getattr(module, CONNECTORS[kind].connector)


def access_of(kind: str) -> Access:
    """The folder's way of giving access; ``ModuleNotFoundError`` where none is needed."""
    return cast(Access, import_module(f"{connectors.__name__}.{kind}.access"))


def webhook_of(kind: str) -> Webhook | None:
    """How the platform of ``kind`` rings; ``None`` where it does not."""
    if kind not in CONNECTORS or find_spec(f"{connectors.__name__}.{kind}.webhook") is None:
        return None
    return cast(Webhook, import_module(f"{connectors.__name__}.{kind}.webhook").WEBHOOK)


def sign_in_of(kind: str) -> SignIn | None:
    """How people sign in at the platform of ``kind``; ``None`` where it is not offered."""
    if kind not in CONNECTORS or find_spec(f"{connectors.__name__}.{kind}.access") is None:
        return None
    return cast(SignIn | None, getattr(access_of(kind), "SIGN_IN", None))
