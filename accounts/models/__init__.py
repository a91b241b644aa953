# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of people and towns."""

from accounts.models.people import (
    OFFICES,
    AddressChange,
    AuditEntry,
    AuditHead,
    Invitation,
    Letter,
    LimitCount,
    Membership,
    Municipality,
    OfficeRequest,
    PasswordOrigin,
    Role,
    User,
)

__all__ = [
    "OFFICES",
    "AddressChange",
    "AuditEntry",
    "AuditHead",
    "Invitation",
    "Letter",
    "LimitCount",
    "Membership",
    "Municipality",
    "OfficeRequest",
    "PasswordOrigin",
    "Role",
    "User",
]
