# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long names of authors are kept: the town's period, what would go now, and the record of what went."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.audit import trail_outlook
from accounts.queries import newest_trail_steps
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms import ReleaseForm, RetentionForm
from community.queries.cases import case_lines, case_outlook, contained_in, newest_releases, releasable_cases
from community.queries.retention import RetentionReason, newest_runs, outlook
from community.services import cases as services
from community.services.retention import set_periods
from core.errors import AlreadyChanged, Refused
from core.sight import sight

PAGE_SIZE = 30
#: Checkpoints shown: those of a year or more, as entries go by full years.
STEPS_SHOWN = 12
#: Cases shown and released at a time, the oldest first.
CASES_SHOWN = 20


@require_http_methods(["GET", "POST"])
@sight(True)  # neither page shows a citizen's words
def retention(request: TownRequest, municipality: str) -> HttpResponse:
    """The period, the dry run and the record; a POST changes the period."""
    town, user = request.municipality, request.user
    require(user, "community.view_retention", town)
    form = RetentionForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            set_periods(town, actor=user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The periods are saved. Documents that name the old ones are marked as stale."))
            return redirect("dialog:retention", municipality)
    at = timezone.now()
    now, trail = outlook(town, at), trail_outlook(town, at)
    cases = case_outlook(town, at, lines=CASES_SHOWN)
    periods = {"author_months": now.months, "case_years": cases.years, "audit_years": trail.years}
    context = {
        "form": RetentionForm(initial=periods) if form is None else form,
        "may_set": may(user, "community.set_retention", town),
        "outlook": now,
        "kept": [(RetentionReason(reason).label, number) for reason, number in now.kept.items()],
        "kept_messages": [(RetentionReason(reason).label, number) for reason, number in now.kept_messages.items()],
        "cases": cases,
        "releases": newest_releases(town)[:STEPS_SHOWN],
        "may_release": may(user, "community.release_cases", town),
        "may_read": may(user, "community.view_queue", town),
        "trail": trail,
        "trail_steps": newest_trail_steps(town)[:STEPS_SHOWN],
        "page": Paginator(newest_runs(town), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "community/retention.html", context, status=200 if form is None else 422)


@require_http_methods(["GET", "POST"])
@sight(True)
def release_cases(request: TownRequest, municipality: str) -> HttpResponse:
    """What exactly goes, and the button that lets it go. Without a choice: all that the retention page shows."""
    town, at = request.municipality, timezone.now()
    require(request.user, "community.release_cases", town)
    form = ReleaseForm(request.POST) if request.method == "POST" else ReleaseForm()
    given = request.POST if request.method == "POST" else request.GET
    chosen = {int(key) for key in given.getlist("case") if key.isascii() and key.isdecimal() and len(key) < 19}
    if request.method == "POST" and form.is_valid():
        try:
            release = services.release_cases(town, actor=request.user, comments=chosen, has_asked_archive=True, at=at)
        except AlreadyChanged as error:
            messages.error(request, str(error))
        else:
            words = _("Deleted: %(comments)s cases, %(evidence)s pieces of evidence.")
            messages.success(request, words % {"comments": release.comments, "evidence": release.evidence})
        return redirect("dialog:retention", municipality)
    cases = releasable_cases(town, at)
    found = list(cases.filter(pk__in=chosen)[:CASES_SHOWN] if chosen else cases[:CASES_SHOWN])
    context = {
        "form": form,
        "lines": case_lines(found),
        "contained": contained_in([comment.pk for comment in found]),
    }
    return render(request, "community/release_cases.html", context, status=422 if form.is_bound else 200)
