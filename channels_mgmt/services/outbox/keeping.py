# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an attempt learns under way and must know of itself afterwards (a container, photos that wait unpublished)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import TryLater
from channels_mgmt.models.outbox import Outgoing, OutgoingState
from core import leases
from core.errors import AlreadyChanged
from core.states import compare_and_set


def keeper(row: Outgoing) -> Callable[[Mapping[str, str]], None]:
    """Adds to the client key of ``row``, as long as the row is still this attempt's.

    What it adds is stored when it returns. Raises ``TryLater`` where the row belongs to somebody else by now: then
    nothing may be published with it.
    """

    def remember(found: Mapping[str, str]) -> None:
        expected = {"state": OutgoingState.SENDING, "attempts": row.attempts, **leases.held(row)}
        try:
            compare_and_set(row, expected=expected, client_key=row.client_key | dict(found))
        except AlreadyChanged:
            raise TryLater(_("Sending was interrupted.")) from None

    return remember
