# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts are searched in a folded form (core.folding), on PostgreSQL by an index.

A town writes some hundred posts a year: the index of tens of thousands is built within a second, so it need not be
built beside the work.
"""

from django.db import migrations

from core.folded import FoldedField, words_in
from core.folding import fold_words

INDEX = "post_folded_words"
BATCH = 2000


def fold_what_is_there(apps, schema_editor):
    posts = apps.get_model("channels_mgmt", "Post")._base_manager
    last = 0
    while batch := list(posts.filter(pk__gt=last).order_by("pk").only("pk", "title", "text")[:BATCH]):
        for post in batch:
            post.searchable = fold_words(f"{post.title}\n{post.text}")
        posts.bulk_update(batch, ["searchable"], batch_size=BATCH // 10)
        last = batch[-1].pk


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {INDEX} ON channels_mgmt_post USING gin ({words_in('searchable')})")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [
        ("channels_mgmt", "0006_particulars_of_the_imprint"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="searchable",
            field=FoldedField("all_words"),
        ),
        migrations.RunPython(fold_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(create_index, drop_index),
    ]
