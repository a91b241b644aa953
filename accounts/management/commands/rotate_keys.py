# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring everything that lies encrypted under the newest key, so that an old key can be taken out of the settings."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services import renew_encryption


class Command(BaseCommand):
    help = (
        "Encrypt anew, under the first of FIELD_ENCRYPTION_KEYS, what an older one has encrypted. May be repeated and "
        "broken off; ends with 1 as long as anything needs an older key, or none opens it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what needs an older key")

    def handle(self, *args: Any, **options: Any) -> None:
        older, unreadable = 0, []
        for name, found in renew_encryption(writes=not options["check"]).items():
            left = found.older - found.renewed
            said = f"{found.current} under the newest key, {found.renewed} renewed, {left} under an older one"
            if found.unreadable:
                said += f", {len(found.unreadable)} under none: {', '.join(found.unreadable)}"
            if found.missing:
                said += f", {len(found.missing)} without their file: {', '.join(found.missing)}"
            self.stdout.write(f"{name}: {said}")
            older += left
            unreadable += [f"{name} {place}" for place in found.unreadable]
        if unreadable:
            raise CommandError(f"None of the keys opens {len(unreadable)} of them. Put the key back that is missing.")
        if older:
            raise CommandError(f"{older} still need an older key. Keep it in the settings, and run this once more.")
        self.stdout.write("Nothing needs an older key. It may leave the settings; keep it with older backups.")
