# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index behind the search in comments, where PostgreSQL can have it.

Needs the extension pg_trgm (package postgresql-contrib; part of most installations). Where it cannot
be created the search goes through the newest comments only and says so (community.search).
"""

from django.db import DatabaseError, migrations, transaction

NAME = "comment_words"


def create_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return  # the database's owner may not create it; the search says what it covers
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON community_comment USING gin (UPPER(text) gin_trgm_ops)")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_comment_wording_and_indexes"),
    ]

    operations = [migrations.RunPython(create_index, drop_index)]
