# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The appeals list below *Dialog* and one case with all that a fair second look needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.domain.plain_text import one_line
from community.forms import CarriedOutForm, JudgementForm, SetAsideForm, ShowAgainForm
from community.models import Appeal, Comment, Decision
from community.queries import appeals as queries
from community.queries.appeals import CARRY_OUT, DECIDED, MINE, OPEN, AppealFilter, Way, WayBack
from community.queries.restrictions import live_restriction_of
from community.services import appeals as services
from community.views.desk import problem_of
from core.errors import DomainError
from core.pages import page_of
from core.steps import Step, steps_to
from core.text import read_number

JUDGE, CLOSE = "community.handle_appeal", "community.close_appeal"


@require_safe
def appeals(request: TownRequest, municipality: str) -> HttpResponse:
    """Open, mine, to be carried out, decided; with search."""
    town, user, at = request.municipality, request.user, now()
    require(user, "community.view_appeals", town)
    wanted = AppealFilter.from_query(request.GET)
    counts = queries.appeal_counts(town, user, at)
    page = page_of(queries.appeals_of(town, user, wanted, at), queries.PAGE_SIZE, request.GET.get("page"))
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
def appeal(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_POST
def take(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return _change(request, found, lambda: services.take_appeal(found, actor=request.user))


@require_POST
def release(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return _change(request, found, lambda: services.release_appeal(found, actor=request.user))


@require_http_methods(["GET", "POST"])
def link(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Look for the comment that is meant and join it, or take a wrong one out."""
    found = _find(request, pk)
    require(request.user, "community.handle_appeal", found)
    if request.method == "POST":
        number = request.POST.get("comment", "")
        comment: Comment | None = None
        if number:
            comment = get_object_or_404(Comment.objects.select_related("municipality"), pk=read_number(number) or 0)
        return _change(
            request, found, lambda: services.link_appeal(found, actor=request.user, comment=comment), _("Saved.")
        )
    words = one_line(request.GET.get("q", ""))[:500]
    context = {"appeal": found, "words": words, "candidates": queries.candidates_for(found, words)}
    return render(request, "community/appeal_link.html", context)


@require_POST
def decide(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    done = _("Decided. The answer leaves by e-mail within seconds.")
    return _submit(
        request, found, JUDGE, services.decide_appeal, done, judgement_form=JudgementForm(found, request.POST)
    )


@require_POST
def set_aside(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    done = _("Set aside. No letter was sent.")
    return _submit(request, found, JUDGE, services.set_aside_appeal, done, aside_form=SetAsideForm(request.POST))


@require_POST
def carry_out(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Show the comment again whose author was right."""
    found = _find(request, pk)
    if found.comment is None:
        raise Http404
    done = _("The comment is being shown again. Within ten seconds this can be undone on the comment’s page.")
    form = ShowAgainForm(found.comment, request.POST)
    return _submit(request, found, CLOSE, services.carry_out_appeal, done, show_form=form)


@require_POST
def close(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    done = _("Closed. Thank you.")
    return _submit(request, found, CLOSE, services.close_appeal, done, closing_form=CarriedOutForm(request.POST))


def _find(request: TownRequest, pk: int) -> Appeal:
    require(request.user, "community.view_appeals", request.municipality)
    return get_object_or_404(queries.appeal_for_screen(pk))


def _submit(
    request: TownRequest, found: Appeal, right: str, change: Callable[..., object], done: str, **bound: Form
) -> HttpResponse:
    """The course of every form on the case: the right, what was typed (422), the change (409); all of it kept.

    ``bound`` is the one form under its name on the page; its fields are what ``change`` is called with.
    """
    require(request.user, right, found)
    (form,) = bound.values()
    if not form.is_valid():
        return _show(request, found, status=422, **bound)
    return _change(request, found, lambda: change(found, actor=request.user, **form.cleaned_data), done, **bound)


def _change(
    request: TownRequest, found: Appeal, change: Callable[[], object], done: str = "", **kept: Any
) -> HttpResponse:
    """Try a change; a refusal is shown on the case as it is now, with what was typed."""
    try:
        change()
    except DomainError as error:
        fresh = get_object_or_404(queries.appeal_for_screen(found.pk))
        return _show(request, fresh, status=409, problem=problem_of(error), **kept)
    if done:
        messages.success(request, done)
    return redirect("dialog:appeal", request.municipality.slug, found.pk)


def _show(request: TownRequest, found: Appeal, status: int = 200, **extra: Any) -> HttpResponse:
    user = request.user
    decision = found.decision
    judge_may = may(user, "community.handle_appeal", found)
    context = {
        "appeal": found,
        "decision": decision,
        "wording": queries.wording_decided_about(decision) if decision else found.comment,
        "is_measure": decision is not None and decision.kind in Decision.NEEDS_GROUNDS,
        "is_contested": found.contested_by_id == user.pk,
        "is_mine": found.reviewer_id == user.pk and found.state == Appeal.State.IN_REVIEW,
        "is_overdue": found.is_open and found.due_at <= now(),
        "may_handle": judge_may and found.is_open,
        "may_close": may(user, "community.close_appeal", found) and found.state == Appeal.State.DECIDED,
        "may_view_queue": may(user, "community.view_queue", found),
        "judgement_form": JudgementForm(found),
        "aside_form": SetAsideForm(),
        "steps": _steps(found),
        "restriction": live_restriction_of(found.comment) if found.comment else None,
    }
    if found.state == Appeal.State.DECIDED:
        context |= _way_back(found)
    return render(request, "community/appeal.html", context | extra, status=status)


def _way_back(found: Appeal) -> dict[str, Any]:
    """How the measure is taken back: by one button where the platform allows, else by hand, said honestly."""
    way = queries.way_back(found)
    note = _("Shown again on the platform by Dorflinde.") if way.is_done else ""
    context: dict[str, Any] = {
        "way": way,
        "way_words": _way_words(way, found),
        "closing_form": CarriedOutForm(initial={"note": note, "is_visible_again": way.is_done}),
    }
    if way.is_by_button and found.comment is not None:
        reason = _("Appeal %(reference)s: %(outcome)s") % {
            "reference": found.reference,
            "outcome": found.get_outcome_display(),
        }
        context["show_form"] = ShowAgainForm(found.comment, initial={"rationale": reason})
    return context


def _way_words(way: WayBack, found: Appeal) -> str:
    names = {"town_genitive": found.municipality.words.town.genitive}
    by_hand = (
        _(
            "Open the comment on the platform with the account of %(town_genitive)s, choose “Show reply” or “Unhide” "
            "in its menu, look from a browser without login whether it can be read, then note it below."
        )
        % names
    )
    afterwards = (
        _("The case closes by itself when that is done.")
        if found.is_upheld
        else _("Then note below what else you promised, and close the case.")
    )
    return {
        Way.BUTTON: _("Dorflinde takes the hiding back on the platform.") + " " + afterwards,
        Way.RUNNING: _("The comment is being shown again.") + " " + afterwards,
        Way.STUCK: _("The platform did not show the comment again. Settle that, or do it by hand.") + " " + by_hand,
        Way.DONE: _("The comment can be read again. Note what else you promised, then close the case."),
        Way.VISIBLE: _("As far as Dorflinde knows, the comment is not hidden. Please look, then note it below."),
        Way.CLOSED_CHANNEL: _("The channel is closed, so Dorflinde does not reach the platform.") + " " + by_hand,
        Way.REMOVED: _(
            "The comment was deleted on the platform; nobody can bring it back. Write to the citizen, who may publish "
            "it again, then note it below."
        ),
        Way.REPORTED: _(
            "This platform knows no hiding: the comment was reported to the server’s moderators. Write to them that "
            "the report is withdrawn; if they removed the comment, ask them to restore it. What they have deleted for "
            "good cannot be brought back; tell the citizen so. Then note it below."
        ),
        Way.NO_MEASURE: _(
            "No measure of %(town_genitive)s is linked here. Do what you have promised the citizen, then note it below."
        )
        % names,
    }[way.kind]


def _steps(found: Appeal) -> list[Step]:
    """The way of a case: received, in review, decided, closed."""
    order = [Appeal.State.RECEIVED, Appeal.State.IN_REVIEW, Appeal.State.DECIDED, Appeal.State.CLOSED]
    labels = [Appeal.State.RECEIVED.label, Appeal.State.IN_REVIEW.label, _("Decided"), Appeal.State.CLOSED.label]
    is_over = found.state == Appeal.State.CLOSED
    return steps_to(len(order) if is_over else order.index(Appeal.State(found.state)), labels)


def _tabs(request: TownRequest, wanted: AppealFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
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
