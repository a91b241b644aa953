# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees the team's hours and who arranges them. No figure about a single employee leaves this app."""

from accounts.models import Role
from accounts.tenancy.permissions import allow

allow(
    "staffing.view_team",
    Role.LEADERSHIP,
    Role.COMMUNICATIONS,
    Role.EDITOR,
    Role.MODERATOR,
    Role.READER,
    Role.ADMINISTRATOR,
)
allow("staffing.arrange_team", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
# A danger is read and decided by whoever it reaches.
allow("staffing.be_on_call", Role.COMMUNICATIONS, Role.MODERATOR)
