# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_asks_other_way'),
        ('channels_mgmt', '0036_renditions'),
        ("community", "0018_replies"),
        ('netiquette', '0004_published_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandedOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'comment handed on',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'notice to a citizen',
                'verbose_name_plural': 'notices to citizens',
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('restrict', 'Restrict'), ('block', 'Block')], max_length=10)),
                ('state', models.CharField(choices=[('requested', 'Waits for a second person'), ('declined', 'Declined'), ('in_force', 'In force'), ('ended', 'Ended')], default='requested', max_length=10)),
                ('reason', models.TextField()),
                ('days', models.PositiveSmallIntegerField()),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.TextField(blank=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('review_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_note', models.TextField(blank=True)),
                ('emptied_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'restriction of an account',
                'verbose_name_plural': 'restrictions of accounts',
                'ordering': ['-requested_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RestrictionAction',
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
                ('act', models.CharField(choices=[('put_on', 'Put on'), ('take_off', 'Take off')], max_length=10)),
                ('outcome', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='hiding_needs_clause_rationale_evidence',
        ),
        migrations.RemoveIndex(
            model_name='decision',
            name='decision_by_clause',
        ),
        migrations.AddField(
            model_name='comment',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='why_not_hidden',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='publicsettings',
            name='care_contacts',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='publicsettings',
            name='restriction_days',
            field=models.PositiveSmallIntegerField(default=30, verbose_name='Restrict accounts for how many days?'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('leave', 'Leave'), ('reply', 'Reply'), ('hide', 'Hide'), ('delete', 'Delete'), ('show', 'Show again')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('kind__in', ['hide', 'delete'])), fields=['clause', '-decided_at'], name='decision_by_clause'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('is_hidden', False), _connector='OR'), name='removed_comment_cannot_be_shown_again'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['hide', 'delete']), _negated=True), models.Q(('clause__isnull', False), ('evidence__isnull', False), models.Q(('rationale', ''), _negated=True)), models.Q(('clause__isnull', False), ('emptied_at__isnull', False), models.Q(('rationale', ''), _negated=True)), _connector='OR'), name='measure_needs_clause_rationale_evidence'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'delete'), _negated=True), models.Q(('why_not_hidden', ''), _negated=True), _connector='OR'), name='deleting_says_why_hiding_is_not_enough'),
        ),
        migrations.AddConstraint(
            model_name='publicsettings',
            constraint=models.CheckConstraint(condition=models.Q(('restriction_days__gte', 1), ('restriction_days__lte', 180)), name='restriction_days_are_sensible'),
        ),
        migrations.AddField(
            model_name='handedon',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_on', to='community.comment'),
        ),
        migrations.AddField(
            model_name='handedon',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='community.decision'),
        ),
        migrations.AddField(
            model_name='notice',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='clause',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='netiquette.clause'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='community.comment'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restriction',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restriction',
            name='evidence',
            field=models.ManyToManyField(related_name='restrictions', to='community.evidence'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restriction',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='restriction',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='community.restriction'),
        ),
        migrations.AddField(
            model_name='restrictionaction',
            name='restriction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='community.restriction'),
        ),
        migrations.AddConstraint(
            model_name='handedon',
            constraint=models.UniqueConstraint(fields=('comment', 'person'), name='handed_on_once'),
        ),
        migrations.AddIndex(
            model_name='restriction',
            index=models.Index(fields=['municipality', 'state', '-requested_at'], name='restriction_by_state'),
        ),
        migrations.AddIndex(
            model_name='restriction',
            index=models.Index(condition=models.Q(('state', 'in_force')), fields=['ends_at'], name='restriction_by_end'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('requested_by')), _negated=True), name='restriction_has_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'requested')), models.Q(models.Q(('state', 'requested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_restriction_says_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'ended']), _negated=True), models.Q(('ends_at__gt', models.F('decided_at')), ('ends_at__isnull', False), ('review_at__lte', models.F('ends_at'))), _connector='OR'), name='restriction_in_force_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='ended_restriction_says_when'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('days__gte', 1), ('days__lte', 180), models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR')), name='restriction_has_reasons_and_days'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'in_force'])), fields=('account',), name='one_restriction_per_account'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('restriction__isnull', True)), models.Q(('decision__isnull', True), ('restriction__isnull', False)), _connector='OR'), name='notice_is_about_one_measure'),
        ),
        migrations.AddIndex(
            model_name='restrictionaction',
            index=models.Index(fields=['state', 'due_at'], name='restriction_action_by_due'),
        ),
        migrations.AddConstraint(
            model_name='restrictionaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='restriction_sending_has_lease'),
        ),
        migrations.AddConstraint(
            model_name='restrictionaction',
            constraint=models.UniqueConstraint(fields=('restriction', 'act'), name='one_step_per_restriction_and_act'),
        ),
    ]
