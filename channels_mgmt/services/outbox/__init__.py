# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leaves the house: claim, commit, call, book. ``send`` and ``recover`` are the two ways in."""

from channels_mgmt.services.outbox.course import (
    HOLD,
    LONGEST_PAUSE,
    LOOK_FOR,
    MOST_WAITS,
    Done,
    Void,
    _book,
    _claim,
    _give_up_lease,
    backoff,
    recover,
    send,
)
from channels_mgmt.services.outbox.keeping import keeper

__all__ = [
    "HOLD",
    "LONGEST_PAUSE",
    "LOOK_FOR",
    "MOST_WAITS",
    "Done",
    "Void",
    "_book",
    "_claim",
    "_give_up_lease",
    "backoff",
    "keeper",
    "recover",
    "send",
]
