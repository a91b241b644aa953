# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from accounts.domain.kinds import kind_in_census, kind_in_name


def derive(apps, schema_editor):
    """Give towns the kind and the population the census or their name says; what nobody says stays open."""
    towns = apps.get_model("accounts", "Municipality")._base_manager
    profiles = apps.get_model("strategy", "AgeProfile")._base_manager
    for town in towns.filter(kind="").iterator():
        row = profiles.filter(code=town.municipality_code, level="municipality").first()
        kind = kind_in_name(town.name) or (kind_in_census(row.name, row.code) if row else "")
        population = town.population or (row.population if row else None)
        towns.filter(pk=town.pk, kind="").update(kind=kind, population=population)


class Migration(migrations.Migration):

    dependencies = [
        ("strategy", "0007_platforms_by_folder"),
        ("accounts", "0011_kind_of_municipality"),
    ]

    operations = [
        migrations.RunPython(derive, migrations.RunPython.noop, elidable=True),
    ]
