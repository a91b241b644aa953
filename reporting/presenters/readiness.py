# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one reader sees of the steps: links that really lead to the mending, else whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from accounts.frame.readiness import SOURCES, Group, Step
from accounts.models import Municipality, Role, User
from accounts.queries import people_of, roles_held
from accounts.tenancy.permissions import may


@dataclass(frozen=True)
class Shown:
    """``url`` is empty for a reader who cannot take the step; ``ask`` then says who can.

    ``is_nobody``: nobody can yet, so somebody has to be invited; ``invite_url`` is for who may do that.
    """

    step: Step
    url: str
    ask: str
    is_nobody: bool = False
    invite_url: str = ""


@dataclass(frozen=True)
class ShownGroup:
    group: Group
    steps: list[Shown]

    @property
    def label(self) -> Any:
        return self.group.label

    @property
    def done(self) -> int:
        return sum(shown.step.is_done for shown in self.steps)


def shown_to(
    steps: Sequence[Step], reader: User, town: Municipality, *, with_names: bool = True, held: set[str] | None = None
) -> list[Shown]:
    """The steps for ``reader``. Names need the right to see the list of people; roles are known to all.

    ``held``: the roles somebody holds in ``town``, where the caller knows them.
    """
    roles = reader.roles_in(town)
    names: dict[str, list[str]] = {}
    sees_people = with_names and may(reader, "accounts.view_people", town)
    if sees_people and any(not step.is_done for step in steps):
        for person in people_of(town):
            for role in person.roles:
                names.setdefault(role, []).append(str(person.user))
    found = [_shown(step, reader, roles, names, sees_people=sees_people) for step in steps]
    if not any(_is_for_others(shown) for shown in found):
        return found
    return _with_invitations(found, reader, town, roles_held(town) if held is None else held)


def _with_invitations(found: list[Shown], reader: User, town: Municipality, held: set[str]) -> list[Shown]:
    """``found``, with those named that nobody in ``town`` can take."""
    invite_url = reverse("settings:invite", args=[town.slug]) if may(reader, "accounts.manage_people", town) else ""
    return [
        replace(shown, is_nobody=True, invite_url=invite_url)
        if _is_for_others(shown) and not held & set(shown.step.who)
        else shown
        for shown in found
    ]


def _is_for_others(shown: Shown) -> bool:
    return not shown.step.is_done and not shown.url


def groups_for(steps: Sequence[Step], reader: User, town: Municipality) -> list[ShownGroup]:
    """All steps by area, areas without a step left out."""
    shown = shown_to(steps, reader, town)
    areas = dict.fromkeys(source.group for source in SOURCES)
    groups = [ShownGroup(area, [line for line in shown if line.step.group == area.key]) for area in areas]
    return [group for group in groups if group.steps]


def _shown(step: Step, reader: User, roles: set[str], names: dict[str, list[str]], *, sees_people: bool) -> Shown:
    if step.is_done:
        return Shown(step, "", "")
    if step.concerned:
        is_concerned = any(pk == reader.pk for pk, _name in step.concerned)
        ask = ", ".join(name for _pk, name in step.concerned) if sees_people else step.who_label
        return Shown(step, step.url if is_concerned else "", ask)
    can_act = bool(roles & {str(role) for role in step.who})
    return Shown(step, step.url if can_act else "", "; ".join(_with_names(role, names) for role in step.who))


def _with_names(role: str, names: dict[str, list[str]]) -> str:
    holders = ", ".join(names.get(role, []))
    return f"{Role(role).label} ({holders})" if holders else str(Role(role).label)
