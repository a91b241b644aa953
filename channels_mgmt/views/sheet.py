# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a file for spreadsheet programs, filtered as the page it was asked on."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.presenters.sheet import COLUMNS, sheet_of
from channels_mgmt.queries.sheet import posts_for_sheet
from channels_mgmt.views.calendar import chosen_of
from core.sheets import CSV, WORKBOOK, csv_lines, workbook


@require_safe
def plan_csv(request: TownRequest, municipality: str) -> HttpResponseBase:
    """Streamed: however long the plan is, no process holds all of it."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    posts = posts_for_sheet(town, chosen_of(request))

    def lines():
        with scope(municipality=town):  # the request is over when the last of it is read
            yield from csv_lines(sheet_of(posts))

    return StreamingHttpResponse(lines(), content_type=CSV, headers=_as_file("csv"))


@require_safe
def plan_workbook(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    rows = sheet_of(posts_for_sheet(town, chosen_of(request)))
    content = workbook(_("Plan"), rows, [column.width for column in COLUMNS])
    return HttpResponse(content, content_type=WORKBOOK, headers=_as_file("xlsx"))


def _as_file(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="redaktionsplan.{ending}"'}
