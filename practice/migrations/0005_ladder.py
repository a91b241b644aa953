# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practice', '0004_films'),
    ]

    operations = [
        migrations.AddField(
            model_name='practiceaccount',
            name='blocked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
