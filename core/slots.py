# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values as the slots of a question take them (``core.questions``), and what stands for them while it is built."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


def bindable(name: str, value: Any) -> tuple[Any, ...]:
    """The value of one slot as parameters: one, or for a list the next power of two."""
    if not isinstance(value, list | tuple):
        return (parameter(name, value),)
    if not value:
        raise TypeError(f"{name} is empty: there is nothing to ask.")
    padding = [value[-1]] * ((1 << (len(value) - 1).bit_length()) - len(value))
    return tuple(parameter(name, item) for item in [*value, *padding])


def parameter(name: str, value: Any) -> Any:
    """``value`` as the driver of the database takes it."""
    if type(value) is int:  # most are, and lists of numbers are long
        return value
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{name} is a moment without a zone.")
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"{name} is {value!r}: no value for a slot. What a question branches on is part of its shape.")


def mark(value: Any, number: int) -> Any:
    """What the function gets instead of ``value``: of the same kind, and small enough for every column."""
    value = value[0] if isinstance(value, list | tuple) else value
    if isinstance(value, Model):
        model = value._meta.model
        return model.from_db(DEFAULT_DB_ALIAS, [model._meta.pk.attname], [number])
    if isinstance(value, date):
        moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=number)
        return moment if isinstance(value, datetime) else moment.date()
    return str(number) if isinstance(value, str) else number
