# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_user_toured_roles"),
        ("channels_mgmt", "0009_documents_of_towns"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="channeldocument",
            options={"ordering": ["channel", "kind", "-version"], "verbose_name": "document"},
        ),
        migrations.AlterField(
            model_name="channeldocument",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality"
            ),
        ),
        migrations.AlterField(
            model_name="channeldocument",
            name="channel",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="channels_mgmt.channel",
            ),
        ),
        migrations.AlterField(
            model_name="channeldocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("usage_concept", "Usage concept"),
                    ("dpia", "Draft of the data protection impact assessment"),
                    ("privacy_notice", "Privacy notice"),
                    ("imprint", "Text of the imprint"),
                    ("accessibility", "Accessibility statement"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="channeldocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel__isnull", True)),
                fields=("municipality", "kind", "version"),
                name="one_town_document_per_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="channeldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel__isnull", True), ("kind", "accessibility")),
                    models.Q(("channel__isnull", False), models.Q(("kind", "accessibility"), _negated=True)),
                    _connector="OR",
                ),
                name="documents_of_towns_have_no_channel",
            ),
        ),
        migrations.AddField(
            model_name="documentparticulars",
            name="access_assessed_on",
            field=models.DateField(blank=True, null=True, verbose_name="Accessibility assessed on"),
        ),
        migrations.AddField(
            model_name="documentparticulars",
            name="access_gaps",
            field=models.TextField(blank=True, verbose_name="Known barriers of your own"),
        ),
        migrations.AddField(
            model_name="documentparticulars",
            name="enforcement_contact",
            field=models.TextField(blank=True, verbose_name="Contact of the enforcement body"),
        ),
    ]
