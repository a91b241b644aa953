# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan beside the goals of the strategy, as a page and as a line of the plan."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.balance import SHORT, channels_in, mix_of, weeks_of
from channels_mgmt.queries.filtering import UNPLACED


@require_safe
def balance(request: TownRequest, municipality: str, day: date | None = None) -> HttpResponse:
    """The coming weeks against the cadence, the channels, and the pillars of a month."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    today = town.local_day()
    month = (day or today).replace(day=1)
    weeks = weeks_of(town, now())
    slots = [slot for week in weeks for slot in week.slots]
    in_month = [slot for slot in slots if slot.date().replace(day=1) == month]
    context = {
        "weeks": weeks,
        "missing": sum(week.missing for week in weeks),
        "wanted": weeks[0].wanted,
        "channels": channels_in(town, weeks),
        "mix": mix_of(town, month),
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": (month + timedelta(days=32)).replace(day=1),
        "slot_query": f"&tag={in_month[0]:%Y-%m-%d}&zeit={in_month[0]:%H:%M}" if in_month else "",
        "is_past": month < today.replace(day=1),
        "unplaced_mark": UNPLACED,
        "may_write": may(request.user, "channels_mgmt.create_post", town),
    }
    return render(request, "channels_mgmt/balance.html", context)


@background
@require_safe
def balance_short(request: TownRequest, municipality: str) -> HttpResponse:
    """One line for the plan: what is missing in the coming weeks, and in the mix of this month."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    weeks = weeks_of(town, now(), SHORT)
    context = {
        "weeks": SHORT,
        "wanted": weeks[0].wanted,
        "missing": sum(week.missing for week in weeks),
        "mix": mix_of(town, town.local_day()),
    }
    return render(request, "channels_mgmt/_balance_short.html", context)
