# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


def forget_unfinished_changes(apps, schema_editor):
    """Addresses that were waiting for their link under the old rule: an open link would make one count at once."""
    unverified = apps.get_model("account", "EmailAddress").objects.filter(verified=False)
    unverified.exclude(email__iexact=models.F("user__email")).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_takeover'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.RunPython(forget_unfinished_changes, migrations.RunPython.noop, elidable=True),
    ]
