# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0015_code_of_municipality'),
    ]

    operations = [
        migrations.AddField(
            model_name='retentionperiod',
            name='case_years',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddConstraint(
            model_name='retentionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('case_years__range', (1, 9))), name='case_years_in_range'),
        ),
        migrations.AddConstraint(
            model_name='retentionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('audit_years__gt', models.F('case_years'))), name='audit_outlives_its_cases'),
        ),
    ]
