# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community import queries
from community.forms import DecisionForm, HideForm, ReplyForm, ShowAgainForm
from community.models import Comment, Decision, PlatformAction
from community.queries.picking import REASONS
from community.queries.urgency import suspected_clause
from community.services import danger, decisions, settling, showing
from community.services import queue as leases
from community.services.answer_parts import TooLongForOne
from community.services.remote import offers_deleting
from community.views.advance import go_on, show_change
from community.views.desk import (
    begun_with,
    comment_url,
    desk_context,
    find_comment,
    problem_of,
    queue_url,
    read_again,
    require_view,
    show_comment,
    wanted_of,
)
from core.errors import DomainError
from core.parts import write_part
from core.text import read_number
from netiquette.queries import citable_clauses

LONGEST_CONFIRMATION = 64


@require_POST
def claim_next(request: TownRequest, municipality: str) -> HttpResponse:
    """Take the most urgent free comment that the list leaves in and show it, beside the same list."""
    require_view(request)
    left, wanted = read_number(request.POST.get("after", "")), wanted_of(request)
    after = Comment.objects.filter(pk=left).first() if left is not None else None
    found = leases.claim_next(request.municipality, actor=request.user, wanted=wanted, after=after)
    if found is None:
        if wanted.is_narrowed:
            messages.info(request, _("No free comment fits the search and the filters of this list."))
        else:
            messages.info(request, _("Nothing is waiting that nobody holds yet. Well done!"))
        return redirect(queue_url(request))
    return redirect(comment_url(request, found.pk))


