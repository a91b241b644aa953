# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The appeals list below *Dialog* and one case with all that a fair second look needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may, require
from community.forms import CarriedOutForm, JudgementForm, SetAsideForm
from community.models import Appeal, Comment, Decision
from community.plain_text import one_line
from community.queries import appeals as queries
from community.queries.appeals import CARRY_OUT, DECIDED, MINE, OPEN, AppealFilter
from community.services import appeals as services
from community.services.remote import speaker_without_access
from community.views.desk import problem_of
from core.errors import DomainError, NotPermitted


@require_safe
def appeals(request: HttpRequest, municipality: str) -> HttpResponse:
    """Open, mine, to be carried out, decided; with search."""
    town, user, at = request.municipality, request.user, now()
    require(user, "community.view_appeals", town)
    wanted = AppealFilter.from_query(request.GET)
    counts = queries.appeal_counts(town, user, at)
    page = Paginator(queries.appeals_of(town, user, wanted, at), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    page.pages = page.paginator.get_elided_page_range(page.number)
    context = {
        "page": page,
        "wanted": wanted,
        "tabs": _tabs(request, wanted, counts),
        "counts": counts,
        "now": at,
        "may_set": may(user, "community.set_public_pages", town),
        "may_view_queue": may(user, "community.view_queue", town),
    }
    return render(request, "community/appeals.html", context)


@require_safe
def appeal(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_POST
def take(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return _change(request, found, lambda: services.take_appeal(found, actor=request.user))


@require_POST
def release(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return _change(request, found, lambda: services.release_appeal(found, actor=request.user))


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Look for the comment that is meant and join it, or take a wrong one out."""
    found = _find(request, pk)
    require(request.user, "community.handle_appeal", found)
    if request.method == "POST":
        number = request.POST.get("comment", "")
        comment = None
        if number:
            wanted = int(number) if number.isdecimal() and len(number) < 18 else 0
            comment = get_object_or_404(Comment.objects.select_related("municipality"), pk=wanted)
        return _change(
            request, found, lambda: services.link_appeal(found, actor=request.user, comment=comment), _("Saved.")
        )
    words = one_line(request.GET.get("q", ""))[:500]
    context = {"appeal": found, "words": words, "candidates": queries.candidates_for(found, words)}
    return render(request, "community/appeal_link.html", context)


@require_POST
def decide(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "community.handle_appeal", found)
    form = JudgementForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, judgement_form=form)
    return _change(
        request,
        found,
        lambda: services.decide_appeal(found, actor=request.user, **form.cleaned_data),
        _("Decided. The answer leaves by e-mail within seconds."),
        judgement_form=form,
    )


@require_POST
def set_aside(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "community.handle_appeal", found)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, aside_form=form)
    return _change(
        request,
        found,
        lambda: services.set_aside_appeal(found, actor=request.user, **form.cleaned_data),
        _("Set aside. No letter was sent."),
        aside_form=form,
    )


@require_POST
def close(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "community.close_appeal", found)
    form = CarriedOutForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, closing_form=form)
    return _change(
        request,
        found,
        lambda: services.close_appeal(found, actor=request.user, **form.cleaned_data),
        _("Closed. Thank you."),
        closing_form=form,
    )


def _find(request: HttpRequest, pk: int) -> Appeal:
    require(request.user, "community.view_appeals", request.municipality)
    return get_object_or_404(queries.appeal_for_screen(pk))


def _change(
    request: HttpRequest, found: Appeal, change: Callable[[], object], done: str = "", **kept: Any
) -> HttpResponse:
    """Try a change; a refusal is shown on the case as it is now, with what was typed."""
    try:
        change()
    except NotPermitted:
        raise
    except DomainError as error:
        fresh = get_object_or_404(queries.appeal_for_screen(found.pk))
        return _show(request, fresh, status=409, problem=problem_of(error), **kept)
    if done:
        messages.success(request, done)
    return redirect("dialog:appeal", request.municipality.slug, found.pk)


def _show(request: HttpRequest, found: Appeal, status: int = 200, **extra: Any) -> HttpResponse:
    user = request.user
    decision = found.decision
    judge_may = may(user, "community.handle_appeal", found)
    context = {
        "appeal": found,
        "decision": decision,
        "words": queries.words_decided_about(decision) if decision else "",
        "is_measure": decision is not None and decision.kind in Decision.NEEDS_GROUNDS,
        "is_contested": found.contested_by_id == user.pk,
        "is_mine": found.reviewer_id == user.pk and found.state == Appeal.State.IN_REVIEW,
        "is_overdue": found.is_open and found.due_at <= now(),
        "may_handle": judge_may and found.is_open,
        "may_close": may(user, "community.close_appeal", found) and found.state == Appeal.State.DECIDED,
        "may_view_queue": may(user, "community.view_queue", found),
        "way_back": _way_back(found) if found.state == Appeal.State.DECIDED else "",
        "judgement_form": JudgementForm(found),
        "aside_form": SetAsideForm(),
        "closing_form": CarriedOutForm(),
        "steps": _steps(found),
    } | extra
    return render(request, "community/appeal.html", context, status=status)


def _way_back(found: Appeal) -> str:
    """How the measure is taken back on the platform, said honestly: Dorflinde itself does not do it yet."""
    decision = found.decision
    if decision is None or decision.kind not in Decision.NEEDS_GROUNDS:
        return _("No measure of the town is linked here. Do what you have promised the citizen, then note it below.")
    if speaker_without_access(decision.comment.channel).abilities.unhide:
        return _(
            "Dorflinde cannot show a hidden comment again by itself yet. Open the comment on the platform with the "
            "town’s account, choose “Show reply” or “Unhide” in its menu, look from a browser without login whether "
            "it can be read, then note it below."
        )
    return _(
        "This platform knows no hiding: the comment was reported to the server’s moderators. Write to them that the "
        "report is withdrawn; if they removed the comment, ask them to restore it. What they have deleted for good "
        "cannot be brought back; tell the citizen so. Then note it below."
    )


def _steps(found: Appeal) -> list[dict[str, Any]]:
    """The way of a case: received, in review, decided, closed."""
    order = [Appeal.State.RECEIVED, Appeal.State.IN_REVIEW, Appeal.State.DECIDED, Appeal.State.CLOSED]
    at = order.index(Appeal.State(found.state))
    labels = [Appeal.State.RECEIVED.label, Appeal.State.IN_REVIEW.label, _("Decided"), Appeal.State.CLOSED.label]
    is_over = found.state == Appeal.State.CLOSED
    return [
        {"label": label, "state": "done" if number < at or is_over else "current" if number == at else "open"}
        for number, label in enumerate(labels)
    ]


def _tabs(request: HttpRequest, wanted: AppealFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        OPEN: (_("Open"), counts["open"]),
        MINE: (_("Mine"), counts["mine"]),
        CARRY_OUT: (_("To be carried out"), counts["carry_out"]),
        DECIDED: (_("Decided"), 0),
    }
    if not may(request.user, "community.handle_appeal", request.municipality):
        del names[MINE]
    address = reverse("dialog:appeals", args=[request.municipality.slug])
    return [
        {
            "url": address if tab == OPEN else f"{address}?tab={tab}",
            "label": label,
            "current": tab == wanted.tab,
            "count": number or "",
        }
        for tab, (label, number) in names.items()
    ]
