# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the document part by part. What was typed is kept, whatever goes wrong."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from core.errors import AlreadyChanged, DomainError
from core.typed import retype
from strategy import services
from strategy.forms.person_field import people_of
from strategy.forms.writing import FiguresForm, GoalForm, GoalOwnerForm, TargetGroupForm
from strategy.models import Goal, Strategy, TargetGroup
from strategy.queries import open_strategy
from strategy.queries.outline import title_of


def editable_strategy(request: TownRequest) -> Strategy:
    """The open version of this town, for people who may write it; 404 when nothing is open."""
    require(request.user, "strategy.write_strategy", request.municipality)
    strategy = open_strategy(request.municipality)
    if strategy is None:
        raise Http404
    return strategy


def figures(request: TownRequest, municipality: str) -> HttpResponse:
    """Hours, money, the promise of the head, the review date."""
    strategy = editable_strategy(request)
    names = ("hours_per_week", "budget_per_year", "answer_promise_hours", "answer_deputy", "review_on", "revision")
    initial = {name: getattr(strategy, name) for name in names}
    form = FiguresForm(request.POST or None, town=request.municipality, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.edit_figures(strategy, actor=request.user, seen_revision=given.pop("revision"), **given)
        except AlreadyChanged as error:
            form.add_error(None, str(error))
            retype(form, revision=open_revision(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": title_of("figures")})
            return redirect("strategy:document", municipality=municipality)
    return render(
        request, "strategy/figures.html", {"strategy": strategy, "form": form}, status=422 if form.errors else 200
    )


def open_revision(request: TownRequest) -> int:
    strategy = open_strategy(request.municipality)
    return strategy.revision if strategy else 0


def goals(request: TownRequest, municipality: str) -> HttpResponse:
    """Goals with measure, start value, target and date."""
    strategy = editable_strategy(request)
    form = GoalForm(request.POST or None, town=request.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_goal(strategy, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The goal is added."))
            return redirect("strategy:goals", municipality=municipality)
    context = {
        "strategy": strategy,
        "goals": strategy.goals.select_related("owner").order_by("pk"),
        "people": people_of(request.municipality),
        "form": form,
    }
    return render(request, "strategy/goals.html", context, status=422 if form.errors else 200)


@require_POST
def goal_owner(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Name who looks after a goal that has nobody yet."""
    goal: Goal = get_object_or_404(Goal.objects.select_related("strategy__municipality"), pk=pk)
    require(request.user, "strategy.write_strategy", goal.strategy)
    form = GoalOwnerForm(request.POST, town=request.municipality)
    if not form.is_valid():
        messages.warning(request, _("Please choose somebody from the list."))
        return redirect("strategy:goals", municipality=municipality)
    return _change(
        request,
        municipality,
        "strategy:goals",
        lambda row, actor: services.assign_goal(row, actor=actor, owner=form.cleaned_data["owner"]),
        goal,
    )


@require_POST
def goal_remove(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    goal: Goal = get_object_or_404(Goal.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:goals", services.remove_goal, goal)


def target_groups(request: TownRequest, municipality: str) -> HttpResponse:
    """Ranked target groups."""
    strategy = editable_strategy(request)
    form = TargetGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_target_group(strategy, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The target group is added."))
            return redirect("strategy:target_groups", municipality=municipality)
    context = {"strategy": strategy, "groups": strategy.target_groups.all(), "form": form}
    return render(request, "strategy/target_groups.html", context, status=422 if form.errors else 200)


@require_POST
def target_group_remove(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    group: TargetGroup = get_object_or_404(TargetGroup.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:target_groups", services.remove_target_group, group)


@require_POST
def target_group_move(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    group: TargetGroup = get_object_or_404(TargetGroup.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:target_groups", services.move_target_group, group)


def _change(request: TownRequest, municipality: str, back_to: str, service: Any, row: Any) -> HttpResponse:
    try:
        service(row, actor=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect(back_to, municipality=municipality)
