# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the document: pillars, roles, approvals, budget, and the choices of tone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.tenancy.request import TownRequest
from core.errors import AlreadyChanged, DomainError
from strategy import services
from strategy.forms.tables import ApprovalsForm, BudgetForm, PillarsForm, RolesForm, ToneForm
from strategy.models import Strategy
from strategy.queries.outline import home_of, title_of
from strategy.queries.structured import (
    Content,
    approvals_content,
    figures_content,
    named_hours,
    pillars_content,
    roles_content,
    tone_content,
)
from strategy.views.parts import editable_strategy


def pillar_shares(request: TownRequest, municipality: str) -> HttpResponse:
    """Subjects with their share of all posts."""
    return _table(request, "pillar_shares", PillarsForm, services.set_pillars, pillars_content)


def role_table(request: TownRequest, municipality: str) -> HttpResponse:
    """Who does what, and who steps in."""
    return _table(request, "role_table", RolesForm, services.set_roles, roles_content)


def approvals(request: TownRequest, municipality: str) -> HttpResponse:
    """Who approves which class of posts."""
    return _table(request, "approvals", ApprovalsForm, services.set_approvals, approvals_content)


def budget(request: TownRequest, municipality: str) -> HttpResponse:
    """What a year costs, item by item."""
    return _table(request, "budget", BudgetForm, services.set_budget, figures_content)


def tone_choices(request: TownRequest, municipality: str) -> HttpResponse:
    """Sie or du, language levels, further languages."""
    return _table(request, "tone_choices", ToneForm, services.set_tone, tone_content)


def _table(
    request: TownRequest,
    part: str,
    form_class: Any,
    service: Callable[..., None],
    content: Callable[[Strategy], Content],
) -> HttpResponse:
    """Show the form, hand what was typed to the service, and keep it whatever goes wrong."""
    strategy = editable_strategy(request)
    form = form_class(request.POST or None, strategy=strategy, initial={"revision": strategy.revision})
    stored = ""
    if request.method == "POST" and form.is_valid():
        try:
            service(strategy, actor=request.user, seen_revision=form.cleaned_data["revision"], **form.given())
        except AlreadyChanged as error:
            strategy = editable_strategy(request)
            stored = content(strategy).text
            form.add_error(None, str(error))
            form.data = {**_kept(form), "revision": strategy.revision}
        except DomainError as error:
            for gap in getattr(error, "gaps", []) or [str(error)]:
                form.add_error(None, str(gap))
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": title_of(part)})
            address = reverse("strategy:document", args=[request.municipality.slug])
            return redirect(f"{address}#{home_of(part)}")
    context = {
        "strategy": strategy,
        "form": form,
        "title": title_of(part),
        "home": home_of(part),
        "stored": stored,
        "named_hours": named_hours(strategy) if part == "role_table" else None,
    }
    return render(request, f"strategy/{part}.html", context, status=422 if form.errors else 200)


def _kept(form: Any) -> dict[str, Any]:
    """What was typed, lists of ticks included."""
    return {name: form.data.getlist(name) if name == "language_levels" else form.data[name] for name in form.data}
