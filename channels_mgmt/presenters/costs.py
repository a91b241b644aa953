# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What posts have cost as rows of a file: numbers are numbers, and nothing stands there about a person."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.queries.efforts import EffortSum, EffortYear

HEADS = (
    gettext_lazy("Summed up by"),
    gettext_lazy("Of what"),
    gettext_lazy("Posts"),
    gettext_lazy("In the house (min)"),
    gettext_lazy("From outside (min)"),
    gettext_lazy("Euros"),
)
WIDTHS = (16, 36, 10, 18, 18, 12)


def cost_rows(sums: EffortYear) -> Iterator[list[Any]]:
    """The head, then a row for each month (as its first day), kind and campaign, and one for all."""
    yield [str(head) for head in HEADS]
    for month, one in sums.months.items():
        yield _row(_("Month"), month, one)
    for kind, one in sums.kinds.items():
        yield _row(_("Kind"), kind, one)
    for campaign, one in sums.campaigns.items():
        yield _row(_("Campaign"), campaign, one)
    yield _row(_("All of it"), None, sums.total)


def _row(by: str, name: Any, one: EffortSum) -> list[Any]:
    return [by, name, len(one.posts), one.inside, one.outside, one.euros]


def as_german(row: list[Any]) -> list[Any]:
    """For a file without types: a decimal comma, as spreadsheet programs in Germany read it."""
    return [f"{cell:.2f}".replace(".", ",") if isinstance(cell, Decimal) else cell for cell in row]
