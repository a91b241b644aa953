# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of people and towns."""

from accounts.domain.roles import OFFICES, Role
from accounts.models.addresses import AddressChange
from accounts.models.audit import AuditEntry, AuditHead
from accounts.models.letters import Letter
from accounts.models.limits import LimitCount
from accounts.models.offices import OfficeRequest
from accounts.models.people import Invitation, Membership, Municipality, PasswordOrigin, User

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
