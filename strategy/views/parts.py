# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the document part by part. What was typed is kept, whatever goes wrong."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import require
from core.errors import AlreadyChanged, DomainError, NotPermitted
from core.textdiff import word_diff
from strategy import services
from strategy.document import title_of
from strategy.forms import FiguresForm, GoalForm, SectionForm, TargetGroupForm
from strategy.models import Goal, Strategy, StrategySection, TargetGroup
from strategy.queries import open_strategy


def editable_strategy(request: HttpRequest) -> Strategy:
    """The open version of this town, for people who may write it; 404 when nothing is open."""
    require(request.user, "strategy.write_strategy", request.municipality)
    strategy = open_strategy(request.municipality)
    if strategy is None:
        raise Http404
    return strategy


# What each section should answer: shown above the text field, and the first thing a new author reads.
def _hint(key: str) -> str:
    hints: dict[str, Any] = {
        "mandate": _("Who gives the order, what for, and what does the head of the authority stand behind?"),
        "tone": _("Sie or du? How plain is the language, in which languages do you answer, what do you never do?"),
        "roles": _("Who plans, who answers, who approves, and who takes over during leave and illness?"),
        "direct_line": _("How does the team reach the head, who is the deputy, and how soon is a question answered?"),
        "pillars": _("Which subjects, with which share? One pillar explains your own work."),
        "crisis": _("Who decides in an outrage wave, who speaks, what happens after hours, who supports the team?"),
        "accessibility": _("How can everybody read, hear and understand your posts, and who checks that?"),
    }
    return str(hints[key])


def section(request: HttpRequest, municipality: str, key: str) -> HttpResponse:
    """One part of the text. A newer text of somebody else is shown, never overwritten."""
    strategy = editable_strategy(request)
    part = get_object_or_404(
        StrategySection.objects.select_related("strategy__municipality", "edited_by"), strategy=strategy, key=key
    )
    newer = None
    diff: list[Any] = []
    form = SectionForm(request.POST or None, initial={"text": part.text, "revision": part.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.edit_section(part, actor=request.user, text=given["text"], seen_revision=given["revision"])
        except services.NewerText as error:
            newer = error.current
            diff = word_diff(newer.text, given["text"])
            form.add_error(None, str(error))
            form.data = {**form.data.dict(), "revision": newer.revision}
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": part.get_key_display()})
            return redirect("strategy:document", municipality=municipality)
    context = {"strategy": strategy, "part": part, "hint": _hint(key), "form": form, "newer": newer, "diff": diff}
    return render(request, "strategy/section.html", context, status=422 if form.errors else 200)


def figures(request: HttpRequest, municipality: str) -> HttpResponse:
    """Hours, money, the promise of the head, the review date."""
    strategy = editable_strategy(request)
    names = ("hours_per_week", "budget_per_year", "answer_promise_hours", "review_on", "revision")
    form = FiguresForm(request.POST or None, initial={name: getattr(strategy, name) for name in names})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.edit_figures(strategy, actor=request.user, seen_revision=given.pop("revision"), **given)
        except AlreadyChanged as error:
            form.add_error(None, str(error))
            form.data = {**form.data.dict(), "revision": open_revision(request)}
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": title_of("figures")})
            return redirect("strategy:document", municipality=municipality)
    return render(
        request, "strategy/figures.html", {"strategy": strategy, "form": form}, status=422 if form.errors else 200
    )


def open_revision(request: HttpRequest) -> int:
    strategy = open_strategy(request.municipality)
    return strategy.revision if strategy else 0


def goals(request: HttpRequest, municipality: str) -> HttpResponse:
    """Goals with measure, start value, target and date."""
    strategy = editable_strategy(request)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_goal(strategy, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The goal is added."))
            return redirect("strategy:goals", municipality=municipality)
    context = {"strategy": strategy, "goals": strategy.goals.order_by("pk"), "form": form}
    return render(request, "strategy/goals.html", context, status=422 if form.errors else 200)


@require_POST
def goal_remove(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    goal = get_object_or_404(Goal.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:goals", services.remove_goal, goal)


def target_groups(request: HttpRequest, municipality: str) -> HttpResponse:
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
def target_group_remove(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    group = get_object_or_404(TargetGroup.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:target_groups", services.remove_target_group, group)


@require_POST
def target_group_move(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    group = get_object_or_404(TargetGroup.objects.select_related("strategy__municipality"), pk=pk)
    return _change(request, municipality, "strategy:target_groups", services.move_target_group, group)


def _change(request: HttpRequest, municipality: str, back_to: str, service: Any, row: Any) -> HttpResponse:
    try:
        service(row, actor=request.user)
    except NotPermitted:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect(back_to, municipality=municipality)
