# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_audit_checkpoints"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="former_codes",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AlterField(
            model_name="municipality",
            name="municipality_code",
            field=models.CharField(
                help_text="Eight digits, for example 08335043 for Konstanz.",
                max_length=8,
                validators=[
                    RegexValidator("^[0-9]{8}\\Z", "The municipality code has eight digits."),
                    RegexValidator(
                        "^(0[1-9]|1[0-6])", "The municipality code begins with that of a state, 01 to 16."
                    ),
                ],
                verbose_name="Municipality code",
            ),
        ),
    ]
