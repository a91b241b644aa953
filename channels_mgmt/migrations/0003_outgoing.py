# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels by hand; one delivery per remote post; wishes to wait.

Until now two posts of equal words could be booked with one and the same remote post. The first one keeps it; of the
others nobody knows whether they are public, so a person looks.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, Min
from django.utils.timezone import now


def leave_doubles_to_a_person(apps, schema_editor):
    rows = apps.get_model("channels_mgmt", "Delivery")._base_manager
    booked = rows.exclude(remote_id="").order_by().values("channel", "remote_id")
    for double in booked.annotate(number=Count("pk"), first=Min("pk")).filter(number__gt=1):
        others = rows.filter(channel=double["channel"], remote_id=double["remote_id"]).exclude(pk=double["first"])
        others.update(
            state="uncertain",
            remote_id="",
            remote_url="",
            published_at=None,
            uncertain_since=now(),
            next_attempt_at=None,
            error="Der Beitrag der Plattform, der hier verbucht war, gehört zu einem anderen. Bitte sehen Sie dort nach.",
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_letter'),
        ('channels_mgmt', '0002_channel_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='channel',
            name='connector_fits_platform',
        ),
        migrations.AddField(
            model_name='channel',
            name='quiet_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='said',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='delivery',
            name='waits',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='channel',
            name='connector',
            field=models.CharField(choices=[('mastodon', 'Mastodon'), ('bluesky', 'Bluesky'), ('practice', 'Practice platform'), ('manual', 'By hand')], max_length=12, verbose_name='Connection'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('scheduled', 'Scheduled'), ('sending', 'Being sent'), ('published', 'Published'), ('retry_wait', 'Waiting for another attempt'), ('rejected', 'Rejected by the platform'), ('uncertain', 'Outcome unknown'), ('missed', 'Missed'), ('withdrawn', 'Withdrawn'), ('handed_over', 'To be published by hand')], default='scheduled', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('connector__in', ['practice', 'manual']), ('connector', models.F('platform')), _connector='OR'), name='connector_fits_platform'),
        ),
        migrations.RunPython(leave_doubles_to_a_person, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('remote_id', ''), _negated=True), fields=('channel', 'remote_id'), name='one_delivery_per_remote_post'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['sending', 'uncertain']), models.Q(('said', ''), _negated=True)), fields=('channel', 'said'), name='equal_words_go_out_one_by_one'),
        ),
    ]
