# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reference tables of the installation: age structure (census) and platform use (media studies).

They belong to no town. Whoever may run management commands may load them; each import is one
transaction, so a refused file leaves the previous table as it was.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from strategy.domain.census import AGE_COLUMNS, CensusRow, parse_census
from strategy.domain.census_workbook import parse_workbook
from strategy.domain.usage import parse_usage
from strategy.models import AgeProfile, PlatformUsage, search_key
from strategy.services.usage_table import take_turn

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "reference"
CENSUS_YEAR = 2022
CENSUS_FIELDS = (
    "level",
    "name",
    "district_name",
    "name_key",
    "district_key",
    "population",
    "census_year",
    *AGE_COLUMNS,
)


def import_census(lines: Iterable[str]) -> int:
    """Load a census table; return the number of areas. Known codes are updated, others added.

    Raises ``DamagedFile`` and changes nothing when any line is wrong.
    """
    return _store(parse_census(lines))


def import_census_workbook(file: BinaryIO) -> int:
    """The same for the official workbook "Regionaltabelle Demografie", level *Gemeinde*."""
    return _store(parse_workbook(file))


def _store(rows: list[CensusRow]) -> int:
    no_ages = (None,) * len(AGE_COLUMNS)
    profiles = [
        AgeProfile(
            code=row.code,
            level=row.level,
            name=row.name,
            district_name=row.district_name,
            name_key=search_key(row.name),
            district_key=search_key(row.district_name),
            population=row.population,
            census_year=CENSUS_YEAR,
            **dict(zip(AGE_COLUMNS, row.ages or no_ages, strict=True)),
        )
        for row in rows
    ]
    with transaction.atomic():
        AgeProfile.objects.bulk_create(
            profiles, batch_size=1000, update_conflicts=True, unique_fields=["code"], update_fields=list(CENSUS_FIELDS)
        )
    return len(profiles)


def import_platform_usage(lines: Iterable[str]) -> int:
    """Replace the table of platform use; return the number of figures.

    Frozen analyses keep the figures they were computed with. Raises ``DamagedFile`` and changes
    nothing when any line is wrong.
    """
    figures = [PlatformUsage(**vars(row)) for row in parse_usage(lines)]
    with transaction.atomic():
        take_turn()
        PlatformUsage.objects.all().delete()
        PlatformUsage.objects.bulk_create(figures, batch_size=500)
    return len(figures)


def load_reference_tables(*, only_missing: bool = False) -> None:
    """Load the tables shipped with the product: some towns, the states, the country, platform use.

    With ``only_missing`` tables that an operator has filled already are left alone.
    """
    with transaction.atomic():
        if not (only_missing and AgeProfile.objects.exists()):
            for name in ("zensus2022_laender.csv", "zensus2022_staedte.csv"):
                with open(REFERENCE_DIR / name, encoding="utf-8", newline="") as lines:
                    import_census(lines)
        if not (only_missing and PlatformUsage.objects.exists()):
            with open(REFERENCE_DIR / "plattformnutzung.csv", encoding="utf-8", newline="") as lines:
                import_platform_usage(lines)
