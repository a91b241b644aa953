# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is open as danger gets the deadline that new threats have: one hour after it arrived."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F

DANGER = 1


def count_from_arrival(apps, schema_editor):
    comments = apps.get_model("community", "Comment")._base_manager
    within = F("received_at") + timedelta(hours=1)
    comments.filter(urgency=DANGER, due_at__gt=within).exclude(state__in=["decided", "closed"]).update(due_at=within)


class Migration(migrations.Migration):
    dependencies = [("community", "0009_searchable_text")]

    operations = [migrations.RunPython(count_from_arrival, migrations.RunPython.noop)]
