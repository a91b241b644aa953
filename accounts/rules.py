# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may manage people, see the audit trail and change the town."""

from accounts.models import Role
from accounts.permissions import allow

allow("accounts.view_town", *Role.values)
allow("accounts.view_people", Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.LEADERSHIP, Role.READER)
allow("accounts.manage_people", Role.ADMINISTRATOR)
allow("accounts.change_town", Role.ADMINISTRATOR, Role.COMMUNICATIONS)
allow("accounts.view_audit", Role.ADMINISTRATOR, Role.READER, Role.LEADERSHIP)
allow("accounts.manage_letters", Role.ADMINISTRATOR)
allow("accounts.sign_documents", Role.LEADERSHIP)
allow("accounts.view_access", Role.ADMINISTRATOR, Role.LEADERSHIP)
allow("accounts.confirm_reset", Role.LEADERSHIP)
