# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may use the practice platform: everybody of the town; only few may break it on purpose."""

from accounts.models import Role
from accounts.tenancy.permissions import allow

allow("practice.view_timeline", *Role.values)
allow("practice.reply_as_citizen", *Role.values)
allow("practice.open_account", Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.LEADERSHIP)
allow("practice.set_fault", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
