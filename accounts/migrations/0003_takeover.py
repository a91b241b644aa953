# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_letter'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='password_reset_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='password_set_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='password_set_how',
            field=models.CharField(blank=True, choices=[('invitation', 'chosen with the invitation'), ('change', 'changed by the person'), ('reset', 'reset by mail'), ('console', 'set by the operator')], max_length=12),
        ),
        migrations.AddField(
            model_name='user',
            name='reset_confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='reset_confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='user',
            name='session_epoch',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_address', models.EmailField(max_length=254)),
                ('new_address', models.EmailField(max_length=254)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('in_force', 'In force'), ('stopped', 'Stopped from the old address'), ('withdrawn', 'Withdrawn by the person'), ('lapsed', 'Lapsed')], default='waiting', max_length=10)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='New address confirmed')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='address_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'change of address',
                'indexes': [models.Index(fields=['state', 'due_at'], name='address_change_by_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='one_waiting_address_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='address_in_force_is_confirmed'), models.CheckConstraint(condition=models.Q(('new_address', models.F('old_address')), _negated=True), name='address_change_changes')],
            },
        ),
    ]
