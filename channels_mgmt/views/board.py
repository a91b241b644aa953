# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.tenancy.request import TownRequest
from channels_mgmt.presenters.board import board_shown
from channels_mgmt.presenters.calendar import Plan, lines
from channels_mgmt.queries import board as queries
from channels_mgmt.queries.bands import bands_of
from channels_mgmt.views.calendar import PER_PAGE, plan_context


@require_safe
def board(request: TownRequest, municipality: str) -> HttpResponse:
    """Posts by how far they have come; with ``spalte`` all posts of one column."""
    context = plan_context(request, "board")
    town, chosen, channels = request.municipality, context["chosen"], context["channels"]
    stage = queries.stage_named(request.GET.get("spalte", ""))
    if stage:
        found = queries.stage_page(town, stage, chosen, channels, request.GET.get("page", ""), PER_PAGE)
        context |= {"stage": stage, "page": found[0], "posts": lines(found[1], town.slug, bands_of(town))}
        return render(request, "channels_mgmt/board_column.html", context)
    columns = queries.board(town, chosen, channels, context["today"])
    told = Plan(town.slug, context["today"], context["may_write"], context["query"], bands_of(town))
    context |= {
        "columns": board_shown(columns, told, request.path),
        "is_empty": not any(column.entries for column in columns),
    }
    return render(request, "channels_mgmt/board.html", context)
