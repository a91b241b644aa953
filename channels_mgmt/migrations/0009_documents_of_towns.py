# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document names its town, so that one can belong to the town itself. The next migration asks for it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_town(apps, schema_editor):
    documents = apps.get_model("channels_mgmt", "ChannelDocument")._base_manager
    channels = apps.get_model("channels_mgmt", "Channel")._base_manager
    town = channels.filter(pk=OuterRef("channel")).values("municipality")
    documents.filter(municipality__isnull=True).update(municipality=Subquery(town))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_user_toured_roles"),
        ("channels_mgmt", "0008_publishing_stop"),
    ]

    operations = [
        migrations.AddField(
            model_name="channeldocument",
            name="municipality",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.RunPython(name_the_town, migrations.RunPython.noop),
    ]
