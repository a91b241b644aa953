# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a platform rings: it says that something happened below a post. What happened is read from the platform.

A folder whose platform rings has a ``webhook.py`` with a ``WEBHOOK``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Ring:
    """Something happened below ``post_id`` of the account; an empty one: somewhere at the account."""

    account_id: str
    post_id: str = ""


class Webhook(Protocol):
    """One kind of calls. Nothing here asks the platform anything."""

    def answer(self, given: Mapping[str, str]) -> str | None:
        """What the platform wants to read when it asks whether the address is ours; ``None``: it does not know."""
        ...

    def is_genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the platform signed exactly these bytes."""
        ...

    def rings(self, told: Any) -> list[Ring]:
        """What a signed body means. Entries that make no sense are left out; raises nothing."""
        ...
