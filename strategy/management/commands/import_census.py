# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from strategy.services import import_census, import_census_workbook


class Command(BaseCommand):
    help = (
        "Load a census table: municipalities or states as CSV, or the official workbook "
        "Regionaltabelle_Demografie.xlsx. A damaged file changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            count = _load(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(f"{file}: {error}") from None
        self.stdout.write(f"{count} areas loaded from {file}.")


def _load(path: str) -> int:
    if path.lower().endswith(".xlsx"):
        with open(path, "rb") as workbook:
            return import_census_workbook(workbook)
    with open(path, encoding="utf-8", newline="") as lines:
        return import_census(lines)
