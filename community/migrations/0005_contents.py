# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What comments carry besides their text. What connectors had kept of it so far is taken over, to be completed."""

from django.db import migrations, models

BATCH = 1000
AUDIENCES = {"public": "public", "unlisted": "unlisted", "private": "followers", "direct": "direct"}
KINDS = {"image": "image", "gifv": "animation", "video": "video", "audio": "audio"}


def take_over(apps, schema_editor):
    comments = apps.get_model("community", "Comment")._base_manager
    last = 0
    while batch := list(comments.filter(pk__gt=last).order_by("pk").only("pk", "remote_data")[:BATCH]):
        changed = [comment for comment in batch if _take_over(comment)]
        comments.bulk_update(changed, ["kept_contents", "other_words", "is_private"])
        last = batch[-1].pk


def _take_over(comment):
    kept = comment.remote_data
    visibility = kept.get("visibility")
    audience = AUDIENCES.get(visibility, "followers") if visibility else "public"
    warning = kept.get("spoiler_text") or ""
    media = [
        {"kind": KINDS.get(m.get("type", "image"), "other"), "alt": m.get("alt") or "", "url": m.get("url") or ""}
        for m in kept.get("media") or []
    ]
    comment.is_private = audience in ("followers", "direct") or bool(kept.get("is_private"))
    comment.other_words = "\n".join(words for words in (warning, *(m["alt"] for m in media)) if words)
    if not (media or warning or comment.is_private):
        return False
    comment.kept_contents = {"audience": audience, "warning": warning, "media": media}
    return True


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_show_again"),
    ]

    operations = [
        migrations.AddField("comment", "kept_contents", models.JSONField(default=dict)),
        migrations.AddField("comment", "other_words", models.TextField(blank=True, default="")),
        migrations.AddField("comment", "is_private", models.BooleanField(default=False)),
        migrations.AddField("commentrevision", "kept_contents", models.JSONField(default=dict)),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
