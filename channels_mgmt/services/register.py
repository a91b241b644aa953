# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the register of departments (docs/adr/0064): entering, changing, and noting whoever is asked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Department
from channels_mgmt.models.register import LONGEST_DEPARTMENT
from channels_mgmt.queries.register import department_at
from core.errors import Refused
from core.states import compare_and_set

MOST_ALIASES = 10
Made = TypeVar("Made")


def enter_department(
    town: Municipality, *, actor: User, name: str, email: str, aliases: Sequence[str] = ()
) -> Department:
    """Add a department. Raises ``Refused`` for what is missing and for an address that another one has."""
    require(actor, "channels_mgmt.keep_departments", town)
    values = _checked(town, None, name, email, aliases)

    def create() -> Department:
        made = Department.objects.create(municipality=town, entered_by=actor, entered_at=now(), **values)
        record(actor, "planning.department_entered", made)
        return made

    return _once(create)


def change_department(
    department: Department,
    *,
    actor: User,
    seen_version: int,
    name: str,
    email: str,
    aliases: Sequence[str] = (),
    is_paused: bool = False,
) -> None:
    """Change an entry; nothing that was asked before changes with it.

    Raises ``Refused`` as ``enter_department``, ``AlreadyChanged`` when a colleague was faster.
    """
    require(actor, "channels_mgmt.keep_departments", department)
    values = _checked(department.municipality, department, name, email, aliases)

    def change() -> None:
        compare_and_set(
            department,
            expected={"version": seen_version},
            version=seen_version + 1,
            is_paused=is_paused,
            **values,
        )
        record(actor, "planning.department_changed", department, is_paused=is_paused)

    _once(change)


@transaction.atomic
def note_department(town: Municipality, *, actor: User, name: str, email: str) -> Department:
    """The entry of whoever is asked at ``email``; a new address becomes one. The caller asks what ``actor`` may.

    Raises ``Refused`` for a department that is paused.
    """
    known = department_at(town, email)
    if known is None:
        name = " ".join(name.split())[:LONGEST_DEPARTMENT]
        values = {"name": name, "entered_by": actor, "entered_at": now()}
        known, is_new = Department.objects.get_or_create(
            municipality=town, email=email.strip().lower(), defaults=values
        )
        if is_new:
            record(actor, "planning.department_entered", known)
    if known.is_paused:
        raise Refused(
            _("%(department)s is paused in the register of departments. Please choose another address.")
            % {"department": known.name}
        )
    return known


def _checked(
    town: Municipality, department: Department | None, name: str, email: str, aliases: Sequence[str]
) -> dict[str, Any]:
    name, email = " ".join(name.split()), email.strip().lower()
    known_as = list(dict.fromkeys(_alias(one) for one in aliases if one.strip()))
    known_as = [one for one in known_as if one not in (name, email)]
    gaps = []
    if not name:
        gaps.append(_("Please name the department."))
    if not _is_address(email):
        gaps.append(_("Please enter a complete e-mail address, for example name@mail.example."))
    if len(known_as) > MOST_ALIASES:
        gaps.append(_("At most %(n)s other names and addresses can be kept.") % {"n": MOST_ALIASES})
    if any(len(one) > LONGEST_DEPARTMENT for one in [name, *known_as]):
        gaps.append(_("A name is longer than %(n)s characters.") % {"n": LONGEST_DEPARTMENT})
    gaps += [
        _("“%(address)s” is no complete e-mail address.") % {"address": one}
        for one in known_as
        if "@" in one and not _is_address(one)
    ]
    for address in [email, *(one for one in known_as if "@" in one)]:
        other = department_at(town, address)
        if other is not None and other != department:
            gaps.append(
                _("%(address)s belongs to %(department)s already.") % {"address": address, "department": other.name}
            )
    if gaps:
        raise Refused(gaps[0], gaps)
    return {"name": name, "email": email, "aliases": known_as}


def _alias(text: str) -> str:
    text = " ".join(text.split())
    return text.lower() if "@" in text else text


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _once(change: Callable[[], Made]) -> Made:
    try:
        with transaction.atomic():
            return change()
    except IntegrityError:
        raise Refused(_("Another department has this address already.")) from None
