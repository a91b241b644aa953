# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A column with the words of its row as they are searched, and its index in either database.

``FoldedField`` follows the row whenever that is saved. ``searchable__has=asked(question)`` asks the index: on
PostgreSQL a GIN index over the column's words, which a migration makes; on SQLite a table of FTS5 beside the model's
own, kept by triggers. Django copies a table of SQLite to alter it, and the triggers are lost with the old one, so every
``migrate`` makes them again at its end (``keep_word_tables``).
"""

from collections.abc import Mapping, Sequence
from copy import copy
from time import monotonic
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Lookup

from core.folding import fold_words
from core.words import Question, for_postgresql, for_sqlite

AN_HOUR = 3600
_FREQUENT: dict[str, tuple[float, Mapping[str, float]]] = {}


class FoldedField(models.TextField):
    """What ``fold_words`` makes of ``source``, an attribute of the row that is made of the columns ``of``.

    Kept when a row is saved and by ``core.states``. Whoever calls ``QuerySet.update()`` gives the folded words himself.
    """

    def __init__(self, source: str, *, of: Sequence[str] = (), **options: Any) -> None:
        self.source, self.of = source, frozenset(of)
        options.setdefault("editable", False)
        options.setdefault("default", "")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, [self.source, *arguments], options

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if model_instance.__module__ == "__fake__":  # a migration, whose models have columns only
            return getattr(model_instance, self.attname)
        folded = fold_words(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded


def folded_with(row: models.Model, changes: Mapping[str, Any]) -> dict[str, str]:
    """The folded columns of ``row`` as they have to be after ``changes``, where those touch them."""
    fields = [field for field in row._meta.concrete_fields if isinstance(field, FoldedField)]
    stale = [field for field in fields if field.of & changes.keys() and field.attname not in changes]
    if not stale:
        return {}
    changed = copy(row)
    for name, value in changes.items():
        setattr(changed, name, value)
    return {field.attname: fold_words(getattr(changed, field.source)) for field in stale}


def asked(question: Question) -> str:
    """``question`` in the words of the database in use."""
    is_postgresql = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
    return for_postgresql(question) if is_postgresql else for_sqlite(question)


def holding(text: str, *columns: str) -> models.Q:
    """What narrows a list down: rows with each word of ``text``, be it a part of another; without words, its signs."""
    words = fold_words(text).split()
    if text and not words:
        return models.Q(*((f"{column}__contains", text) for column in columns), _connector=models.Q.OR)
    return models.Q(*(("searchable__contains", word) for word in dict.fromkeys(words)))


def words_in(column: str) -> str:
    """What PostgreSQL's index of a folded column holds; a question in other words would not use it."""
    return f"to_tsvector('simple'::regconfig, COALESCE({column}, ''))"


def frequent_words(index: str) -> Mapping[str, float]:
    """Words that stand in many rows → in which share of them, as PostgreSQL's statistics of the index say.

    Asked once an hour and process; empty on SQLite, and as long as nothing was analysed.
    """
    kept_at, known = _FREQUENT.get(index, (-AN_HOUR, {}))
    if monotonic() - kept_at > AN_HOUR:
        known = _frequent(index) if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" else {}
        _FREQUENT[index] = monotonic(), known
    return known


def _frequent(index: str) -> dict[str, float]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats WHERE tablename = %s", [index]
        )
        found = cursor.fetchall()
    # Behind the shares stand the least and the greatest of them.
    return {word: share for words, shares in found if words for word, share in zip(words, shares, strict=False)}


@FoldedField.register_lookup
class HasWords(Lookup):
    """``searchable__has``: the row has the words of ``asked``."""

    lookup_name = "has"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        column, values = self.process_lhs(compiler, connection)
        return f"{words_in(column)} @@ to_tsquery('simple'::regconfig, %s)", [*values, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        model, quote = self.lhs.target.model, connection.ops.quote_name
        key = f"{quote(self.lhs.alias)}.{quote(model._meta.pk.column)}"
        words = quote(word_table(model))
        return f"{key} IN (SELECT rowid FROM {words} WHERE {words} MATCH %s)", [self.rhs]  # noqa: S608  names only


def word_table(model: Any) -> str:
    return f"{model._meta.db_table}_words"


def forget_gone_words(model: Any, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let SQLite's word table of ``model`` hold the words of today's rows only.

    It notes a removed word beside the old one and forgets both when its parts are merged, which may never happen by
    itself. PostgreSQL's vacuum does this unasked.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        words = connection.ops.quote_name(word_table(model))
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {words} ({words}) VALUES ('optimize')")  # noqa: S608  names only


def keep_word_tables(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make what is missing of SQLite's word tables and their triggers; called at the end of each ``migrate``."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        there = {row[0] for row in cursor.execute("SELECT name FROM sqlite_master").fetchall()}
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, FoldedField) and model._meta.db_table in there:
                    _keep_word_table(cursor, model, str(field.column), there)


def _keep_word_table(cursor: Any, model: Any, column: str, there: Any) -> None:
    table, words, key = model._meta.db_table, word_table(model), model._meta.pk.column
    added = f'INSERT INTO "{words}" (rowid, "{column}") VALUES (new."{key}", new."{column}")'  # noqa: S608  names only
    gone = (
        f'INSERT INTO "{words}" ("{words}", rowid, "{column}")'  # noqa: S608  names only
        f' VALUES (\'delete\', old."{key}", old."{column}")'
    )
    changed = f'old."{column}" IS NOT new."{column}" OR old."{key}" IS NOT new."{key}"'
    triggers = {
        f"{words}_added": f'AFTER INSERT ON "{table}" BEGIN {added}; END',
        f"{words}_gone": f'AFTER DELETE ON "{table}" BEGIN {gone}; END',
        f"{words}_changed": f'AFTER UPDATE ON "{table}" WHEN {changed} BEGIN {gone}; {added}; END',
    }
    if {words, *triggers} <= there:
        return
    cursor.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{words}" USING fts5('
        f"\"{column}\", content='{table}', content_rowid='{key}', tokenize='unicode61 remove_diacritics 0')"
    )
    for name, body in triggers.items():
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(f'CREATE TRIGGER "{name}" {body}')
    cursor.execute(f'INSERT INTO "{words}" ("{words}") VALUES (\'rebuild\')')  # noqa: S608  names only
