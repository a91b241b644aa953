# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def order_copies(apps, schema_editor):
    """What was signed before gets its PDF as well; the worker makes it from these rows."""
    documents = apps.get_model("strategy", "Strategy")._base_manager
    copies = apps.get_model("strategy", "StrategyCopy")._base_manager
    for document in documents.filter(signed_at__isnull=False).exclude(signed_hash="").select_related("signed_by"):
        signer = document.signed_by
        copies.create(document=document, signatory=((signer.name or signer.email) if signer else "")[:120])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_letter'),
        ('strategy', '0002_document_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StrategyCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signatory', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('due', 'Being made'), ('built', 'Built')], default='due', max_length=10)),
                ('pdf', models.FileField(blank=True, upload_to='signed/%Y/')),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('built_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'signed PDF of a strategy',
            },
        ),
        migrations.AddField(
            model_name='strategy',
            name='return_parts',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='strategy',
            name='revoke_reason',
            field=models.TextField(blank=True, verbose_name='Reason for withdrawing'),
        ),
        migrations.AddField(
            model_name='strategy',
            name='revoked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='strategy',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='strategy',
            name='signed_hash',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoked_by__isnull', False), ('state', 'retired'), models.Q(('revoke_reason', ''), _negated=True)), _connector='OR'), name='strategy_revoked_with_reason'),
        ),
        migrations.AddField(
            model_name='strategycopy',
            name='document',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed_copy', to='strategy.strategy'),
        ),
        migrations.AddConstraint(
            model_name='strategycopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'built'), _negated=True), models.Q(models.Q(('pdf', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('built_at__isnull', False)), _connector='OR'), name='strategy_copy_built_has_file'),
        ),
        migrations.RunPython(order_copies, migrations.RunPython.noop),
    ]
