# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of the fakes: an app, the people who agree to it over there, and the keys they get for a code.

As documented: a code counts once, for the app and the way back it was made for; a brief key is exchanged for a lasting
one; and only a lasting key opens keys of pages that last.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.graph.nodes import ADMIN, Refusal

APP_ID, APP_SECRET = "424242424242", "0123456789abcdef0123456789abcdef"
BRIEF, LASTING = 3600, 5_184_000


@dataclass
class App:
    """``codes``: what each stands for. ``granted``: key → rights. ``expires``: key → seconds."""

    open_key: Callable[[str, str], None]
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    granted: dict[str, set[str]] = field(default_factory=dict)
    expires: dict[str, int] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def agree(self, address: str, *, person: str = ADMIN, without: Collection[str] = ()) -> str:
        """What a person does at ``address``: agrees, perhaps leaving rights out. Returns where they are sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == APP_ID and asked["response_type"] == "code" and len(asked["state"]) >= 43
        code = f"code-{next(self.numbers)}"
        rights = set(asked["scope"].split(",")) - set(without)
        self.codes[code] = {"redirect_uri": asked["redirect_uri"], "rights": rights, "person": person}
        # Meta adds a fragment of its own; browsers do not send it back.
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}#_=_"

    def redeem(self, given: dict[str, str]) -> dict[str, Any]:
        self._must_be_the_app(given)
        found = self.codes.pop(given.get("code", ""), None)
        if found is None:
            raise Refusal(100, "This authorization code has been used.", subcode=36009)
        if found["redirect_uri"] != given.get("redirect_uri"):
            raise Refusal(100, "Error validating verification code. redirect_uri is not identical", subcode=36008)
        return self._key("brief", found["person"], found["rights"], BRIEF)

    def exchange(self, given: dict[str, str], key: str, person: str) -> dict[str, Any]:
        self._must_be_the_app(given)
        if key not in self.granted:
            raise Refusal(190, "Error validating access token")
        return self._key("lasting", person, self.granted[key], LASTING)

    def renewed(self, key: str, person: str) -> dict[str, Any]:
        return self._key("lasting", person, self.granted.get(key, set()), LASTING)

    def _key(self, kind: str, person: str, rights: set[str], seconds: int) -> dict[str, Any]:
        key = f"{kind}-{next(self.numbers)}"
        self.granted[key], self.expires[key] = rights, seconds
        self.open_key(key, person)
        return {"access_token": key, "token_type": "bearer", "expires_in": seconds}

    def _must_be_the_app(self, given: dict[str, str]) -> None:
        if given.get("client_secret") != APP_SECRET or given.get("client_id", APP_ID) != APP_ID:
            raise Refusal(101, "Error validating application. Invalid application ID or secret.")
