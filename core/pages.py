# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a list with the numbers that ``_components/pagination`` offers."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Subquery

#: How an address asks for the first page.
FIRST_PAGE = ("", "1")


def total_of(rows: QuerySet[Any], *, by: str) -> Subquery:
    """How many ``rows`` there are, as a column. All have the same value in the column ``by``, the town."""
    return Subquery(rows.order_by().values(by).annotate(total=Count("pk")).values("total"))


def numbered_page(total: int, size: int, asked: str) -> Page[Any]:
    """The page the address asks for, with the numbers that are offered; its ``object_list`` is a range of places."""
    page = Paginator(range(total), size).get_page(asked or 1)
    page.pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    return page


def page_of(rows: Any, size: int, asked: str | None) -> Page[Any]:
    """The page of ``rows`` the address asks for; one that is senseless is the first, one too far the last."""
    page = Paginator(rows, size).get_page(asked)
    page.pages = list(page.paginator.get_elided_page_range(page.number))  # type: ignore[attr-defined]
    return page
