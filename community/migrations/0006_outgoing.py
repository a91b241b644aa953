# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One decision per remote answer; wishes to wait. Of answers booked twice, a person says which is public."""

from django.db import migrations, models
from django.utils.timezone import now

from core.hashing import content_hash


def name_answers(apps, schema_editor):
    rows = apps.get_model("community", "PlatformAction")._base_manager
    known = set()
    found = rows.exclude(remote_id="").order_by("pk").values_list("pk", "decision__comment__channel", "remote_id")
    for pk, channel, remote_id in list(found):
        key = content_hash([channel, remote_id])
        if key in known:
            rows.filter(pk=pk).update(
                state="uncertain",
                remote_id="",
                remote_url="",
                published_at=None,
                uncertain_since=now(),
                next_attempt_at=None,
                error="Die Antwort, die hier verbucht war, gehört zu einer anderen Entscheidung. Bitte sehen Sie dort nach.",
            )
        else:
            known.add(key)
            rows.filter(pk=pk).update(answer_key=key)


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0005_contents'),
    ]

    operations = [
        migrations.AddField(
            model_name='platformaction',
            name='answer_key',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='platformaction',
            name='said',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='platformaction',
            name='waits',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='platformaction',
            name='state',
            field=models.CharField(choices=[('scheduled', 'Scheduled'), ('sending', 'Being sent'), ('published', 'Published'), ('retry_wait', 'Waiting for another attempt'), ('rejected', 'Rejected by the platform'), ('uncertain', 'Outcome unknown'), ('missed', 'Missed'), ('withdrawn', 'Withdrawn'), ('handed_over', 'To be published by hand')], default='scheduled', max_length=12),
        ),
        migrations.RunPython(name_answers, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='platformaction',
            constraint=models.UniqueConstraint(condition=models.Q(('answer_key', ''), _negated=True), fields=('answer_key',), name='one_answer_per_remote_post'),
        ),
        migrations.AddConstraint(
            model_name='platformaction',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['sending', 'uncertain']), models.Q(('said', ''), _negated=True)), fields=('said',), name='equal_answers_go_out_one_by_one'),
        ),
    ]
