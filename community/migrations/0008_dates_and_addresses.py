# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Since when stored comments could be read, and addresses on Bluesky that outlive a handle."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest, Least

POST = "/app.bsky.feed.post/"


def count_from_reading(apps, schema_editor):
    """What was written after its post counts as before; a date before its post counts from the post."""
    comment, delivery = apps.get_model("community", "Comment"), apps.get_model("channels_mgmt", "Delivery")
    published = Subquery(delivery.objects.filter(pk=OuterRef("delivery_id")).values("published_at")[:1])
    answered = Coalesce(published, F("posted_at"))
    comment.objects.update(readable_since=Least(F("received_at"), Greatest(F("posted_at"), answered)))


def name_accounts_by_their_number(apps, schema_editor):
    comment, author = apps.get_model("community", "Comment"), apps.get_model("community", "Author")
    batch = []
    for row in comment.objects.filter(remote_id__startswith="at://did:").only("remote_id", "url").iterator():
        if POST in row.remote_id:
            did, _post, key = row.remote_id.removeprefix("at://").partition(POST)
            row.url = f"https://bsky.app/profile/{did}/post/{key}"
            batch.append(row)
        if len(batch) == 1000:
            comment.objects.bulk_update(batch, ["url"])
            batch.clear()
    comment.objects.bulk_update(batch, ["url"])
    known = author.objects.filter(channel__connector="bluesky", remote_id__startswith="did:", url="")
    for row in known.only("remote_id").iterator():
        author.objects.filter(pk=row.pk).update(url=f"https://bsky.app/profile/{row.remote_id}")


class Migration(migrations.Migration):

    dependencies = [("community", "0007_reading")]

    operations = [
        migrations.RunPython(count_from_reading, migrations.RunPython.noop),
        migrations.RunPython(name_accounts_by_their_number, migrations.RunPython.noop),
    ]
