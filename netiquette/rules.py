# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write, submit, plan, sign, return and withdraw a netiquette."""

import rules

from accounts.models import AuditEntry, Role, User
from accounts.tenancy.permissions import allow
from netiquette.models import Netiquette


@rules.predicate
def has_not_written(user: User, netiquette: Netiquette) -> bool:
    """Four eyes: neither started nor submitted it, nor changed a word of it."""
    if user.pk in (netiquette.author_id, netiquette.submitted_by_id):
        return False
    return not AuditEntry.objects.filter(
        municipality=netiquette.municipality_id,
        object_type="netiquette.netiquette",
        object_id=str(netiquette.pk),
        action="netiquette.edited",
        actor=user,
    ).exists()


allow("netiquette.view_netiquette", *Role.values)
allow("netiquette.write_netiquette", Role.COMMUNICATIONS)
allow("netiquette.submit_netiquette", Role.COMMUNICATIONS)
allow("netiquette.sign_netiquette", Role.LEADERSHIP, also=has_not_written)
# Planning is no writing: the signatory may choose the hour of what others wrote.
allow("netiquette.plan_netiquette", Role.COMMUNICATIONS, Role.LEADERSHIP)
allow("netiquette.withdraw_netiquette", Role.LEADERSHIP)
allow("netiquette.return_netiquette", Role.LEADERSHIP)
