# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('netiquette', '0003_builder'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetiquettePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=20)),
                ('pdf', models.FileField(upload_to='published/%Y/')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('built_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='netiquette.netiquette')),
            ],
            options={
                'verbose_name': 'published PDF of a netiquette',
                'constraints': [models.UniqueConstraint(fields=('document', 'language'), name='one_netiquette_paper_per_language'), models.CheckConstraint(condition=models.Q(models.Q(('pdf', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), name='netiquette_paper_has_file')],
            },
        ),
    ]
