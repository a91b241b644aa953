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
        ("community", "0024_answer_parts_and_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingChoice',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('blur', models.CharField(choices=[('always', 'Always blurred'), ('marked', 'Only what is marked'), ('never', 'Never blurred')], max_length=6)),
            ],
            options={
                'verbose_name': 'choice of how comments are shown',
            },
        ),
        migrations.CreateModel(
            name='StaffMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marked_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'mark of a comment that concerns the staff',
            },
        ),
        migrations.CreateModel(
            name='StaffReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'person named for what concerns the staff',
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='fold_key',
            field=models.CharField(blank=True, default='', max_length=16),
        ),
        migrations.AddField(
            model_name='comment',
            name='burden',
            field=models.CharField(
                blank=True,
                choices=[('', 'As the rule says'), ('yes', 'Burdensome'), ('no', 'Not burdensome')],
                default='',
                max_length=3,
            ),
        ),
        migrations.AddField(
            model_name='comment',
            name='is_staff_matter',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'new'), models.Q(('fold_key', ''), _negated=True)), fields=['municipality', 'fold_key', 'urgency', 'due_at', 'id'], name='comment_by_fold_key'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('is_staff_matter', True)), fields=['municipality', '-posted_at'], name='comment_of_staff'),
        ),
        migrations.AddField(
            model_name='staffmatter',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='staff_matter', to='community.comment'),
        ),
        migrations.AddField(
            model_name='staffmatter',
            name='marked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffmatter',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffreader',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='staffreader',
            name='named_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffreader',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='staffreader',
            constraint=models.UniqueConstraint(fields=('municipality', 'person'), name='staff_reader_named_once'),
        ),
    ]
