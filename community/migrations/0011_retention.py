# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_retention'),
        ('channels_mgmt', '0005_platforms_by_folder'),
        ('community', '0010_threats_on_the_clock_of_the_wall'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PseudonymRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('months', models.PositiveSmallIntegerField()),
                ('replaced', models.PositiveIntegerField(default=0)),
                ('entries_emptied', models.PositiveIntegerField(default=0)),
                ('kept', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'replacement of names by pseudonyms',
                'ordering': ['-day'],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='pseudonymised_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('pseudonymised_at__isnull', True), ('state__in', ['decided', 'closed'])), fields=['municipality', 'decided_at'], name='comment_with_its_author'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('pseudonymised_at__isnull', True), models.Q(('is_hidden', False), ('state__in', ['decided', 'closed']), ('url', '')), _connector='OR'), name='pseudonym_hides_where_the_comment_stood'),
        ),
        migrations.AddField(
            model_name='pseudonymrun',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pseudonym_runs', to='accounts.municipality'),
        ),
        migrations.AddConstraint(
            model_name='pseudonymrun',
            constraint=models.UniqueConstraint(fields=('municipality', 'day'), name='one_pseudonym_run_per_day'),
        ),
    ]
