# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading channels and posts."""

from channels_mgmt.queries.channels import is_connected, mandate_of, missing_for_live, open_channels
from channels_mgmt.queries.costs import CostRecord, cost_record
from channels_mgmt.queries.emergencies import EmergencyRecord, emergency_record
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.posts import approvals_waiting_for, posts_awaiting

__all__ = [
    "CostRecord",
    "EmergencyRecord",
    "approvals_waiting_for",
    "cost_record",
    "emergency_record",
    "is_connected",
    "mandate_of",
    "missing_for_approval",
    "missing_for_live",
    "open_channels",
    "posts_awaiting",
]
