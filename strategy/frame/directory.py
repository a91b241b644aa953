# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The census as a directory of municipalities and districts, for whoever sets up a town."""

from django.utils.translation import ngettext

from accounts.domain.kinds import kind_in_census, kind_of_district, without_title
from accounts.frame.directory import ListedTown
from strategy.queries.places import profiles_called, whole_districts_called

#: What a district's code has in the place of a municipality's number.
NO_MUNICIPALITY = "000"


def census_directory(text: str) -> list[ListedTown]:
    """Municipalities of the loaded census with this code or name, larger ones first; else districts, as sums of them.

    A name that is that of a town and of a district, *Konstanz*, is the town; *Landkreis Konstanz* is the district.
    """
    towns = [
        ListedTown(
            code=row.code,
            name=row.name.partition(",")[0],
            district=row.district_name,
            population=row.population,
            kind=kind_in_census(row.name, row.code),
        )
        for row in profiles_called(text)
    ]
    return towns or _districts(text.strip())


def _districts(text: str) -> list[ListedTown]:
    if text.isdecimal() and not text.endswith(NO_MUNICIPALITY):
        return []
    return [
        ListedTown(
            code=code + NO_MUNICIPALITY,
            name=name,
            district=ngettext("sum of %(count)s town", "sum of %(count)s towns", towns) % {"count": towns},
            population=population,
            kind=kind_of_district(name),
        )
        for code, name, towns, population in whole_districts_called(without_title(text).removesuffix(NO_MUNICIPALITY))
    ]
