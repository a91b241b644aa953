# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""New comments go into their table, by the way the engine takes many rows best.

On PostgreSQL many rows are copied into a table that lives as long as the statement needs it, and inserted from there:
one INSERT with thousands of values costs process and server three times as much. SQLite, and few rows, keep the INSERT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import JSONField

from channels_mgmt.models import Channel
from community.models import Comment
from community.models.comments import words_of
from core.folding import fold_words

BATCH = 1000
#: From here on a table of its own, which also is entered into the server's catalogue, costs less than it saves.
MANY = 50

Row = Mapping[str, Any]
_ENCODER = DjangoJSONEncoder()


def store_rows(channel: Channel, rows: Sequence[Row]) -> dict[str, int]:
    """Insert comments, each with its ``author`` and else by column; remote id and key of the new. Needs a transaction.

    What is known already stays as it is: somebody may store the same comment at this moment, and the constraint
    decides who was first.
    """
    if connection.vendor == "postgresql" and len(rows) >= MANY:
        return _copied(rows)
    return _inserted(channel, rows)


def _inserted(channel: Channel, rows: Sequence[Row]) -> dict[str, int]:
    comments = [Comment(**row) for row in rows]
    Comment._base_manager.bulk_create(comments, batch_size=BATCH, ignore_conflicts=True)
    wanted = [comment.remote_id for comment in comments]
    ours = Comment._base_manager.filter(channel=channel, remote_id__in=wanted, received_at=comments[0].received_at)
    ids = dict(ours.values_list("remote_id", "pk"))
    _refuse_what_vanished(channel, set(wanted) - ids.keys())
    return ids


def _refuse_what_vanished(channel: Channel, missing: set[str]) -> None:
    """SQLite's INSERT OR IGNORE leaves out whatever breaks any constraint, not only known rows, without a word."""
    if missing and Comment._base_manager.filter(channel=channel, remote_id__in=missing).count() < len(missing):
        raise ValueError("the database took not every comment")


def _copied(rows: Sequence[Row]) -> dict[str, int]:
    fields = [field for field in Comment._meta.concrete_fields if not field.primary_key]
    authors: dict[int, str] = {}
    names = [field.attname for field in fields]
    defaults = {field.attname: field.get_default() for field in fields if field.attname not in rows[0]}
    documents = {field.attname for field in fields if isinstance(field, JSONField)}
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(Comment._meta.db_table)
    # Only names of columns are put together here; the values travel beside the statement.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                whole = {**defaults, **row}
                author = row["author"]
                whole["author_id"] = author.pk
                if author.pk not in authors:
                    authors[author.pk] = author.words
                whole["searchable"] = fold_words(words_of(row["text"], row["other_words"], authors[author.pk]))
                for name in documents:
                    whole[name] = _ENCODER.encode(whole[name])
                copy.write_row([whole[name] for name in names])
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming "  # noqa: S608
            "ON CONFLICT (channel_id, remote_id) DO NOTHING RETURNING remote_id, id"
        )
        ids = dict(cursor.fetchall())
        cursor.execute("DROP TABLE incoming")
    return ids
