# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The connection to PostgreSQL: Django's, with cursors for ``core.questions`` and a cheaper look at its health."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence
from functools import cache
from itertools import count
from select import POLLIN, poll
from typing import Any, Self

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import sql

#: A connection that nobody used for this long is asked whether it lives; before, it is only looked at.
TRUSTED_SECONDS = 5.0

_PLACES = re.compile("%[s%]")


class QuestionCursor(psycopg.RawCursor[Any]):
    """Sends text and values apart, so that neither is put into the other for each call."""

    #: Whether the server keeps the plan; ``None``: from the fifth time on. Without effect where the connection keeps
    #: none (``prepare_threshold``).
    keeps_plan: bool | None = False

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        return super().execute(numbered(query), params, prepare=self.keeps_plan)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        """The text with its values, for whoever looks at the queries of a page."""
        if isinstance(cursor, QuestionCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """``ENGINE`` ``core.postgresql``."""

    ops_class = DatabaseOperations
    _looked_at = 0.0

    def is_usable(self) -> bool:
        """Whether the server still holds this connection.

        A server that ends says so, which can be seen without asking it. Only after some seconds of silence, and when
        there is something to be read, it is asked as Django does.
        """
        looked_at, self._looked_at = self._looked_at, time.monotonic()
        if self.connection is None or self.connection.closed:
            return False
        if self._looked_at - looked_at < TRUSTED_SECONDS and not _has_something_to_read(self.connection.fileno()):
            return True
        return super().is_usable()

    def with_constants(self, query: str, params: Sequence[Any], places: Collection[int]) -> str:
        """``query`` with all values but those at ``places`` in its text.

        A plan that is kept knows then which states, kinds and flags are asked for, and so which partial index serves.
        """
        numbers = count()

        def written(found: re.Match[str]) -> str:
            number = next(numbers) if found[0] == "%s" else -1
            if number < 0 or number in places:
                return found[0]
            return sql.Literal(params[number]).as_string(self.connection).replace("%", "%%")

        return _PLACES.sub(written, query)

    def question_cursor(self, *, keeps_plan: bool | None) -> CursorWrapper:
        """A cursor for statements that come again and again in the same words, with values behind ``%s``."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = QuestionCursor(self.connection)
        cursor.keeps_plan = keeps_plan
        return self._prepare_cursor(cursor)  # type: ignore[attr-defined,no-any-return]  # unknown to the stubs


@cache
def numbered(query: str) -> bytes:
    """``query`` with ``$1``, ``$2`` … for each ``%s``. Kept: there are as many texts as questions have shapes."""
    numbers = count(1)
    return _PLACES.sub(lambda found: f"${next(numbers)}" if found[0] == "%s" else "%", query).encode()


def _has_something_to_read(descriptor: int) -> bool:
    looking = poll()
    looking.register(descriptor, POLLIN)
    return bool(looking.poll(0))
