# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The decision for one or two platforms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.tenancy.request import TownRequest
from core.errors import AlreadyChanged, DomainError
from core.platforms import Platform
from core.typed import retype
from strategy import services
from strategy.forms.writing import DecisionForm
from strategy.models import Strategy
from strategy.queries.strategies import places_of
from strategy.views.parts import editable_strategy, open_revision


def decision(request: TownRequest, municipality: str) -> HttpResponse:
    """Choose one or two platforms and say why; a third is refused."""
    strategy = editable_strategy(request)
    places = places_of(strategy)
    ranked = places.of
    order = [*ranked, *(p.value for p in Platform if p.value not in ranked)]
    form = DecisionForm(request.POST or None, order=order, initial=_initial(strategy))
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_platforms(
                strategy,
                actor=request.user,
                chosen=form.chosen(),
                reasons=form.reasons(),
                exit_plans=form.exit_plans(),
                seen_revision=form.cleaned_data["revision"],
            )
        except AlreadyChanged as error:
            form.add_error(None, str(error))
            retype(form, revision=open_revision(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is saved."))
            return redirect("strategy:document", municipality=municipality)
    rows = [
        {
            "platform": p,
            "place": ranked.get(p),
            "is_estimated": p == places.estimated_first,
            "is_level": p in places.level,
            "choose": choose,
            "reason": reason,
            "exit": exit_plan,
        }
        for p, choose, reason, exit_plan in form.rows()
    ]
    context = {
        "strategy": strategy,
        "form": form,
        "ranked": [row for row in rows if row["place"]],
        "others": [row for row in rows if not row["place"]],
    }
    return render(request, "strategy/decision.html", context, status=422 if form.errors else 200)


def _initial(strategy: Strategy) -> dict[str, object]:
    initial: dict[str, object] = {"revision": strategy.revision}
    for decided in strategy.platform_decisions.all():
        initial[f"choose-{decided.platform}"] = decided.is_chosen
        initial[f"reason-{decided.platform}"] = decided.reason
        initial[f"exit-{decided.platform}"] = decided.exit_plan
    return initial
