# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "practicepost", "warning", models.CharField("Content warning", blank=True, max_length=200, default=""), preserve_default=False
        ),
        migrations.AddField("practicepost", "poll_options", models.JSONField("Poll", blank=True, default=list)),
        migrations.AddField("practicepost", "is_private", models.BooleanField("Private", default=False)),
    ]
