# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.seed import load_demo


class Command(BaseCommand):
    help = "Load the demo town: a month of strategy, posts, comments and shifts. Does nothing if it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is loaded with DEMO=1 only; it has logins without a password.")
        created = load_demo()
        self.stdout.write("Demo town loaded." if created else "Demo town is there already.")
