# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions of the council: the list, a pasted one, where they come from, and what becomes of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.council import CouncilSourceForm, DecisionFilterForm, DecisionForm
from channels_mgmt.models import CouncilDecision
from channels_mgmt.queries.council import decisions_of, source_of
from channels_mgmt.services.council import note_decision, reopen_decision, save_source, set_decision_aside
from channels_mgmt.services.explaining import explain_decision
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 30


@require_safe
def decisions(request: TownRequest, municipality: str) -> HttpResponse:
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    # What the page shows; unbound it would show nothing of the address.
    filters = DecisionFilterForm({"stand": CouncilDecision.State.NEW} | request.GET.dict())
    chosen = filters.chosen()
    page = page_of(decisions_of(town, chosen), PER_PAGE, request.GET.get("page"))
    context = {
        "decisions": list(page.object_list),
        "page": page,
        "filters": filters,
        "chosen": chosen,
        "source": source_of(town),
        "may_write": may(user, "channels_mgmt.create_post", town),
        "may_note": may(user, "channels_mgmt.note_decision", town),
        "may_settle": may(user, "channels_mgmt.settle_topic", town),
        "may_set": may(user, "channels_mgmt.set_council", town),
    }
    return render(request, "channels_mgmt/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request: TownRequest, municipality: str) -> HttpResponse:
    """A decision from the minutes, pasted."""
    town = request.municipality
    require(request.user, "channels_mgmt.note_decision", town)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decision = note_decision(town, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is in the list. One button makes a draft of it."))
            return redirect(reverse("planning:decisions", args=[municipality]) + f"#beschluss-{decision.pk}")
    status = 422 if form.errors else 200
    return render(request, "channels_mgmt/decision_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: TownRequest, municipality: str) -> HttpResponse:
    """Where decisions are read from."""
    town = request.municipality
    require(request.user, "channels_mgmt.set_council", town)
    stored = source_of(town)
    form = CouncilSourceForm(request.POST or None, initial={"url": stored.url if stored else ""})
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_source(town, actor=request.user, url=form.cleaned_data["url"])
        except DomainError as error:
            form.add_error("url", str(error))
        else:
            if kept:
                messages.success(request, _("Saved. Decisions of the last 90 days come within a few minutes."))
            else:
                messages.success(request, _("Nobody is asked any more. What is in the list stays."))
            return redirect("planning:decisions", municipality)
    context = {"form": form, "source": stored}
    return render(request, "channels_mgmt/council_source.html", context, status=422 if form.errors else 200)


def _list(municipality: str) -> str:
    return reverse("planning:decisions", args=[municipality])


@require_POST
def explain(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Make a draft and open it."""
    decision: CouncilDecision = get_object_or_404(CouncilDecision.objects.select_related("municipality"), pk=pk)
    require(request.user, "channels_mgmt.create_post", request.municipality)
    try:
        post = explain_decision(decision, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_list(municipality))
    messages.success(request, _("The draft has facts, day and source. Please fill in the gaps: what changes, and why."))
    return redirect("planning:post_edit", municipality, post.pk)


@require_POST
def set_aside(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    decision: CouncilDecision = get_object_or_404(CouncilDecision, pk=pk)
    done = _("Set aside. Under “Not for us” you can take it up again.")
    return carry_out(request, lambda: set_decision_aside(decision, actor=request.user), done, _list(municipality))


@require_POST
def reopen(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    decision: CouncilDecision = get_object_or_404(CouncilDecision, pk=pk)
    done = _("The decision is in the list again.")
    return carry_out(request, lambda: reopen_decision(decision, actor=request.user), done, _list(municipality))
