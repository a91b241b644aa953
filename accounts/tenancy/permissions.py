# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Named permissions over roles.

An app declares in its ``rules.py``: ``allow("strategy.sign_strategy", Role.LEADERSHIP,
also=is_not_author)``. Services call ``require``; templates ask ``{% has_perm %}`` for the same name.
"""

from typing import Any

import rules
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.errors import NotPermitted

ROLES_WITH_PERMISSION: dict[str, tuple[str, ...]] = {}


def has_role(*roles: str) -> rules.Predicate:
    """True for people who hold one of ``roles`` today in the town the object belongs to."""

    @rules.predicate(f"has_role:{','.join(roles)}")
    def holds(user: User, obj: Any) -> bool:
        if obj is None or not user.is_authenticated:
            return False
        return bool(user.roles_in(obj.municipality) & set(roles))

    return holds


def allow(name: str, *roles: str, also: rules.Predicate | None = None, besides: rules.Predicate | None = None) -> None:
    """Declare that ``roles`` hold permission ``name``, if ``also`` is true for the object as well.

    ``besides`` lets others do it whom no role lets, because somebody has given them the right for a while.
    """
    predicate = has_role(*roles)
    if also is not None:
        predicate &= also
    if besides is not None:
        predicate = _either(predicate, besides)
    ROLES_WITH_PERMISSION[name] = tuple(str(role) for role in roles)
    rules.add_perm(name, predicate)


def _either(by_role: rules.Predicate, besides: rules.Predicate) -> rules.Predicate:
    """The same as ``by_role | besides``, for a third of the calls: pages ask it of nearly everybody by role."""
    is_held, is_given = by_role.fn, besides.fn

    @rules.predicate(f"{by_role.name} or {besides.name}")
    def holds(user: User, obj: Any) -> bool:
        found: bool = is_held(user, obj) or is_given(user, obj)
        return found

    return holds


def may(actor: User, name: str, obj: Any) -> bool:
    """Whether ``actor`` holds permission ``name`` on ``obj``."""
    return bool(rules.has_perm(name, actor, obj))


def require(actor: User, name: str, obj: Any) -> None:
    """Raise ``NotPermitted``, naming the roles that may, unless ``actor`` holds ``name`` on ``obj``."""
    if may(actor, name, obj):
        return
    roles = ROLES_WITH_PERMISSION[name]
    labels = ", ".join(str(Role(role).label) for role in roles)
    if set(roles) & actor.roles_in(obj.municipality):
        raise NotPermitted(
            _("You hold the right role, but not for this item – for example because it is your own (four eyes)."), roles
        )
    raise NotPermitted(_("You may not do this. These roles may: %(roles)s.") % {"roles": labels}, roles)
