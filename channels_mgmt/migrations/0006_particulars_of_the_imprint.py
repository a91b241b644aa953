# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels_mgmt', '0005_platforms_by_folder'),
    ]

    operations = [
        migrations.AddField(
            model_name='documentparticulars',
            name='legal_form',
            field=models.CharField(blank=True, max_length=120, verbose_name='Legal form'),
        ),
        migrations.AddField(
            model_name='documentparticulars',
            name='legal_supervision',
            field=models.CharField(blank=True, max_length=200, verbose_name='Legal supervision'),
        ),
        migrations.AddField(
            model_name='documentparticulars',
            name='processors',
            field=models.TextField(blank=True, verbose_name='Processors'),
        ),
    ]
