# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Set up a town and invite its first head and two administrators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.management.officials import add_officials, officials_of, report
from accounts.models import Role
from accounts.services import create_municipality, invite_officials
from core.errors import DomainError


class Command(BaseCommand):
    help = "Set up a town and invite its head and two administrators. Nobody gets a password here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="for example Konstanz")
        parser.add_argument("municipality_code", help="eight digits, for example 08335043")
        parser.add_argument("--slug", required=True, help="first word of the town's addresses, for example konstanz")
        add_officials(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        officials = officials_of(options)
        if [official.role for official in officials] != [Role.LEADERSHIP, Role.ADMINISTRATOR, Role.ADMINISTRATOR]:
            raise CommandError("A town begins with three people: --head, and --administrator twice.")
        try:
            with transaction.atomic():
                town = create_municipality(options["name"], options["slug"], options["municipality_code"])
                invited = invite_officials(town, officials, is_new=True)
        except DomainError as error:
            gaps = getattr(error, "gaps", [])
            raise CommandError("\n".join(str(line) for line in [error, *gaps])) from error
        self.stdout.write(f"{town.name} is set up: /{town.slug}/")
        report(self.stdout, invited, with_links=options["show_links"])
