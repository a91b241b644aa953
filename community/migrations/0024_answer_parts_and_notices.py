# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("community", "0023_counted_queue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='part_count',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.CreateModel(
            name='AnswerPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('sending', 'Being sent'), ('published', 'Published'), ('retry_wait', 'Waiting for another attempt'), ('rejected', 'Rejected by the platform'), ('uncertain', 'Outcome unknown'), ('missed', 'Missed'), ('withdrawn', 'Withdrawn'), ('handed_over', 'To be published by hand')], default='scheduled', max_length=12)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_key', models.JSONField(default=dict)),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('waits', models.PositiveSmallIntegerField(default=0)),
                ('said', models.CharField(blank=True, max_length=64)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('uncertain_since', models.DateTimeField(blank=True, null=True)),
                ('remote_id', models.CharField(blank=True, max_length=300)),
                ('remote_data', models.JSONField(default=dict)),
                ('remote_url', models.URLField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('fault', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('begins', models.PositiveIntegerField()),
                ('ends', models.PositiveIntegerField()),
                ('answer_key', models.CharField(blank=True, max_length=64)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='community.decision')),
            ],
            options={
                'ordering': ['decision', 'number'],
                'indexes': [models.Index(fields=['state', 'due_at'], name='part_by_due'), models.Index(condition=models.Q(('remote_id', ''), _negated=True), fields=['remote_id'], name='part_by_remote')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='part_sending_has_lease'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins')), ('number__gte', 1)), name='part_has_words'), models.UniqueConstraint(fields=('decision', 'number'), name='one_part_per_place'), models.UniqueConstraint(condition=models.Q(('answer_key', ''), _negated=True), fields=('answer_key',), name='one_part_per_remote_post'), models.UniqueConstraint(condition=models.Q(('state__in', ['sending', 'uncertain']), models.Q(('said', ''), _negated=True)), fields=('said',), name='equal_parts_go_out_one_by_one')],
            },
        ),
        migrations.CreateModel(
            name='NoticeMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('sending', 'Being sent'), ('published', 'Published'), ('retry_wait', 'Waiting for another attempt'), ('rejected', 'Rejected by the platform'), ('uncertain', 'Outcome unknown'), ('missed', 'Missed'), ('withdrawn', 'Withdrawn'), ('handed_over', 'To be published by hand')], default='scheduled', max_length=12)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_key', models.JSONField(default=dict)),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('waits', models.PositiveSmallIntegerField(default=0)),
                ('said', models.CharField(blank=True, max_length=64)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('uncertain_since', models.DateTimeField(blank=True, null=True)),
                ('remote_id', models.CharField(blank=True, max_length=300)),
                ('remote_data', models.JSONField(default=dict)),
                ('remote_url', models.URLField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('fault', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('text', models.TextField()),
                ('answer_key', models.CharField(blank=True, max_length=64)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_messages', to='community.decision')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message with a notice',
                'indexes': [models.Index(fields=['state', 'due_at'], name='notice_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='notice_sending_has_lease'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('decision',), name='one_notice_message_per_decision'), models.UniqueConstraint(condition=models.Q(('answer_key', ''), _negated=True), fields=('answer_key',), name='one_notice_per_remote_post'), models.UniqueConstraint(condition=models.Q(('state__in', ['sending', 'uncertain']), models.Q(('said', ''), _negated=True)), fields=('said',), name='equal_notices_go_out_one_by_one')],
            },
        ),
    ]
