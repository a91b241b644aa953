# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reports of a town in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet

from accounts.models import Municipality
from core.pages import FIRST_PAGE, numbered_page, total_of
from core.questions import question_planned_once
from reporting.models import Report


def report_page(town: Municipality, asked: str, size: int) -> Page[Any]:
    """A page of the town's reports, newest first. Two queries, the first page one."""
    if asked in FIRST_PAGE:
        found = first_reports(town, limit=size)
        page = numbered_page(found[0].total if found else 0, size, asked)  # type: ignore[attr-defined]
        page.object_list = found
        return page
    reports = Report.objects.filter(municipality=town)
    page = numbered_page(reports.count(), size, asked)
    places: Any = page.object_list
    page.object_list = _newest(reports)[places.start : places.stop]
    return page


@question_planned_once
def first_reports(town: Municipality, *, limit: int) -> QuerySet[Report]:
    """Each with the ``total`` of all."""
    reports = Report.objects.filter(municipality=town)
    return _newest(reports).annotate(total=total_of(reports, by="municipality"))[:limit]


def _newest(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.order_by("-month", "-pk").only("month", "is_interim", "state", "figures", "error")
