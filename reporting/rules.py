# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who reads the start page and the reports."""

from accounts.models import Role
from accounts.tenancy.permissions import allow

allow("reporting.view_today", *Role.values)
allow("reporting.view_readiness", *[role for role in Role.values if role not in (Role.EXTERNAL, Role.DEPARTMENT)])
allow(
    "reporting.view_reports",
    Role.LEADERSHIP,
    Role.COMMUNICATIONS,
    Role.EDITOR,
    Role.MODERATOR,
    Role.READER,
    Role.ADMINISTRATOR,
)
allow("reporting.request_report", Role.LEADERSHIP, Role.COMMUNICATIONS)
allow("reporting.view_server", Role.ADMINISTRATOR)
