# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0013_user_toured_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('last_sequence', models.PositiveBigIntegerField()),
                ('last_hash', models.CharField(max_length=64)),
                ('removed', models.PositiveIntegerField()),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('years', models.PositiveSmallIntegerField()),
                ('kept', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'checkpoint of the audit trail',
                'ordering': ['municipality', 'number'],
            },
        ),
        migrations.AddField(
            model_name='retentionperiod',
            name='audit_years',
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.AddConstraint(
            model_name='retentionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('audit_years__range', (4, 10))), name='audit_years_in_range'),
        ),
        migrations.AddField(
            model_name='auditcheckpoint',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_checkpoints', to='accounts.municipality'),
        ),
        migrations.AddConstraint(
            model_name='auditcheckpoint',
            constraint=models.UniqueConstraint(fields=('municipality', 'number'), name='one_checkpoint_per_number'),
        ),
        migrations.AddConstraint(
            model_name='auditcheckpoint',
            constraint=models.CheckConstraint(condition=models.Q(('last_sequence__gte', 1), ('number__gte', 1)), name='checkpoint_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='auditcheckpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_at', None), ('last_at', None), ('removed', 0)), models.Q(('first_at__isnull', False), ('last_at__gte', models.F('first_at')), ('removed__gte', 1)), _connector='OR'), name='checkpoint_says_from_when_to_when'),
        ),
    ]
