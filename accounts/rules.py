# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may manage people, see the audit trail and change the town."""

from typing import Any

import rules

from accounts.models import OFFICES, OfficeRequest, Role, User
from accounts.tenancy.permissions import allow


@rules.predicate
def is_asker(user: User, request: Any) -> bool:
    return bool(request.requested_by_id == user.pk)


@rules.predicate
def is_concerned(user: User, request: Any) -> bool:
    return user.email == request.email or request.person_id == user.pk


@rules.predicate
def ends_an_office(user: User, request: Any) -> bool:
    return bool(request.kind == OfficeRequest.Kind.END)


allow("accounts.view_town", *Role.values)
allow("accounts.view_people", Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.LEADERSHIP, Role.READER)
allow("accounts.manage_people", Role.ADMINISTRATOR)
allow("accounts.change_town", Role.ADMINISTRATOR, Role.COMMUNICATIONS)
allow("accounts.change_municipality_code", Role.ADMINISTRATOR)
allow("accounts.view_audit", Role.ADMINISTRATOR, Role.READER, Role.LEADERSHIP)
allow("accounts.manage_letters", Role.ADMINISTRATOR)
allow("accounts.view_access", Role.ADMINISTRATOR, Role.LEADERSHIP)
allow("accounts.confirm_reset", Role.LEADERSHIP)
# Nobody raises themselves; but a head may agree to the own leaving.
allow("accounts.confirm_office", *OFFICES, also=~is_asker & (~is_concerned | ends_an_office))
allow("accounts.refuse_office", *OFFICES, also=~is_asker & ~is_concerned)
allow("accounts.withdraw_office", Role.ADMINISTRATOR, also=is_asker)
