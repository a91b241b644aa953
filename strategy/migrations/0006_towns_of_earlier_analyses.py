# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

AGES = (
    "age_0_2",
    "age_3_5",
    "age_6_9",
    "age_10_15",
    "age_16_18",
    "age_19_24",
    "age_25_39",
    "age_40_59",
    "age_60_66",
    "age_67_74",
    "age_75_plus",
)


def keep_towns(apps, schema_editor):
    """Analyses begun before the town was kept get it: from their result, else from the census row they name.

    Results and fingerprints stay as they are. Where the row is gone or has no ages, the town stays empty.
    """
    analyses = apps.get_model("strategy", "PlatformAnalysis")._base_manager
    profiles = apps.get_model("strategy", "AgeProfile")._base_manager
    for analysis in analyses.filter(town={}).iterator():
        if analysis.result:
            kept = analysis.result["town"]
            town = town_of(kept["name"], kept["population"], kept["census_year"], kept["ages"], kept["code"])
        else:
            row = profiles.filter(code=analysis.profile_code, age_25_39__isnull=False).first()
            if row is None:
                continue
            ages = {name: getattr(row, name) for name in AGES}
            town = town_of(row.name, row.population, row.census_year, ages, row.code)
        analyses.filter(pk=analysis.pk).update(town=town)


def town_of(name, population, year, ages, code):
    """A row of the census as ``strategy.queries.places.Place`` keeps it."""
    about = {"kind": "census", "name": name, "population": population, "year": year, "code": code}
    return about | {"ages": ages, "source": "", "parts": [], "left_out": []}


class Migration(migrations.Migration):

    dependencies = [
        ("strategy", "0005_analysis_sources"),
    ]

    operations = [
        migrations.RunPython(keep_towns, migrations.RunPython.noop, elidable=True),
    ]
