# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which notices of a town its public pages can name; read at most once a minute."""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import cache

from accounts.models import Municipality
from channels_mgmt.queries.accessibility import published_statement
from channels_mgmt.queries.particulars import particulars_of

SECONDS = 60


class Published(NamedTuple):
    """``privacy_url`` is the notice of the town's website; empty, or ``False``, where there is nothing to read."""

    privacy_url: str
    has_statement: bool


def published_notices(town: Municipality) -> Published:
    """Two queries, at most once a minute."""
    known: Published | None = cache.get(_key(town))
    if known is None:
        known = Published(particulars_of(town).privacy_url, published_statement(town) is not None)
        cache.set(_key(town), known, SECONDS)
    return known


def forget_footer(town: Municipality) -> None:
    """Let the next reader see what was just entered, checked or taken back."""
    cache.delete(_key(town))


def _key(town: Municipality) -> str:
    return f"public-footer-{town.pk}"
