# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of people and towns."""

from accounts.domain.kinds import Kind
from accounts.domain.roles import OFFICES, Role
from accounts.models.acts import PostponedAct
from accounts.models.addresses import AddressChange
from accounts.models.audit import AuditCheckpoint, AuditEntry, AuditHead
from accounts.models.feeds import CalendarFeed
from accounts.models.letters import Letter
from accounts.models.limits import LimitCount
from accounts.models.offices import OfficeRequest
from accounts.models.people import Invitation, Membership, Municipality, PasswordOrigin, User
from accounts.models.retention import (
    FEWEST_AUDIT_YEARS,
    FEWEST_CASE_YEARS,
    FEWEST_MONTHS,
    MOST_AUDIT_YEARS,
    MOST_CASE_YEARS,
    MOST_MONTHS,
    RetentionPeriod,
    audit_years_of,
    author_months_of,
    case_years_of,
    years_ended,
)

__all__ = [
    "FEWEST_AUDIT_YEARS",
    "FEWEST_CASE_YEARS",
    "FEWEST_MONTHS",
    "MOST_AUDIT_YEARS",
    "MOST_CASE_YEARS",
    "MOST_MONTHS",
    "OFFICES",
    "AddressChange",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "CalendarFeed",
    "Invitation",
    "Kind",
    "Letter",
    "LimitCount",
    "Membership",
    "Municipality",
    "OfficeRequest",
    "PasswordOrigin",
    "PostponedAct",
    "RetentionPeriod",
    "Role",
    "User",
    "audit_years_of",
    "author_months_of",
    "case_years_of",
    "years_ended",
]
