# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a post has cost, and what all of a year have."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.efforts import EffortForm
from channels_mgmt.models import Post, PostEffort
from channels_mgmt.presenters.costs import WIDTHS, as_german, cost_rows
from channels_mgmt.queries.efforts import FEWEST_POSTS, EffortYear, effort_in, efforts_of, sum_of
from channels_mgmt.services.efforts import note_effort, remove_effort
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.sheets import CSV, WORKBOOK, csv_lines, workbook
from core.text import read_number

FIRST_YEAR = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def efforts(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The notes on one post; a POST adds one."""
    post = get_object_or_404(Post, pk=pk)
    require(request.user, "channels_mgmt.note_effort", post)
    form = EffortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_effort(post, actor=request.user, **form.noted())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. Nobody’s name stands with it."))
            return redirect("planning:efforts", municipality, pk)
    noted = list(efforts_of(post))
    context = {
        "post": post,
        "noted": noted,
        "total": sum_of(noted),
        "form": form,
        "may_see_year": may(request.user, "channels_mgmt.view_effort", post),
    }
    return render(request, "channels_mgmt/efforts.html", context, status=422 if form.errors else 200)


@require_POST
def remove_effort_note(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    effort: PostEffort = get_object_or_404(PostEffort.objects.select_related("post__municipality"), pk=pk)
    require(request.user, "channels_mgmt.note_effort", effort.post)
    to = reverse("planning:efforts", args=[municipality, effort.post_id])
    return carry_out(request, lambda: remove_effort(effort, actor=request.user), _("The note is removed."), to)


@require_safe
def effort_year(request: TownRequest, municipality: str) -> HttpResponse:
    """Sums by month and kind; ``?jahr=2026`` shows another year, what is no year the current one."""
    year, sums = _year_of(request)
    this_year = request.municipality.local_day().year
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < this_year else None,
        "sums": sums,
        "months": [(date_format(month, "F Y"), one) for month, one in sums.months.items()],
        "kinds": list(sums.kinds.items()),
        "campaigns": list(sums.campaigns.items()),
        "fewest": FEWEST_POSTS,
    }
    return render(request, "channels_mgmt/effort_year.html", context)


@require_safe
def effort_csv(request: TownRequest, municipality: str) -> HttpResponse:
    year, sums = _year_of(request)
    content = "".join(csv_lines(map(as_german, cost_rows(sums))))
    return HttpResponse(content, content_type=CSV, headers=_as_file(year, "csv"))


@require_safe
def effort_workbook(request: TownRequest, municipality: str) -> HttpResponse:
    year, sums = _year_of(request)
    content = workbook(_("Effort %(year)s") % {"year": year}, cost_rows(sums), WIDTHS)
    return HttpResponse(content, content_type=WORKBOOK, headers=_as_file(year, "xlsx"))


def _as_file(year: int, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="aufwand-{year}.{ending}"'}


def _year_of(request: TownRequest) -> tuple[int, EffortYear]:
    """The year the address asks for, what is no year the current one, with its sums."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_effort", town)
    this_year = town.local_day().year
    year = read_number(request.GET.get("jahr", "")) or this_year
    year = year if FIRST_YEAR <= year <= this_year else this_year
    return year, effort_in(town, year)
