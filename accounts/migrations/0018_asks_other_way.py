# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0017_calendar_feeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='asks_other_way',
            field=models.BooleanField(default=True),
        ),
    ]
