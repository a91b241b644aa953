# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_letter'),
        ('strategy', '0003_signoff'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('answered', 'Answered'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10)),
                ('question', models.CharField(max_length=280, verbose_name='Question')),
                ('context', models.CharField(blank=True, max_length=1000, verbose_name='What one needs to know for it')),
                ('asked_from', models.CharField(blank=True, max_length=300)),
                ('answer_1', models.CharField(max_length=40)),
                ('answer_2', models.CharField(max_length=40)),
                ('answer_3', models.CharField(blank=True, max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('promise_hours', models.PositiveSmallIntegerField()),
                ('half_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('deputy_told_at', models.DateTimeField(blank=True, null=True)),
                ('chosen', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='Remark')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
            ],
            options={
                'verbose_name': 'question to the head',
                'verbose_name_plural': 'questions to the head',
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(fields=['municipality', 'state', 'due_at'], name='direct_question_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('chosen__isnull', False), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at__isnull', True), ('answered_by__isnull', True), ('chosen__isnull', True), ('read_at__isnull', True)), _connector='OR'), name='direct_question_answered_by_somebody'), models.CheckConstraint(condition=models.Q(('chosen__isnull', True), ('chosen__in', [1, 2]), models.Q(('chosen', 3), models.Q(('answer_3', ''), _negated=True)), _connector='OR'), name='direct_question_chosen_was_offered'), models.CheckConstraint(condition=models.Q(models.Q(('question', ''), _negated=True), models.Q(('answer_1', ''), _negated=True), models.Q(('answer_2', ''), _negated=True)), name='direct_question_has_two_answers'), models.CheckConstraint(condition=models.Q(models.Q(('answer_1', models.F('answer_2')), _negated=True), models.Q(('answer_1', models.F('answer_3')), _negated=True), models.Q(('answer_2', models.F('answer_3')), _negated=True)), name='direct_question_answers_differ'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='direct_question_withdrawn_has_time'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at')), ('half_at__lte', models.F('due_at')), ('promise_hours__gte', 1)), name='direct_question_due_after_asking'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='direct_question_answered_by_another'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('municipality', 'asked_by', 'question'), name='direct_question_asked_once')],
            },
        ),
    ]
