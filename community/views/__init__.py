# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's pages: the queue with one comment on the desk, decisions about it, its history."""

from community.views.advance import ahead
from community.views.decisions import (
    claim,
    claim_next,
    hide,
    leave,
    outcome,
    release,
    renew,
    reply,
    see_to,
    settle,
    show_again,
    undo,
)
from community.views.pages import comment, decided_hits, history, queue

__all__ = [
    "ahead",
    "claim",
    "claim_next",
    "comment",
    "decided_hits",
    "hide",
    "history",
    "leave",
    "outcome",
    "queue",
    "release",
    "renew",
    "reply",
    "see_to",
    "settle",
    "show_again",
    "undo",
]
