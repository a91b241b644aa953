# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels_mgmt", "0001_initial")]

    operations = [
        migrations.AddField("delivery", "uncertain_since", models.DateTimeField(blank=True, null=True)),
    ]
