# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kind a comment seems to be of, suggested for what is open and for what was written in the last four weeks."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.utils.timezone import now

from channels_mgmt.connectors.contents import Contents
from community.queries.kinds import kind_of

BATCH = 1000
OPEN_STATES = ["new", "claimed", "with_department"]


def suggest_kinds(apps, schema_editor):
    comments = apps.get_model("community", "Comment")._base_manager.filter(
        Q(state__in=OPEN_STATES) | Q(posted_at__gte=now() - timedelta(days=28)), kind=""
    )
    last = 0
    while batch := list(comments.filter(pk__gt=last).order_by("pk").only("pk", "text", "kept_contents")[:BATCH]):
        found = defaultdict(list)
        for comment in batch:
            found[kind_of(comment.text, Contents.from_json(comment.kept_contents)).kind].append(comment.pk)
        for kind, numbers in found.items():
            comments.filter(pk__in=numbers).update(kind=kind)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_asks_other_way"),
        ("channels_mgmt", "0039_writing_rights_and_topic_mail"),
        ("community", "0020_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("question", "Question"),
                    ("praise", "Praise"),
                    ("criticism", "Criticism"),
                    ("other", "Other"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.RunPython(suggest_kinds, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "claimed", "with_department"])),
                fields=["municipality", "kind", "urgency", "due_at", "id"],
                name="comment_queue_of_kind",
            ),
        ),
    ]
