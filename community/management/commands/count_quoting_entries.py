# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Say how many audit entries still quote citizens: those from before comments were named by number."""

from typing import Any

from django.core.management.base import BaseCommand
from django_scopes import scope

from accounts.models import Municipality
from community.queries.quoting import entries_that_quote


class Command(BaseCommand):
    help = "Count the audit entries that may still quote a citizen, town by town; they go with their time."

    def handle(self, *args: Any, **options: Any) -> None:
        for town in Municipality.objects.order_by("slug"):
            with scope(municipality=town):
                quoting = entries_that_quote(town).order_by("-at")
                newest, number = quoting.first(), quoting.count()
            until = f", the newest of {newest.at:%Y-%m-%d}" if newest else ""
            self.stdout.write(f"{town.slug}: {number}{until}")
