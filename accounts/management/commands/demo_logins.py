# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Print the logins of the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services.demo_people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Print the demo's logins, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no demo logins without DEMO=1.")
        wide = max(len(person.email) for person in PEOPLE)
        name = max(len(person.name) for person in PEOPLE)
        for person in PEOPLE:
            self.stdout.write(f"  {person.name:<{name}}  {person.email:<{wide}}  {person.role_label}")
        self.stdout.write(f"  Password of all: {PASSWORD}")
