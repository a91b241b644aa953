# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The invented people of the demo town, one per role, and two administrators. None of them exists."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils.timezone import localdate

from accounts.models import Municipality, Role, User
from accounts.services import found_membership

# Known to everybody on purpose; settings refuse DEMO=1 for public host names.
PASSWORD = "linde-im-dorf-2026"  # noqa: S105


@dataclass(frozen=True)
class DemoPerson:
    """``role`` is the one the pull-down on the login page offers."""

    role: str
    name: str
    email: str

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


PEOPLE = (
    DemoPerson(Role.LEADERSHIP, "Dr. Mara Muster", "buergermeisterin@lindenhagen.example"),
    DemoPerson(Role.LEADERSHIP, "Bernd Beigeordneter", "beigeordneter@lindenhagen.example"),
    DemoPerson(Role.COMMUNICATIONS, "Alma Beispiel", "presse@lindenhagen.example"),
    DemoPerson(Role.EDITOR, "Emil Entwurf", "redaktion@lindenhagen.example"),
    DemoPerson(Role.MODERATOR, "Mia Mustermann", "dialog@lindenhagen.example"),
    DemoPerson(Role.DEPARTMENT, "Frida Fachamt", "bauhof@lindenhagen.example"),
    DemoPerson(Role.EXTERNAL, "Agentur Anfangshilfe", "agentur@lindenhagen.example"),
    DemoPerson(Role.READER, "Paul Personalrat", "personalrat@lindenhagen.example"),
    DemoPerson(Role.ADMINISTRATOR, "Ida Informatik", "it@lindenhagen.example"),
    DemoPerson(Role.ADMINISTRATOR, "Theo Technik", "it2@lindenhagen.example"),
)
EXTERNAL_DAYS = 90


def people_of_the_demo(town: Municipality) -> dict[str, User]:
    """Create the people with their roles in ``town``; returns the first person of each role."""
    people: dict[str, User] = {}
    for person in PEOPLE:
        user = User.objects.create_user(person.email, PASSWORD, name=person.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        end = localdate() + timedelta(days=EXTERNAL_DAYS) if person.role == Role.EXTERNAL else None
        found_membership(user, town, person.role, ends_on=end)
        people.setdefault(person.role, user)
    return people
