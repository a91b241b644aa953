# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments are found by who wrote them, too: the words of the author's name come behind those of the comment.

In batches, each a transaction of its own, so that the dialogue goes on meanwhile; what was done already is passed over.
"""

from django.db import migrations

from core.folding import fold_words

BATCH = 2000
POSTGRESQL = """
    UPDATE community_comment AS comment SET searchable = ltrim(comment.searchable || ' ' || author.words)
    FROM unnest(%s::bigint[], %s::text[]) AS author (id, words)
    WHERE comment.author_id = author.id AND right(comment.searchable, length(author.words)) <> author.words
"""
SQLITE = """
    UPDATE community_comment SET searchable = ltrim(searchable || ' ' || %s)
    WHERE author_id = %s AND substr(searchable, -length(%s)) <> %s
"""


def add_author_words(apps, schema_editor):
    authors = apps.get_model("community", "Author")._base_manager.order_by("pk")
    last = 0
    while batch := list(authors.filter(pk__gt=last).values_list("pk", "name", "handle")[:BATCH]):
        last = batch[-1][0]
        words = [(pk, fold_words(f"{name} {handle.lstrip('@').partition('@')[0]}")) for pk, name, handle in batch]
        words = [(pk, folded) for pk, folded in words if folded]
        with schema_editor.connection.cursor() as cursor:
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL, [list(column) for column in zip(*words, strict=True)] or [[], []])
            else:
                cursor.executemany(SQLITE, [(folded, pk, folded, folded) for pk, folded in words])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("community", "0011_retention"),
    ]

    operations = [migrations.RunPython(add_author_words, migrations.RunPython.noop)]
