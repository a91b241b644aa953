# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels_mgmt', '0014_captures'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('reached', 'can be reached'), ('gone', 'not found'), ('refused', 'does not let us look'), ('broken', 'reports a fault of its own'), ('silent', 'no answer'), ('internal', 'leads into an internal network')], max_length=10)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_checks', to='channels_mgmt.post')),
            ],
            options={
                'verbose_name': 'checked link',
                'indexes': [models.Index(fields=['due_at'], name='link_check_by_due')],
                'constraints': [models.UniqueConstraint(fields=('post', 'url'), name='one_check_per_link_of_a_post')],
            },
        ),
    ]
