# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software suggests in a town: the state of each label, how right it is, the town's own words, its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms.triage import TriageForm
from community.models import TriageModel
from community.queries.hints import triage_settings
from community.queries.triage import agreement_of, label_states, versions_of
from community.services.triage.own_words import own_words
from community.services.triage.refitting import stop_version, use_version
from community.services.triage.settings import set_triage
from community.triage import rules
from core.errors import DomainError

VIEW, SET, PERCENTAGES = "community.view_triage", "community.set_replying", "community.view_triage_percentages"


@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: TownRequest, municipality: str) -> HttpResponse:
    """For everybody who reads the queue, and for administrators; changed by who may change how the town answers."""
    town, user = request.municipality, request.user
    require(user, VIEW, town)
    settings = triage_settings(town)
    form, tried = None, None
    if may(user, SET, town):
        form = TriageForm(settings, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            if "try" in request.POST:
                tried = _tried(form)
            elif _done(form, town, user):
                messages.success(request, _("Saved. All open comments are looked at anew."))
                return redirect("dialog:triage", municipality)
    elif request.method == "POST":
        require(user, SET, town)
    versions = list(versions_of(town))
    in_use = next((version for version in versions if version.is_in_use), None)
    context = {
        "form": form,
        "tried": tried,
        "settings": settings,
        "labels": label_states(settings, in_use, versions[0] if versions else None),
        "agreement": agreement_of(settings),
        "versions": versions,
        "shows_percentages": may(user, PERCENTAGES, town),
    }
    has_errors = form is not None and form.is_bound and bool(form.errors)
    return render(request, "community/triage.html", context, status=422 if has_errors else 200)


@require_POST
def switch(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Put an earlier version in use, or take the one in use away."""
    require(request.user, SET, request.municipality)
    version: TriageModel = get_object_or_404(TriageModel.objects.defer("content"), pk=pk)
    stops = "stop" in request.POST
    try:
        (stop_version if stops else use_version)(version, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = (
            _("Rules suggest alone now.") if stops else _("Version %(number)s is in use.") % {"number": version.version}
        )
        messages.success(request, words)
    return redirect("dialog:triage", municipality)


def _tried(form: TriageForm) -> list[dict[str, Any]]:
    """What the rules see in the sample, with the words that were typed."""
    seen = rules.seen(form.cleaned_data["sample"], None, own_words(form.typed_words))
    return [{"name": label.label, "words": words} for label, words in seen.items()]


def _done(form: TriageForm, town: Any, user: Any) -> bool:
    try:
        set_triage(town, actor=user, is_on=form.cleaned_data["is_on"], words=form.typed_words)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
