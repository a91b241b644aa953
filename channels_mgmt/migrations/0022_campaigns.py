# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_case_years'),
        ('channels_mgmt', '0021_post_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('goal', models.CharField(blank=True, max_length=300, verbose_name='Goal')),
                ('first', models.DateField(verbose_name='First day')),
                ('last', models.DateField(verbose_name='Last day')),
                ('wanted', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Number of posts')),
                ('hue', models.PositiveSmallIntegerField(default=1, verbose_name='Colour')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='accounts.municipality')),
            ],
            options={
                'verbose_name': 'campaign',
            },
        ),
        migrations.AddField(
            model_name='post',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to='channels_mgmt.campaign', verbose_name='Campaign'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('municipality', 'name'), name='campaign_named_once'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='campaign_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='campaign_ends_after_its_start'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('hue__gte', 1), ('hue__lte', 6)), name='campaign_has_a_colour'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('wanted__isnull', True), models.Q(('wanted__gte', 1), ('wanted__lte', 500)), _connector='OR'), name='campaign_wants_some_posts'),
        ),
    ]
