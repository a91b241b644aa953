# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking for a restriction of an account, deciding on it as the second person, and ending it (docs/adr/0061)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms.restrictions import EndRestrictionForm, JudgeRestrictionForm, RestrictionForm
from community.models import Restriction, RestrictionAction
from community.queries import restrictions as queries
from community.queries.appeals import public_settings
from community.services import restrictions as services
from community.views.desk import comment_url, find_comment
from core.errors import DomainError
from core.pages import page_of
from netiquette.queries import citable_clauses

LIVE, OVER = "offen", "beendet"


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The request: what milder measures did not reach, on which comments it rests, for how long."""
    town, user = request.municipality, request.user
    comment = find_comment(request, pk)
    require(user, "community.request_restriction", comment)
    clauses = [c for c in citable_clauses(town) if c.supports(Restriction.Kind.RESTRICT)]
    grounds = queries.offered_grounds(comment)
    initial = {"days": public_settings(town).restriction_days, "kind": Restriction.Kind.RESTRICT}
    form = RestrictionForm(comment, clauses, grounds, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        given["comments"] = [int(number) for number in given.get("comments", [])]
        try:
            found = services.request_restriction(comment, actor=user, **given)
        except DomainError as error:
            for words in getattr(error, "gaps", None) or [str(error)]:
                form.add_error(None, str(words))
        else:
            messages.success(request, _("Asked for. Nothing happens until a second person has decided."))
            return redirect("dialog:restriction", municipality, found.pk)
    context = {
        "comment": comment,
        "form": form,
        "clauses": clauses,
        "live": queries.live_restriction_of(comment),
        "restrict_means": queries.means_of(comment.channel, Restriction.Kind.RESTRICT),
        "block_means": queries.means_of(comment.channel, Restriction.Kind.BLOCK),
        "comment_url": comment_url(request, pk),
    }
    return render(request, "community/restrict.html", context, status=422 if form.errors else 200)


@require_safe
def restrictions(request: TownRequest, municipality: str) -> HttpResponse:
    """What waits for a second person and what is in force; what is over."""
    town = request.municipality
    require(request.user, "community.view_restrictions", town)
    part = OVER if request.GET.get("tab") == OVER else LIVE
    states: list[str] = Restriction.LIVE if part == LIVE else [Restriction.State.DECLINED, Restriction.State.ENDED]
    base = reverse("dialog:restrictions", args=[municipality])
    names = {LIVE: _("Open and in force"), OVER: _("Over")}
    context = {
        "page": page_of(queries.restrictions_of(town, states), queries.PAGE_SIZE, request.GET.get("page")),
        "part": part,
        "tabs": [
            {"url": f"{base}?tab={key}" if key != LIVE else base, "label": label, "current": key == part, "count": ""}
            for key, label in names.items()
        ],
    }
    return render(request, "community/restrictions.html", context)


@require_safe
def restriction(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_POST
def decide(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Approve or decline, as the second person."""
    found = _find(request, pk)
    require(request.user, "community.decide_restriction", found)
    form = JudgeRestrictionForm(request.POST)
    if request.POST.get("outcome") not in ("approve", "decline"):
        form.add_error(None, _("Please choose whether you approve or decline."))
    if not form.is_valid():
        return _show(request, found, judge_form=form, status=422)
    is_approved = request.POST["outcome"] == "approve"
    given = {"is_approved": is_approved, "note": form.cleaned_data["note"]}
    done = _("In force. It ends by itself.") if is_approved else _("Declined. Nothing was changed on the platform.")
    return _change(
        request, found, lambda: services.decide_restriction(found, actor=request.user, **given), done, judge_form=form
    )


@require_POST
def end(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Set the account free before the time is over."""
    found = _find(request, pk)
    require(request.user, "community.end_restriction", found)
    form = EndRestrictionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, end_form=form, status=422)
    note = form.cleaned_data["note"]
    done = _("Ended. The account is set free on the platform, too.")
    return _change(
        request, found, lambda: services.end_restriction(found, actor=request.user, note=note), done, end_form=form
    )


@require_POST
def review(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "community.end_restriction", found)
    return _change(
        request, found, lambda: services.review_restriction(found, actor=request.user), _("Noted. It runs to its end.")
    )


@require_POST
def settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A person says what became of a step on the platform."""
    step: RestrictionAction = get_object_or_404(RestrictionAction.objects, pk=pk)
    found = _find(request, step.restriction_id)
    step.restriction = found
    require(request.user, "community.end_restriction", found)
    is_done = request.POST.get("outcome") == "done"
    return _change(
        request,
        found,
        lambda: services.settle_restriction_step(step, actor=request.user, was_carried_out=is_done),
        _("Noted.") if is_done else _("Dorflinde tries again."),
    )


def _find(request: TownRequest, pk: int) -> Restriction:
    require(request.user, "community.view_restrictions", request.municipality)
    found = queries.restriction_for_screen(request.municipality, pk)
    if found is None:
        raise Http404
    return found


def _change(
    request: TownRequest, found: Restriction, change: Callable[[], object], done: str, **kept: Any
) -> HttpResponse:
    """Try a change; a refusal is shown on the restriction as it is now, with what was typed."""
    try:
        change()
    except DomainError as error:
        return _show(request, _find(request, found.pk), problem=str(error), status=error.status, **kept)
    messages.success(request, done)
    return redirect("dialog:restriction", request.municipality.slug, found.pk)


def _show(request: TownRequest, found: Restriction, status: int = 200, **extra: Any) -> HttpResponse:
    user, channel = request.user, found.comment.channel
    context = {
        "restriction": found,
        "comment": found.comment,
        "evidence": list(found.evidence.all()),
        "steps": list(found.actions.all()),
        "means": queries.means_of(channel, found.kind),
        "can_retry": queries.is_possible_here(found),
        "is_own": found.requested_by_id == user.pk,
        "may_decide": found.is_requested and may(user, "community.decide_restriction", found),
        "may_end": found.is_in_force and may(user, "community.end_restriction", found),
        "may_settle": may(user, "community.end_restriction", found),
        "may_give_notice": may(user, "community.give_notice", request.municipality),
        "may_read_comments": may(user, "community.view_queue", request.municipality),
        "is_to_review": found.is_to_review(now()),
        "judge_form": JudgeRestrictionForm(),
        "end_form": EndRestrictionForm(),
        "problem": "",
    } | extra
    return render(request, "community/restriction.html", context, status=status)
