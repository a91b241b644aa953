# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make a town's learned version anew from what its people decided; the process ends afterwards.

usage: manage.py refit_triage [TOWN]    a slug or number; without it, every town
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from accounts.models import Municipality
from community.services.triage.refitting import refit_town
from community.triage.memory import return_freed_memory


class Command(BaseCommand):
    help = "Learn from each town's decisions anew; the new version runs on trial for a night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("town", nargs="?", default="", help="slug or number of one town")

    def handle(self, *args: Any, town: str = "", **options: Any) -> None:
        return_freed_memory()
        towns = Municipality.objects.order_by("pk")
        if town:
            towns = towns.filter(pk=int(town)) if town.isdecimal() else towns.filter(slug=town)
        found = list(towns)
        if town and not found:
            raise CommandError(f"There is no town “{town}”.")
        for one in found:
            with scope(municipality=one):
                made = refit_town(one)
            said = f"version {made.version}, {made.size:,} bytes, on trial" if made else "nothing new to learn"
            self.stdout.write(f"{one.slug}: {said}")
