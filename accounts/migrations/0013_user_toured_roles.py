# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

ROLES = "administrator communications department editor external leadership moderator reader"


def leave_alone_who_is_at_work(apps, schema_editor):
    """Who has signed in before knows the place."""
    apps.get_model("accounts", "User").objects.exclude(last_login=None).update(toured_roles=ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='toured_roles',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.RunPython(leave_alone_who_is_at_work, migrations.RunPython.noop, elidable=True),
    ]
