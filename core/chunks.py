# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many values in pieces that one statement of the database takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

Value = TypeVar("Value")


def chunks(values: list[Value], size: int) -> Iterator[list[Value]]:
    """``values`` in their order, ``size`` at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))
