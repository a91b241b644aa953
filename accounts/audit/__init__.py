# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: an append-only, hash-chained record, and the words it is read in."""

from accounts.audit.chain import (
    first_break,
    record,
    seal,
)

__all__ = [
    "first_break",
    "record",
    "seal",
]
