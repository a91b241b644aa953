# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""UPDATEs and INSERTs of one row that are put into SQL once per process, as ``core.questions`` does it for reading.

Django compiles the statement with a slot in place of each value; later calls bind their values through the same
fields. What the builder branches on (which columns, which of them are NULL) is part of the key. PostgreSQL keeps the
plan of what comes often: the row is found by its key, whatever the values are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Exists, Field, Model, QuerySet, Value
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import mark_for_rollback_on_error

Given = Mapping[str, Any]


class Unfit(Exception):
    """An UPDATE with expressions or other lookups than equality; the queryset knows how to put it."""


class Absent(NamedTuple):
    """What must not be there while a row is changed: no row of ``rows(**values)``, asked in the UPDATE itself.

    ``rows`` is a function of a module; ``columns`` are the fields by which its values are bound.
    """

    rows: Callable[..., QuerySet[Any]]
    columns: Mapping[str, Field[Any, Any]]
    values: Mapping[str, Any]


class _Slot(Value):
    """Stands in the SQL for a value that is bound later."""

    def __init__(self, part: str, name: str, field: Field[Any, Any]) -> None:
        super().__init__(f"{part} {name}", output_field=field)
        self.part, self.name, self.column = part, name, field

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]


class _Kept(NamedTuple):
    sql: str
    params: tuple[Any, ...]


_KEPT: dict[Any, _Kept] = {}
_INSERTS: dict[Any, str] = {}


def cursor_of(link: Any) -> Any:
    """A cursor for a statement that comes again and again in the same words, with values behind ``%s``."""
    return link.question_cursor(keeps_plan=None) if link.vendor == "postgresql" else link.cursor()


def update_row(obj: Model, *, own: Given, related: Given, changes: Given) -> bool:
    """Set ``changes`` in the row of ``obj`` if it still equals ``own``, and its relations ``related``; whether it did.

    Raises ``Unfit`` for what this does not know how to keep; nothing has happened then.
    """
    link = connections[DEFAULT_DB_ALIAS]
    own, absent = _without_absent(own)
    parts = {"key": {"pk": obj.pk}, "own": own, "related": related, "changes": changes}
    parts |= {name: wanted.values for name, wanted in absent.items()}
    if any(hasattr(value, "resolve_expression") for part in parts.values() for value in part.values()):
        raise Unfit
    # NULL is compared by other words, and set by the same.
    nulls = tuple(value is None for value in (*own.values(), *related.values()))
    besides = tuple((name, wanted.rows) for name, wanted in absent.items())
    key = (type(obj), link.vendor, tuple(own), tuple(related), tuple(changes), nulls, besides)
    kept = _KEPT.get(key)
    if kept is None:
        kept = _KEPT[key] = _compiled(type(obj), own, related, changes, absent)
    params = [
        _bound(param, parts[param.part][param.name], link) if isinstance(param, _Slot) else param
        for param in kept.params
    ]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), cursor_of(link) as cursor:
        cursor.execute(kept.sql, params)
        return bool(cursor.rowcount)


def insert_row(obj: Model) -> None:
    """``save(force_insert=True)`` of an object without a key, which it has then. No override and no signal runs."""
    link, model = connections[DEFAULT_DB_ALIAS], type(obj)
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    sql = _INSERTS.get((model, link.vendor))
    if sql is None:
        sql = _INSERTS[model, link.vendor] = _insert_sql(model, fields, obj)
    values = [field.get_db_prep_save(field.pre_save(obj, True), link) for field in fields]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), cursor_of(link) as cursor:
        cursor.execute(sql, values)
        obj.pk = cursor.fetchone()[0]
    obj._state.adding, obj._state.db = False, DEFAULT_DB_ALIAS


def _insert_sql(model: type[Model], fields: Sequence[Field[Any, Any]], obj: Model) -> str:
    query = InsertQuery(model)
    query.insert_values(fields, [obj])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    ((sql, params),) = compiler.as_sql()
    if sql.count("%s") != len(fields) or len(params) != len(fields):
        raise TypeError(f"{model.__name__} has a column that takes more than its value.")
    return str(sql)


def held_columns(obj: Model, names: Sequence[str]) -> tuple[Any, ...] | None:
    """Columns of the row of ``obj``, which nobody else can write until the commit; ``None`` when it is gone.

    The UPDATE that changes nothing waits for whoever holds the row now, then returns what they left.
    """
    link = connections[DEFAULT_DB_ALIAS]
    quote, meta = link.ops.quote_name, type(obj)._meta
    columns = [quote(str(_field(type(obj), name).column)) for name in names]
    # Names of columns only; the key stays a parameter.
    sql = f"UPDATE {quote(meta.db_table)} SET {columns[0]} = {columns[0]} WHERE {quote(str(meta.pk.column))} = %s "  # noqa: S608
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), cursor_of(link) as cursor:
        cursor.execute(f"{sql}RETURNING {', '.join(columns)}", [obj.pk])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def matching(model: type[Model], pk: Any, own: Given, related: Given) -> QuerySet[Any]:
    """The row with key ``pk``, while it equals ``own`` and its relations ``related``."""
    rows = model._base_manager
    own, absent = _without_absent(own)
    unchanged = rows.filter(pk=pk, **own)
    for wanted in absent.values():
        unchanged = unchanged.filter(~Exists(wanted.rows(**wanted.values)))
    if related:
        # In a join, the whole condition would move into a subquery, and PostgreSQL does not read that
        # again after waiting for the row: every waiting writer would win.
        unchanged = unchanged.filter(pk__in=rows.filter(pk=pk, **related).values("pk"))
    return unchanged


def _without_absent(own: Given) -> tuple[Given, dict[str, Absent]]:
    absent = {name: value for name, value in own.items() if isinstance(value, Absent)}
    return {name: value for name, value in own.items() if name not in absent} if absent else own, absent


def _compiled(model: type[Model], own: Given, related: Given, changes: Given, absent: Mapping[str, Absent]) -> _Kept:
    key = _Slot("key", "pk", _field(model, "pk"))
    wanted: dict[str, Any] = dict(_slots(model, "own", own))
    for name, (rows_of, columns, values) in absent.items():
        wanted[name] = Absent(rows_of, columns, {each: _Slot(name, each, columns[each]) for each in values})
    rows = matching(model, key, wanted, dict(_slots(model, "related", related)))
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(  # type: ignore[attr-defined]  # chain() says Query whatever it is given
        {name: _Slot("changes", name, _field(model, name)) for name in changes}
    )
    sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return _Kept(sql, tuple(params))


def _slots(model: type[Model], part: str, given: Given) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        field = _field(model, name)
        yield name, None if value is None else _Slot(part, name, field)


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    """The column at the end of ``path``; ``Unfit`` when it ends in a lookup."""
    *relations, last = path.split("__")
    try:
        for name in relations:
            model = model._meta.get_field(name).related_model  # type: ignore[assignment]  # a column has none
        field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    except (AttributeError, FieldDoesNotExist):
        raise Unfit from None
    if not isinstance(field, Field) or not field.concrete:
        raise Unfit
    return field


def _bound(slot: _Slot, value: Any, link: Any) -> Any:
    if isinstance(value, Model):
        value = value.pk
    if slot.part == "changes":
        return slot.column.get_db_prep_save(value, link)
    return slot.column.get_db_prep_value(value, link)
