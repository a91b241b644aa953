# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels_mgmt', '0011_made_by_ai'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfirmedDatum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=200, verbose_name='Reason')),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmed_data', to='channels_mgmt.post')),
            ],
            options={
                'verbose_name': 'confirmed personal datum',
                'constraints': [models.UniqueConstraint(fields=('post', 'fingerprint'), name='one_confirmation_per_datum'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='confirmed_datum_has_a_reason')],
            },
        ),
    ]
