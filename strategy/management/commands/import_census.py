# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from strategy.services import import_census


class Command(BaseCommand):
    help = "Load a census table (CSV): municipalities, or states and the country. A damaged file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            with open(file, encoding="utf-8", newline="") as lines:
                count = import_census(lines)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(f"{file}: {error}") from None
        self.stdout.write(f"{count} areas loaded from {file}.")
