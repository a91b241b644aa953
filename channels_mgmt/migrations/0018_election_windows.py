# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_case_years'),
        ('channels_mgmt', '0017_post_series'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ElectionWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mayor', 'Election of the mayor'), ('council', 'Election of the council'), ('district', 'Election in the district'), ('state', 'State election'), ('federal', 'Federal election'), ('european', 'European election'), ('vote', 'Vote of the citizens')], max_length=10, verbose_name='What is elected?')),
                ('election_day', models.DateField(verbose_name='Election day')),
                ('starts_on', models.DateField(verbose_name='First day')),
                ('ends_on', models.DateField(verbose_name='Last day')),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('basis', models.CharField(max_length=300, verbose_name='Basis')),
                ('names', models.TextField(blank=True, verbose_name='Names and offices')),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='election_windows', to='accounts.municipality')),
            ],
            options={
                'verbose_name': 'election window',
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StandingPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='channels_mgmt.electionwindow')),
            ],
        ),
        migrations.AddIndex(
            model_name='electionwindow',
            index=models.Index(fields=['municipality', 'begins_at', 'ends_at'], name='election_window_by_time'),
        ),
        migrations.AddConstraint(
            model_name='electionwindow',
            constraint=models.UniqueConstraint(fields=('municipality', 'kind', 'election_day'), name='one_window_per_election'),
        ),
        migrations.AddConstraint(
            model_name='electionwindow',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('election_day')), ('starts_on__lte', models.F('election_day')), ('begins_at__lt', models.F('ends_at'))), name='election_window_holds_its_day'),
        ),
        migrations.AddConstraint(
            model_name='electionwindow',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='election_window_has_a_basis'),
        ),
        migrations.AddConstraint(
            model_name='standingperson',
            constraint=models.UniqueConstraint(fields=('window', 'person'), name='stands_once_per_election'),
        ),
    ]
