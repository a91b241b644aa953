# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_case_years'),
        ('community', '0014_faults'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DepartmentQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('answered', 'Answered'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10)),
                ('department', models.CharField(max_length=120, verbose_name='Department')),
                ('email', models.EmailField(max_length=254, verbose_name='E-mail address')),
                ('question', models.CharField(max_length=2000, verbose_name='Question')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('remind_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=5000, verbose_name='Answer')),
                ('answered_as', models.CharField(blank=True, max_length=120)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('emptied_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='department_questions', to='community.comment')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'question to a department',
                'verbose_name_plural': 'questions to departments',
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['municipality', 'due_at'], name='department_question_open'), models.Index(fields=['municipality', '-asked_at'], name='department_question_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state', 'answered'), models.Q(models.Q(('answer', ''), _negated=True), ('emptied_at__isnull', False), _connector='OR')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answer', ''), ('answered_at__isnull', True)), _connector='OR'), name='department_answer_has_words_and_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='department_question_withdrawn_has_a_time'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at')), ('remind_at__lte', models.F('due_at'))), name='department_question_due_after_asking'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('comment', 'email'), name='one_open_question_per_department')],
            },
        ),
    ]
