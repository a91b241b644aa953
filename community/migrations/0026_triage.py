# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2


import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_asks_other_way'),
        ('channels_mgmt', '0040_department_register'),
        ("community", "0025_staff_matters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TriageLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=16)),
                ('revision', models.PositiveIntegerField()),
                ('value', models.BooleanField()),
                ('source', models.CharField(choices=[('answer', 'answer to a suggestion'), ('kind', 'chosen by a person'), ('measure', 'clause of a measure'), ('left', 'left standing'), ('spam', 'marked as advertising')], max_length=7)),
                ('was_suggested', models.BooleanField(default=False)),
                ('was_shown', models.BooleanField(default=False)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'classification by a person',
            },
        ),
        migrations.CreateModel(
            name='TriageModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('shadow', 'On trial'), ('active', 'In use'), ('retired', 'No longer in use')], default='shadow', max_length=7)),
                ('judged', models.JSONField(default=dict)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('examples_sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('activated_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'learned version',
            },
        ),
        migrations.CreateModel(
            name='TriageScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=16)),
                ('revision', models.PositiveIntegerField()),
                ('band', models.CharField(choices=[('rule', 'seen by a rule'), ('mid', 'possible'), ('high', 'likely')], max_length=4)),
                ('score', models.FloatField(blank=True, null=True)),
                ('is_by_rule', models.BooleanField(default=False)),
                ('is_capped', models.BooleanField(default=False)),
                ('shows_band', models.BooleanField(default=False)),
                ('words', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'suggestion',
            },
        ),
        migrations.CreateModel(
            name='TriageSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True, verbose_name='Software suggests')),
                ('own_words', models.JSONField(blank=True, default=dict)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('figures', models.JSONField(blank=True, default=dict)),
                ('refitted_on', models.DateField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'settings of suggestions',
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='triage_edition',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state__in', ['new', 'claimed', 'with_department'])), fields=['municipality', 'triage_edition'], name='comment_to_look_at'),
        ),
        migrations.AddField(
            model_name='triagelabel',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='community.comment'),
        ),
        migrations.AddField(
            model_name='triagelabel',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='community.decision'),
        ),
        migrations.AddField(
            model_name='triagelabel',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='triagemodel',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='triagescore',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='community.comment'),
        ),
        migrations.AddField(
            model_name='triagesettings',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='triagesettings',
            name='municipality',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='triage', to='accounts.municipality'),
        ),
        migrations.AddIndex(
            model_name='triagelabel',
            index=models.Index(fields=['municipality', 'label', '-given_at'], name='triage_label_by_time'),
        ),
        migrations.AddConstraint(
            model_name='triagelabel',
            constraint=models.UniqueConstraint(fields=('comment', 'label'), name='one_answer_per_label'),
        ),
        migrations.AddConstraint(
            model_name='triagelabel',
            constraint=models.CheckConstraint(condition=models.Q(('was_shown', False), ('was_suggested', True), _connector='OR'), name='what_was_shown_was_suggested'),
        ),
        migrations.AddConstraint(
            model_name='triagemodel',
            constraint=models.UniqueConstraint(fields=('municipality', 'version'), name='one_model_per_version'),
        ),
        migrations.AddConstraint(
            model_name='triagemodel',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('municipality',), name='one_model_in_use_per_town'),
        ),
        migrations.AddConstraint(
            model_name='triagemodel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('activated_at__isnull', False), _connector='OR'), name='model_in_use_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='triagescore',
            constraint=models.UniqueConstraint(fields=('comment', 'label'), name='one_score_per_label'),
        ),
        migrations.AddConstraint(
            model_name='triagescore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('band', 'rule'), _negated=True), ('is_by_rule', True), _connector='OR'), name='band_of_a_rule_comes_from_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='triagescore',
            constraint=models.CheckConstraint(condition=models.Q(('is_capped', False), models.Q(('band', 'high'), _negated=True), _connector='OR'), name='capped_score_is_not_high'),
        ),
    ]