@require_POST
def claim(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    if request.htmx and request.htmx.target == "lease":
        # Whoever begins to write below an old page does not reopen what a colleague has decided.
        return _lease(request, found, lambda: leases.claim_comment(found, actor=request.user, may_be_decided=False))
    return _change(request, found, lambda: leases.claim_comment(found, actor=request.user))


@background
@require_POST
def renew(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """An open screen keeps its lease; says so when it is lost."""
    found = find_comment(request, pk)
    return _lease(request, found, lambda: leases.renew_claim(found, actor=request.user))


@require_POST
def see_to(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Say that one sees to what may be a danger; the ringing stops."""
    found = find_comment(request, pk)
    return _change(request, found, lambda: danger.see_to_danger(found, actor=request.user))


@require_POST
def release(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    return _change(request, found, lambda: leases.release_claim(found, actor=request.user))


@require_POST
def leave(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    form = DecisionForm(found, request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else found.revision
    try:
        decision = decisions.leave_comment(found, actor=request.user, seen_revision=revision)
    except DomainError as error:
        return show_comment(request, find_comment(request, pk), problem=problem_of(error))
    return go_on(request, decision)


@require_POST
def reply(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    require(request.user, "community.decide_comment", found)
    form = ReplyForm(found, request.POST)
    if not form.is_valid():
        return show_comment(request, found, reply_form=form)
    given = form.cleaned_data
    answer = {"text": given["text"], "seen_revision": given["revision"], "snippets": _snippets_used(request)}
    answer["confirmed_parts"] = request.POST.get("parts", "")[:LONGEST_CONFIRMATION]
    try:
        decision = decisions.reply_to_comment(found, actor=request.user, **answer)
    except DomainError as error:
        # The draft is kept; it now answers the words on the screen.
        found = find_comment(request, pk)
        kept = ReplyForm(found, initial={"text": given["text"]})
        if isinstance(error, TooLongForOne):
            return show_comment(request, found, in_parts=error, reply_form=kept)
        return show_comment(request, found, problem=problem_of(error), reply_form=kept)
    return go_on(request, decision)


@require_http_methods(["GET", "POST"])
def hide(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The panel from which a measure starts: clause, reasons, evidence, how similar cases were decided."""
    found = find_comment(request, pk)
    require(request.user, "community.decide_comment", found)
    clauses = list(citable_clauses(request.municipality))
    suspected, why = suspected_clause(found, clauses)
    begun = begun_with(request, found, REASONS)
    form = HideForm(found, clauses, request.POST or None, initial={"clause": suspected, "rationale": begun})
    problem = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grounds = {"clause": given["clause"], "rationale": given["rationale"], "seen_revision": given["revision"]}
        grounds["snippets"] = _snippets_used(request)
        try:
            decision = decisions.hide_comment(found, actor=request.user, **grounds)
        except DomainError as error:
            problem = problem_of(error)
            found = read_again(request, pk, form)
        else:
            return go_on(request, decision)
    similar = queries.similar_decisions(request.municipality, clauses)
    return show_comment(
        request,
        found,
        panel="hide",
        hide_form=form,
        clauses=[(clause, similar.get(clause.key, [])) for clause in clauses],
        suspected=suspected,
        why_suspected=why,
        may_delete=offers_deleting(found, request.user),
        problem=problem,
    )


@require_http_methods(["GET", "POST"])
def show_again(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The panel from which hiding is taken back, for example because it was a mistake."""
    found = find_comment(request, pk)
    require(request.user, "community.show_comment", found)
    form = ShowAgainForm(found, request.POST or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grounds = {"rationale": given["rationale"], "seen_revision": given["revision"]}
        problem = _refused(lambda: showing.show_comment(found, actor=request.user, **grounds))
        if problem is None:
            return show_change(request, pk)
        found = read_again(request, pk, form)
    return show_comment(request, found, panel="show", show_form=form, problem=problem)


@require_POST
def undo(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Take one's own decision back and return to its comment; the one that was brought up instead is given back."""
    require_view(request)
    decision: Decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    if problem := _refused(lambda: decisions.undo_decision(decision, actor=request.user)):
        return show_comment(request, find_comment(request, decision.comment_id), problem=problem)
    number = read_number(request.POST.get("left", ""))
    left = Comment.objects.filter(pk=number).first() if number is not None else None
    if left is not None and left != decision.comment:
        leases.release_own_claim(left, actor=request.user)
    return show_change(request, decision.comment_id, undone=decision)


@require_POST
def settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A person says what became of an answer or a measure."""
    require_view(request)
    action: PlatformAction = get_object_or_404(
        PlatformAction.objects.select_related("decision__comment__channel"), pk=pk
    )
    require(request.user, "community.settle_action", action)
    actor, choice = request.user, request.POST.get("outcome")

    def change() -> None:
        if choice == "given_up":
            settling.give_up_action(action, actor=actor)
        elif choice == "look":
            settling.look_again_for(action, actor=actor)
        elif choice in ("done", "retry"):
            url = request.POST.get("url", "")
            settling.settle_action(action, actor=actor, was_carried_out=choice == "done", remote_url=url)

    return _change(request, action.decision.comment, change)


def outcome(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What became of the last decision; asked for by an open page until it has arrived."""
    found = find_comment(request, pk)
    if not request.htmx:
        return redirect(reverse("dialog:comment", args=[municipality, pk]))
    return HttpResponse(write_part("community/_outcome.jinja", **desk_context(request, found)))


def _snippets_used(request: TownRequest) -> list[int]:
    """The texts that the page says were put in."""
    found = (read_number(value) for value in request.POST.getlist("snippet"))
    return [number for number in found if number is not None]


def _change(request: TownRequest, comment: Comment, change: Callable[[], object]) -> HttpResponse:
    """Try a change; a refusal is shown on the comment as it is now."""
    if problem := _refused(change):
        return show_comment(request, find_comment(request, comment.pk), problem=problem)
    return show_change(request, comment.pk)


def _refused(change: Callable[[], object]) -> dict[str, Any] | None:
    """Try a change; the refusal in words for the page, ``None`` when it was made."""
    try:
        change()
    except DomainError as error:
        return problem_of(error)
    return None


def _lease(request: TownRequest, comment: Comment, change: Callable[[], object]) -> HttpResponse:
    problem = _refused(change)
    if not request.htmx:
        return redirect(comment_url(request, comment.pk))
    values = {"town": request.municipality, "comment": comment, "is_mine": not problem, "problem": problem}
    return HttpResponse(write_part("community/_lease.jinja", **values))
