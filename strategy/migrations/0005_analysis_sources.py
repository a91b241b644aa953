# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import unicodedata

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def spell_for_searching(apps, schema_editor):
    """Fill the search keys of towns that were loaded before (see ``strategy.models.search_key``)."""
    profile = apps.get_model("strategy", "AgeProfile")
    rows = list(profile.objects.filter(name_key=""))
    for row in rows:
        row.name_key, row.district_key = search_key(row.name), search_key(row.district_name)
    profile.objects.bulk_update(rows, ["name_key", "district_key"], batch_size=500)


def search_key(text):
    folded = text.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
    plain = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0004_direct_line'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UsageTable',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_usage_table')],
            },
        ),
        migrations.AddField(
            model_name='ageprofile',
            name='district_key',
            field=models.CharField(blank=True, db_index=True, max_length=260),
        ),
        migrations.AddField(
            model_name='ageprofile',
            name='name_key',
            field=models.CharField(blank=True, db_index=True, max_length=260),
        ),
        migrations.RunPython(spell_for_searching, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name='platformanalysis',
            name='copied_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='strategy.platformanalysis'),
        ),
        migrations.AddField(
            model_name='platformanalysis',
            name='town',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='platformusage',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='platformanalysis',
            name='profile_code',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddConstraint(
            model_name='platformanalysis',
            constraint=models.CheckConstraint(condition=models.Q(('computed_at__isnull', True), ('computed_at__gte', models.F('weights_frozen_at')), _connector='OR'), name='weights_frozen_no_later_than_result'),
        ),
        migrations.AddConstraint(
            model_name='platformanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('computed_at__isnull', True), ('result__isnull', True), ('result_hash', '')), models.Q(('computed_at__isnull', False), ('result__isnull', False), models.Q(('result_hash', ''), _negated=True)), _connector='OR'), name='result_is_dated_and_hashed'),
        ),
        migrations.AddConstraint(
            model_name='platformanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('weights_frozen_at__isnull', True), ('weights_frozen_by__isnull', True)), models.Q(('weights_frozen_at__isnull', False), ('weights_frozen_by__isnull', False)), _connector='OR'), name='frozen_weights_name_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='platformusage',
            constraint=models.CheckConstraint(condition=models.Q(('age_to__isnull', True), ('age_to__gte', models.F('age_from')), _connector='OR'), name='usage_band_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='platformusage',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'estimate'), models.Q(('source_url', ''), _negated=True), _connector='OR'), name='usage_without_source_is_an_estimate'),
        ),
    ]
