# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verify the hash chain of the audit trail, town by town."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from accounts.audit import first_break
from accounts.models import Municipality
from accounts.queries import newest_trail_steps


class Command(BaseCommand):
    help = "Verify the audit chains from their newest checkpoint on; ends with 1 and names the first that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="only these towns")

    def handle(self, *args: Any, **options: Any) -> None:
        towns = Municipality.objects.order_by("slug")
        if options["slug"]:
            towns = towns.filter(slug__in=options["slug"])
            unknown = set(options["slug"]) - {town.slug for town in towns}
            if unknown:
                raise CommandError(f"No such town: {', '.join(sorted(unknown))}")
        broken = []
        for town in towns:
            problem = first_break(town)
            self.stdout.write(f"{town.slug}: {problem or f'intact{_since(town)}'}")
            if problem:
                broken.append(f"{town.slug}: {problem}")
        if broken:
            raise CommandError("The audit trail was tampered with. " + "; ".join(broken))


def _since(town: Municipality) -> str:
    """Where the chain begins, if entries have gone after their time."""
    with scope(municipality=town):
        steps = newest_trail_steps(town)
        newest = steps.first()
        removed = sum(steps.values_list("removed", flat=True))
    return f" since entry {newest.last_sequence + 1} ({removed} entries removed after their time)" if newest else ""
