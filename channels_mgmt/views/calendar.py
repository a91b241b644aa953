# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as month, week, day and list."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Municipality, User
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.filtering import Offered, PlanFilterForm
from channels_mgmt.models import Channel
from channels_mgmt.presenters.bands import bands_written
from channels_mgmt.presenters.calendar import Plan, days_shown, lines, month_shown
from channels_mgmt.queries.bands import bands_of
from channels_mgmt.queries.calendar import all_channels, day_page, days_from, month_of, plan_page
from channels_mgmt.queries.filtering import PlanFilter, plan_subjects
from channels_mgmt.queries.posts import approvals_waiting_for
from channels_mgmt.views.moving import last_moved
from core.parts import write_part

PER_PAGE = 40


@require_safe
def month(request: TownRequest, municipality: str, day: date | None = None) -> HttpResponse:
    """A month as a table; on a phone the days that have something."""
    context = plan_context(request, "month")
    today, channels, chosen = context["today"], context["channels"], context["chosen"]
    shown = (day or today).replace(day=1)
    town = request.municipality
    found = month_of(town, shown, chosen, channels, today)
    told = Plan(town.slug, today, context["may_write"], context["query"], bands_of(town))
    before, after = (shown - timedelta(days=1)).replace(day=1), (shown + timedelta(days=32)).replace(day=1)
    context |= {
        "month": shown,
        "shown": month_shown(found, told),
        "moves_from": today.isoformat() if told.may_write else "",
        "is_empty": not any(d.entries for week in found.weeks for d in week.days),
        "before": before,
        "after": after,
        "before_url": reverse("planning:month_of", args=[town.slug, before]),
        "after_url": reverse("planning:month_of", args=[town.slug, after]),
    }
    return render(request, "channels_mgmt/month.html", context)


@require_safe
def week(request: TownRequest, municipality: str, day: date | None = None) -> HttpResponse:
    """Seven days from Monday, each with everything planned."""
    context = plan_context(request, "week")
    today = context["today"]
    day = day or today
    monday = day - timedelta(days=day.weekday())
    town = request.municipality
    days = days_from(town, monday, 7, context["chosen"], context["channels"], today)
    told = Plan(town.slug, today, context["may_write"], context["query"], bands_of(town))
    context |= {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "days": days_shown(days, told),
        "moves_from": today.isoformat() if told.may_write else "",
        "before_url": reverse("planning:week_of", args=[town.slug, monday - timedelta(days=7)]),
        "after_url": reverse("planning:week_of", args=[town.slug, monday + timedelta(days=7)]),
    }
    return render(request, "channels_mgmt/week.html", context)


@require_safe
def day(request: TownRequest, municipality: str, day: date) -> HttpResponse:
    """Everything of one day."""
    context = plan_context(request, "month")
    asked = request.GET.get("page", "")
    town = request.municipality
    found = day_page(town, day, context["chosen"], context["channels"], asked, PER_PAGE)
    context |= {"page": found[0], "posts": lines(found[1], town.slug), "day": day}
    context["bands"] = bands_written(bands_of(town).on(day), get_language())
    return render(request, "channels_mgmt/day.html", context)


@require_safe
def agenda(request: TownRequest, municipality: str) -> HttpResponse:
    """All posts that match the filter, newest plan first; those without a date on top."""
    context = plan_context(request, "agenda")
    asked = request.GET.get("page", "")
    town = request.municipality
    found = plan_page(town, context["chosen"], context["channels"], asked, PER_PAGE)
    context |= {"page": found[0], "posts": lines(found[1], town.slug, bands_of(town))}
    return render(request, "channels_mgmt/agenda.html", context)


def plan_context(request: TownRequest, view: str) -> dict[str, Any]:
    """What all four views share: filter, channels, legend, tabs."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    channels = {channel.pk: channel for channel in all_channels(town)}
    query = request.GET.urlencode()
    chosen, fields = _filter(offered_in(town, channels), request.GET)
    has_practice = any(c.is_practice and c.state != Channel.State.CLOSED for c in channels.values())
    may_write = may(user, "channels_mgmt.create_post", town)
    ways, marked_by = _ways(get_language(), town.slug, has_practice, may_write)
    return {
        "today": town.local_day(),
        "channels": channels,
        "fields": fields,
        "chosen": chosen,
        "ways": ways,
        "marked_by": marked_by,
        "view": view,
        "tabs": plan_tabs(user, town, view, query),
        "query": f"?{query}" if query else "",
        "may_write": may_write,
        "moved": last_moved(request),
    }


def chosen_of(request: TownRequest) -> PlanFilter:
    """The filter of the address; what makes no sense filters nothing, as on the pages."""
    town = request.municipality
    channels = {channel.pk: channel for channel in all_channels(town)}
    return PlanFilterForm(offered_in(town, channels), request.GET).chosen()


def offered_in(town: Municipality, channels: dict[int, Channel]) -> Offered:
    names = tuple([(pk, channel.name) for pk, channel in channels.items()])
    return Offered(names, plan_subjects(town))


def _filter(offered: Offered, given: QueryDict) -> tuple[PlanFilter, SafeString]:
    """What is filtered, and the fields that say so."""
    if not given:
        return PlanFilter(), _empty_fields(get_language(), offered)
    form = PlanFilterForm(offered, given)
    chosen = form.chosen()
    return chosen, _fields(form, chosen)


@lru_cache(256)
def _empty_fields(language: str | None, offered: Offered) -> SafeString:
    """The fields of a plan that is not filtered, which is most of the time, written once for what they offer."""
    return _fields(PlanFilterForm(offered, QueryDict()), PlanFilter())


@lru_cache(256)
def _ways(language: str | None, slug: str, has_practice: bool, may_write: bool) -> tuple[SafeString, SafeString]:
    """Where the plan leads beside its filters, with the line of its goals, and below it; written once for each town."""
    beside = write_part("channels_mgmt/_ways.jinja", slug=slug, has_practice=has_practice)
    marked_by = write_part("channels_mgmt/_marked_by.jinja", slug=slug, may_write=may_write)
    return beside + write_part("channels_mgmt/_balance_line.jinja", slug=slug), marked_by


def _fields(form: PlanFilterForm, chosen: PlanFilter) -> SafeString:
    return write_part("channels_mgmt/_filters.jinja", form=form, active=chosen.chosen)


def plan_tabs(user: User, town: Any, current: str, query: str = "") -> list[dict[str, Any]]:
    """Month, week, list, approvals; the filters go along."""
    waiting = approvals_waiting_for(user, town)
    return [
        {
            "url": f"{url}?{query}" if query and key != "approvals" else url,
            "label": label,
            "current": key == current,
            "count": waiting if key == "approvals" else 0,
        }
        for key, url, label in _views_of(get_language(), town.slug)
    ]


@lru_cache(256)
def _views_of(language: str | None, slug: str) -> list[tuple[str, str, str]]:
    views = [("month", _("Month")), ("week", _("Week")), ("agenda", _("List"))]
    views += [("board", _("Board")), ("approvals", _("Approvals"))]
    return [(key, reverse(f"planning:{key}", args=[slug]), label) for key, label in views]
