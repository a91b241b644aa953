# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def order_copies(apps, schema_editor):
    """What was signed before gets its PDF as well; the worker makes it from these rows."""
    documents = apps.get_model("netiquette", "Netiquette")._base_manager
    copies = apps.get_model("netiquette", "NetiquetteCopy")._base_manager
    for document in documents.filter(signed_at__isnull=False).exclude(signed_hash="").select_related("signed_by"):
        signer = document.signed_by
        copies.create(document=document, signatory=((signer.name or signer.email) if signer else "")[:120])


class Migration(migrations.Migration):

    dependencies = [
        ('netiquette', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='netiquette',
            name='return_parts',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='netiquette',
            name='signed_hash',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.CreateModel(
            name='NetiquetteCopy',
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
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed_copy', to='netiquette.netiquette')),
            ],
            options={
                'verbose_name': 'signed PDF of a netiquette',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'built'), _negated=True), models.Q(models.Q(('pdf', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('built_at__isnull', False)), _connector='OR'), name='netiquette_copy_built_has_file')],
            },
        ),
        migrations.RunPython(order_copies, migrations.RunPython.noop),
    ]
