# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet for the plan: read in, looked at, taken over or discarded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.plan_import import SheetForm
from channels_mgmt.models import PlanImport
from channels_mgmt.queries.plan_import import import_of
from channels_mgmt.services.import_rows import Outcome
from channels_mgmt.services.plan_import import (
    ImportPlan,
    apply_import,
    discard_import,
    plan_of_import,
    read_sheet,
)
from core.errors import DomainError

WRITE = "channels_mgmt.create_post"
#: So many rows of each kind are written out; the counts are of all.
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import(request: TownRequest, municipality: str) -> HttpResponse:
    """Choose a file; nothing of it goes into the plan before its preview was seen."""
    town, person = request.municipality, request.user
    require(person, WRITE, town)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read_sheet(town, actor=person, content=file.read(), file_name=file.name)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("planning:plan_import_preview", municipality)
    context = {"form": form, "waiting": import_of(person, town)}
    return render(request, "channels_mgmt/plan_import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import_preview(request: TownRequest, municipality: str) -> HttpResponse:
    """What the sheet would do; take it over, the whole or nothing, or discard it."""
    town, person = request.municipality, request.user
    require(person, WRITE, town)
    stored = import_of(person, town)
    if request.method == "POST" and "discard" in request.POST:
        discard_import(town, actor=person)
        messages.success(request, _("The sheet is discarded. The plan stays as it was."))
        return redirect("planning:plan_import", municipality)
    if request.method != "POST" or stored is None:
        return _shown(request, stored)
    try:
        done = apply_import(stored, actor=person, seen_revision=request.POST.get("revision", ""))
    except DomainError as error:
        return _shown(request, stored, problem=str(error), status=error.status)
    messages.success(request, _taken_over(done))
    return redirect("planning:agenda", municipality)


def _taken_over(plan: ImportPlan) -> str:
    new, changed = plan.counts[Outcome.NEW], plan.counts[Outcome.CHANGED]
    parts = [ngettext("%(n)d new draft", "%(n)d new drafts", new) % {"n": new}] if new else []
    parts += [ngettext("%(n)d changed post", "%(n)d changed posts", changed) % {"n": changed}] if changed else []
    return _("The sheet is taken over: %(what)s.") % {"what": ", ".join(parts)}


def _shown(request: TownRequest, stored: PlanImport | None, *, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"stored": stored, "problem": problem, "most_shown": MOST_SHOWN}
    if stored is not None:
        plan = plan_of_import(stored, actor=request.user)
        rows = {outcome: plan.of(outcome) for outcome in Outcome}
        context |= {
            "plan": plan,
            "wrong": rows[Outcome.WRONG][:MOST_SHOWN],
            "changed": rows[Outcome.CHANGED][:MOST_SHOWN],
            "new": rows[Outcome.NEW][:MOST_SHOWN],
            "counts": {outcome.value: len(found) for outcome, found in rows.items()},
            "voided": sum(row.voids_approval for row in rows[Outcome.CHANGED]),
            "most_written": plan.too_many[1] if plan.too_many else 0,
        }
    return render(request, "channels_mgmt/plan_import_preview.html", context, status=status)
