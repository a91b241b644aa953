# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: an append-only, hash-chained record, the words it is read in, and how old entries leave it."""

from accounts.audit.chain import (
    first_break,
    record,
    seal,
)
from accounts.audit.keeping import entries_about, register_keeper
from accounts.audit.pruning import prune_trail, prune_trails, trail_outlook

__all__ = [
    "entries_about",
    "first_break",
    "prune_trail",
    "prune_trails",
    "record",
    "register_keeper",
    "seal",
    "trail_outlook",
]
