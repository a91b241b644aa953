# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_case_years'),
        ('channels_mgmt', '0007_searchable_posts'),
        ('community', '0012_author_words'),
        ('netiquette', '0003_builder'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('released_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('years', models.PositiveSmallIntegerField()),
                ('comments', models.PositiveIntegerField()),
                ('evidence', models.PositiveIntegerField()),
                ('decisions', models.PositiveIntegerField()),
                ('wordings', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'release of measures and evidence',
                'ordering': ['-released_at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='pseudonym_hides_where_the_comment_stood',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='hiding_needs_clause_rationale_evidence',
        ),
        migrations.AddField(
            model_name='comment',
            name='emptied_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='emptied_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('pseudonymised_at__isnull', True), models.Q(('is_hidden', False), ('state__in', ['decided', 'closed']), ('url', '')), models.Q(('emptied_at__isnull', False), ('state__in', ['decided', 'closed']), ('url', '')), _connector='OR'), name='pseudonym_hides_where_the_comment_stood'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('emptied_at__isnull', True), models.Q(('other_words', ''), ('pseudonymised_at__isnull', False)), _connector='OR'), name='emptied_comment_has_a_pseudonym'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hide'), _negated=True), models.Q(('clause__isnull', False), ('evidence__isnull', False), models.Q(('rationale', ''), _negated=True)), models.Q(('clause__isnull', False), ('emptied_at__isnull', False), models.Q(('rationale', ''), _negated=True)), _connector='OR'), name='hiding_needs_clause_rationale_evidence'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('emptied_at__isnull', True), ('evidence__isnull', True), _connector='OR'), name='emptied_decision_has_no_evidence'),
        ),
        migrations.AddField(
            model_name='caserelease',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_releases', to='accounts.municipality'),
        ),
        migrations.AddField(
            model_name='caserelease',
            name='released_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='caserelease',
            constraint=models.CheckConstraint(condition=models.Q(('comments__gte', 1)), name='release_lets_something_go'),
        ),
    ]
