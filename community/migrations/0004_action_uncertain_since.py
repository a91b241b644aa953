# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_comment_search")]

    operations = [
        migrations.AddField("platformaction", "uncertain_since", models.DateTimeField(blank=True, null=True)),
    ]
