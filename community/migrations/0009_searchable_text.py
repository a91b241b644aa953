# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments are searched in a folded form (core.folding); the index over the words as typed goes."""

from django.db import migrations

from core.folded import FoldedField
from core.folding import fold_words

OLD, NEW = "comment_words", "comment_folded_words"
BATCH = 2000


def fold_what_is_there(apps, schema_editor):
    comments = apps.get_model("community", "Comment")._base_manager
    last = 0
    while batch := list(comments.filter(pk__gt=last).order_by("pk").only("pk", "text", "other_words")[:BATCH]):
        for comment in batch:
            comment.searchable = fold_words(f"{comment.text}\n{comment.other_words}")
        comments.bulk_update(batch, ["searchable"])
        last = batch[-1].pk


def change_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {OLD}")
        schema_editor.execute(
            f"CREATE INDEX {NEW} ON community_comment"
            " USING gin (to_tsvector('simple'::regconfig, COALESCE(searchable, '')))"
        )


def change_index_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NEW}")
        schema_editor.execute(
            f"CREATE INDEX {OLD} ON community_comment USING gin (to_tsvector('simple'::regconfig, COALESCE(text, '')))"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0008_dates_and_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="searchable",
            field=FoldedField("all_words"),
        ),
        migrations.RunPython(fold_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(change_index, change_index_back),
    ]
