# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_case_years'),
        ('channels_mgmt', '0015_link_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovalRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('half_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_requests', to='accounts.municipality')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approval_requests', to='channels_mgmt.post')),
            ],
            options={
                'verbose_name': 'request for approval',
                'indexes': [models.Index(condition=models.Q(('reminded_at__isnull', True)), fields=['half_at'], name='approval_to_remind'), models.Index(condition=models.Q(('escalated_at__isnull', True)), fields=['due_at'], name='approval_to_escalate')],
                'constraints': [models.UniqueConstraint(fields=('post', 'asked_at'), name='one_request_per_submission'), models.CheckConstraint(condition=models.Q(('half_at__gte', models.F('asked_at')), ('due_at__gte', models.F('half_at'))), name='approval_due_in_order')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=300, verbose_name='Reason')),
                ('released_at', models.DateTimeField()),
                ('past_stop', models.PositiveBigIntegerField(blank=True, null=True)),
                ('confirm_until', models.DateTimeField()),
                ('head_told_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'Not confirmed yet'), ('confirmed', 'Confirmed'), ('objected', 'Objected to'), ('lapsed', 'Lapsed: the post was taken back or changed before it was public')], default='open', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_releases', to='accounts.municipality')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_releases', to='channels_mgmt.post')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'emergency release',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['confirm_until'], name='emergency_open'), models.Index(fields=['municipality', 'released_at'], name='emergency_by_town')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('released_by')), _negated=True), _connector='OR'), name='emergency_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('state__in', ['open', 'lapsed'])), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ['confirmed', 'objected'])), _connector='OR'), name='emergency_answer_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('content_hash', ''), _negated=True)), name='emergency_says_why_and_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'objected'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='emergency_objection_says_why'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('post',), name='one_open_emergency_per_post')],
            },
        ),
    ]
