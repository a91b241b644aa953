# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_asks_other_way'),
        ('channels_mgmt', '0039_writing_rights_and_topic_mail'),
        ("community", "0021_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='author',
            options={'verbose_name': 'account of a citizen'},
        ),
        migrations.AddField(
            model_name='author',
            name='standing',
            field=models.CharField(blank=True, choices=[('', 'Usual'), ('test', 'Test account of the town'), ('spam', 'Advertising')], default='', max_length=4),
        ),
        migrations.AddField(
            model_name='author',
            name='standing_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='author',
            name='standing_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='answers',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='apart',
            field=models.CharField(blank=True, choices=[('', 'Usual'), ('test', 'Test account of the town'), ('spam', 'Advertising')], default='', max_length=4),
        ),
        migrations.AddField(
            model_name='comment',
            name='counted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='gone_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='likes',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='looked_for_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='author',
            index=models.Index(condition=models.Q(('standing', ''), _negated=True), fields=['municipality', '-standing_at'], name='author_marked'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('emptied_at__isnull', True), ('is_private', True)), fields=['municipality', 'received_at'], name='comment_message_by_time'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('gone_at__isnull', False), ('state', 'new')), fields=['gone_at'], name='comment_gone_open'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('gone_at__isnull', False)), fields=['municipality', '-decided_at'], name='comment_gone_by_decision'),
        ),
        migrations.AddConstraint(
            model_name='author',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', ''), ('standing_at__isnull', True), ('standing_by__isnull', True)), models.Q(models.Q(('standing', ''), _negated=True), ('standing_at__isnull', False), ('standing_by__isnull', False)), _connector='OR'), name='marked_account_says_by_whom'),
        ),
    ]
