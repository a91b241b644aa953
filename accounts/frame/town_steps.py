# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of a town's own particulars, its head and its administration.

Counts only; names stay with who may see people.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.readiness import PEOPLE, RULES, Facts, Group, ReadinessSource, Step
from accounts.models import Role
from accounts.queries import people_of
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION

SECURITY = Group("security", gettext_lazy("Security"))
PEOPLE_NEEDED = 2


def _ways_to_the_town(facts: Facts) -> Iterator[Step]:
    """What every profile has to link."""
    town, may_change = facts.town, ROLES_WITH_PERMISSION["accounts.change_town"]
    particulars = reverse("settings:town", args=[town.slug])
    yield Step(
        RULES.key,
        "imprint",
        _("The address of the imprint is entered"),
        bool(town.imprint_url),
        may_change,
        particulars,
        _("Profiles must lead to it in two clicks (DDG § 5, MStV § 18). Have it checked by your legal office."),
    )
    yield Step(
        RULES.key,
        "contact",
        _("Citizens know an address to write to"),
        bool(town.contact_email),
        may_change,
        particulars,
    )


def _head(facts: Facts) -> Iterator[Step]:
    yield Step(
        PEOPLE.key,
        "head",
        _("The head of the authority has an account"),
        any(Role.LEADERSHIP in person.roles for person in facts.read(people_of)),
        ROLES_WITH_PERMISSION["accounts.manage_people"],
        reverse("settings:people", args=[facts.town.slug]),
    )


def _security(facts: Facts) -> Iterator[Step]:
    """Two administrators; second factors of those whose account opens the most doors."""
    people = facts.read(people_of)
    administrators = sum(Role.ADMINISTRATOR in person.roles for person in people)
    yield Step(
        SECURITY.key,
        "administrators",
        _("Two people administer %(town_accusative)s") % {"town_accusative": facts.town.words.town.accusative},
        administrators >= PEOPLE_NEEDED,
        ROLES_WITH_PERMISSION["accounts.manage_people"],
        reverse("settings:people", args=[facts.town.slug]),
        _("So far: %(n)s.") % {"n": administrators},
    )
    labels: tuple[tuple[str, Any], ...] = (
        (Role.ADMINISTRATOR, _("Everybody in the administration uses a second factor")),
        (Role.LEADERSHIP, _("The head and the deputies use a second factor")),
    )
    for role, label in labels:
        holders = [person for person in people if role in person.roles]
        without = [person for person in holders if not person.has_second_factor]
        yield Step(
            SECURITY.key,
            f"second_factor_{role}",
            label,
            bool(holders) and not without,
            (role,),
            reverse("mfa_index"),
            _("%(n)s of %(total)s people do.") % {"n": len(holders) - len(without), "total": len(holders)},
            tuple((person.user.pk, str(person.user)) for person in without),
        )


SOURCES = (
    ReadinessSource(25, RULES, _ways_to_the_town),
    ReadinessSource(30, PEOPLE, _head),
    ReadinessSource(60, SECURITY, _security),
)
