# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Managers that know of one town only, and whose ``update()`` compares the row itself (docs/adr/0079).

A town reached through another table makes Django 5.2 ask ``id IN (SELECT … JOIN …)`` in an UPDATE, with every
condition inside. PostgreSQL, having waited for another writer of the row, asks only the outer words anew: of two who
compare and set at once both would win. So what compares columns of the row itself stands outside as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.expressions import Col
from django.db.models.sql import Query
from django.db.models.sql.where import AND, WhereNode
from django_scopes import ScopedManager as _ScopedManager


class ComparingQuerySet(models.QuerySet[Any]):
    """Of several who update the same rows at once, each meets them as the one before left them.

    True of conditions on columns of the rows themselves. Those on other tables, and an OR of both, are asked as the
    statement began.
    """

    def update(self, **changes: Any) -> int:
        if self.query.is_sliced or self.query.annotations or not _is_joined(self.query):
            return super().update(**changes)
        asked = self.order_by().values("pk")
        outer: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db).filter(pk__in=asked)
        for condition in _own_conditions(self.query.where, self.model._meta.db_table):
            outer.query.where.add(condition, AND)
        self._result_cache = None
        return outer.update(**changes)

    update.alters_data = True  # type: ignore[attr-defined]


def ScopedManager(_manager_class: type[models.Manager[Any]] = models.Manager, **scopes: str) -> Any:
    """django-scopes' manager of the rows of one town, with a ``ComparingQuerySet``."""
    given: type[models.QuerySet[Any]] = _manager_class._queryset_class  # type: ignore[attr-defined]
    comparing = type(given.__name__, (ComparingQuerySet, given), {"__module__": given.__module__})
    manager = type(_manager_class.__name__, (_manager_class,), {"_queryset_class": comparing})
    return _ScopedManager(_manager_class=manager, **scopes)


def _is_joined(query: Query) -> bool:
    """Whether Django will put the conditions into a question of their own."""
    counted = query.clone()
    counted.get_initial_alias()
    return bool(counted.count_active_tables() > 1)


def _own_conditions(node: WhereNode, table: str) -> Iterator[Any]:
    """What must hold in any case and speaks of columns of ``table`` alone."""
    for child in node.children:
        if isinstance(child, WhereNode) and child.connector == AND and not child.negated:
            yield from _own_conditions(child, table)
        elif _speaks_of(child, table):
            yield child.clone() if isinstance(child, WhereNode) else child


def _speaks_of(part: Any, table: str) -> bool:
    if isinstance(part, Col):
        return part.alias == table
    if isinstance(part, Query | models.Subquery):
        return False
    if isinstance(part, WhereNode):
        return all(_speaks_of(one, table) for one in part.children)
    return hasattr(part, "get_source_expressions") and all(
        _speaks_of(one, table) for one in part.get_source_expressions()
    )
