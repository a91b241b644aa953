# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Set up a town and invite its first head and two administrators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.domain.kinds import kind_in_name
from accounts.frame.directory import find_listed_town, listed_town
from accounts.management.officials import add_officials, officials_of, report
from accounts.models import Kind, Role
from accounts.services import create_municipality, invite_officials
from core.errors import DomainError


class Command(BaseCommand):
    help = "Set up a town and invite its head and two administrators. Nobody gets a password here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="for example Konstanz")
        parser.add_argument(
            "municipality_code",
            nargs="?",
            default="",
            help="eight digits, for example 08335043; taken from the census where the name is the only one of its kind",
        )
        parser.add_argument("--kind", choices=Kind.values, help="else as the census says")
        parser.add_argument("--population", type=int, help="inhabitants, else as the census says")
        parser.add_argument("--slug", required=True, help="first word of the town's addresses, for example konstanz")
        add_officials(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        officials = officials_of(options)
        if [official.role for official in officials] != [Role.LEADERSHIP, Role.ADMINISTRATOR, Role.ADMINISTRATOR]:
            raise CommandError("A town begins with three people: --head, and --administrator twice.")
        try:
            with transaction.atomic():
                code, facts, notes = _facts(options)
                town = create_municipality(options["name"], options["slug"], code, **facts)
                invited = invite_officials(town, officials, is_new=True)
        except DomainError as error:
            gaps = getattr(error, "gaps", [])
            raise CommandError("\n".join(str(line) for line in [error, *gaps])) from error
        self.stdout.write(f"{town.name} is set up: /{town.slug}/")
        for note in notes:
            self.stdout.write(note)
        report(self.stdout, invited, with_links=options["show_links"])


def _facts(options: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
    """Code, kind and population, each as given or else from the census, and what is to be said about them."""
    code = options["municipality_code"]
    listed = listed_town(code) if code else find_listed_town(options["name"])
    kind = options["kind"] or kind_in_name(options["name"]) or (listed.kind if listed else "")
    population = options["population"] or (listed.population if listed else None)
    notes = []
    if listed:
        notes.append(f"Census: {listed.code} {listed.name} ({listed.district}), {listed.population} inhabitants.")
    if not kind:
        notes.append("The kind of municipality is not known: --kind, or later in the settings of the town.")
    if not population:
        notes.append("The census table (import_census) has no row for it: --population, or later in the settings.")
    return (listed.code if listed else code), {"kind": kind, "population": population}, notes
