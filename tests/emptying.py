# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a test leaves that commits is deleted from the tables it filled; Django would truncate every table there is.

Truncating 70 tables of a few rows and making the permissions of all models anew takes twenty times as long.
"""

from django.db import connection, transaction

#: Rows that belong to the code and not to a test; Django deletes and makes them again.
OF_THE_CODE = {"django_content_type", "auth_permission"}


def filled_tables() -> list[str]:
    """The tables with rows of a test, by one question."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quote = connection.ops.quote_name
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in sorted(set(names) - OF_THE_CODE)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def empty_filled_tables(*_: object) -> None:
    """Stands in for ``TransactionTestCase._fixture_teardown``: afterwards no table has a row of a test."""
    tables = filled_tables()
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Neither foreign keys nor the triggers that keep rows from being deleted: a superuser's right.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
