# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page needs: the list on the left and the comment on the desk."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community import queries
from community.forms import DecisionForm, ReplyForm
from community.forms.staff_matters import ConcernedForm
from community.models import Comment, Decision, StaffMatter
from community.presenters.answer_parts import parts_with_state
from community.presenters.filters import channels_named, chips_of, fold_of, tabs_of
from community.presenters.hints import label_buttons
from community.presenters.lines import Line, lines_of
from community.queries.blur import Blur, blur_of, is_blurred, is_flagged
from community.queries.danger import open_call
from community.queries.departments import answer_to_use, files_of, questions_about
from community.queries.filters import DECIDED, WORKING, QueueFilter
from community.queries.hints import kind_words, seen_by_software
from community.queries.picking import ANSWER, answer_to_begin, text_to_begin
from community.queries.queue import COUNT_CAP
from community.queries.staff_matters import ConcernsStaff, closed_view, concerns_staff, people_of_staff
from community.queries.thanks import thanks_for
from community.queries.voices import voices_of
from community.services.presence import note_and_list_others
from community.services.remote import room_for_answer, speaker_without_access
from community.services.showing import can_be_shown
from community.services.wording import CommentChanged
from core.errors import DomainError, Refused
from core.parts import write_component, write_part
from core.text import at_most, read_number
from core.textdiff import word_diff
from core.typed import retype

#: Parts of an address that say what an answer begins with.
BEGINNINGS = {"text", "antwort", "danke"}


def wanted_of(request: TownRequest) -> QueueFilter:
    return QueueFilter.from_query(request.GET)


def require_view(request: TownRequest) -> None:
    require(request.user, "community.view_queue", request.municipality)


def wants_fragment(request: TownRequest) -> bool:
    """Whether htmx asks for a part; going back in the browser wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def find_comment(request: TownRequest, pk: int) -> Comment:
    """The comment, or 404 in a foreign town, or 403 for who does not see the queue, or not what concerns staff."""
    require_view(request)
    found = queries.comment_for_screen.one(request.municipality, pk, request.user)
    if found is None:
        if concerns_staff(request.municipality, pk):
            raise ConcernsStaff(pk)
        raise Http404
    found.municipality = request.municipality
    return found


def show_list(request: TownRequest, current: int | None = None, **context: Any) -> HttpResponse:
    """The page: the list, and the comment ``current`` that ``context`` is about or how to begin."""
    values = list_values(request, current) | {"csrf_token": context.get("csrf_token") or get_token(request)}
    desk = ""
    if current is not None:
        desk = write_part("community/_desk.jinja", **(context | {"is_page": True}))
    elif values["lines"]:
        desk = write_part("community/_start.jinja", **values, voices=voices_of(request.municipality))
    context |= values | {
        "head": write_part("community/_head.jinja", **values),
        "tab_bar": write_component("tabs", tabs=values["tabs"], label=_("Part of the queue")),
        "column": write_part("community/_list.jinja", **values),
        "desk": desk,
    }
    return render(request, "community/queue.html" if current is None else "community/comment.html", context)


def list_values(request: TownRequest, current: int | None = None) -> dict[str, Any]:
    """The left column: tabs with counts, filters, one page of rows, and the neighbours of ``current``."""
    wanted = wanted_of(request)
    town, user = request.municipality, request.user
    page = queries.queue_page(town, user, wanted)
    list_query = wanted.as_query(after=wanted.after)
    figures = figures_of_list(request, wanted)
    lines = lines_of(
        *(page.rows, town, user, timezone.now(), list_query, blur_of(user, town)), may_decide=figures["may_decide"]
    )
    return {
        "page": page,
        "lines": lines,
        "query": f"?{list_query}" if list_query else "",
        "more_query": wanted.as_query(after=page.next_after) if page.next_after else "",
        "is_partial": page.is_partial,
        "current": current,
        **figures,
        "fold": fold_of(town.slug, wanted, figures["channels"]),
        **_neighbours(lines, current),
    }


def figures_of_list(request: TownRequest, wanted: QueueFilter) -> dict[str, Any]:
    """What of the list changes with every decision: how many wait, in the tabs and beside the filters."""
    town, user = request.municipality, request.user
    numbers = queries.counts(town, user)
    channels, by_hand = channels_named(town)
    may_decide = may(user, "community.decide_comment", town)
    return {
        "town": town,
        "wanted": wanted,
        "tabs": tabs_of(town.slug, wanted, numbers, may_decide),
        "channels": channels,
        "is_entered_by_hand": by_hand,
        "chips": chips_of(town, wanted, numbers, channels),
        "numbers": {name: at_most(number, COUNT_CAP) for name, number in numbers.items()},
        "spam_count": numbers["spam"],
        "may_decide": may_decide,
        "is_changed": False,
        "hits_query": wanted.in_tab(DECIDED).as_query() if wanted.search else "",
    }


def desk_context(request: TownRequest, comment: Comment, *, is_ahead: bool = False, **extra: Any) -> dict[str, Any]:
    """Everything about one comment: thread, decisions, author's figures, who else looks, and what one may do.

    ``is_ahead``: it is only being made ready, so the reader is not yet noted as looking at it.
    """
    user, blur = request.user, comment.blur_of_reader or Blur.MARKED.value  # type: ignore[attr-defined]  # annotated
    thread, own = queries.thread_of(comment)
    standing = next((d for d in own if d.undone_at is None), None)
    is_showing = standing is not None and standing.kind == Decision.Kind.SHOW
    is_decided = comment.is_decided
    now = timezone.now()
    is_held = comment.state == Comment.State.CLAIMED and comment.claim_until is not None and comment.claim_until > now
    holder = comment.claimed_by if is_held else None
    speaker = speaker_without_access(comment.channel)
    wanted = wanted_of(request)
    query = query_of(wanted)
    may_decide = may(user, "community.decide_comment", comment)
    asked, seen = questions_about(comment), seen_by_software(comment)
    may_begin = holder == user or (may_decide and not BEGINNINGS.isdisjoint(request.GET))
    thanks = thanks_for(comment, user) if may_decide and not is_decided and "danke" in request.GET else None
    is_working = may_decide and not is_decided and wanted.tab in WORKING
    begun = thanks.text if thanks else _begun(request, comment, own) if may_begin else ""
    reply_form = ReplyForm(comment, initial={"text": begun})
    if thanks:
        reply_form.fields["text"].widget.attrs["data-focus"] = ""
    return {
        "town": request.municipality,
        "comment": comment,
        "channel": comment.channel,
        "thread": thread,
        "decisions": own,
        "standing": standing,
        "is_decided": is_decided,
        "is_showing": is_showing,
        "undo_until": undo_until(standing, user, now) if is_decided or is_showing else None,
        "action": getattr(standing, "action", None),
        "earlier": list(comment.earlier_revisions.all()) if comment.revision > 1 else [],
        "author_history": queries.author_history(comment.author, now),
        "department_questions": asked,
        "department_files": files_of(asked),
        "danger_call": open_call(comment) if comment.urgency == Comment.Urgency.DANGER and not is_decided else None,
        "others_looking": [] if is_ahead else note_and_list_others(comment, user),
        "holder": holder,
        "is_mine": holder == user,
        "is_held": holder is not None and holder != user,
        "may_decide": may_decide,
        "ahead_url": reverse("dialog:ahead", args=[request.municipality.slug, comment.pk]) + query
        if is_working
        else "",
        "abilities": speaker.abilities,
        "may_show": may(user, "community.show_comment", comment),
        "can_be_shown": can_be_shown(comment),
        "hidden_by": queries.hidden_by(comment, own),
        "limit": room_for_answer(comment, speaker) if speaker.limits.names_a_length else None,
        "reply_form": reply_form,
        "blur": blur,
        "is_covered": is_blurred(comment, blur),
        "is_flagged_here": is_flagged(comment),
        "concerned_form": concerned_form(comment) if comment.is_staff_matter else None,
        "seen": seen,
        "label_buttons": label_buttons(seen) if seen else "",
        "kind_words": () if seen else kind_words(comment),
        "query": query,
        "csrf_token": get_token(request),
        "may_release": standing is not None
        and standing.waits_for_release
        and may(user, "community.release_reply", standing),
        "panel": "reply",
        "begun_with": (thanks.snippet or "") if thanks else request.GET.get("text", ""),
        "is_thanking": thanks is not None,
        "problem": None,
        "in_parts": None,
        "parts": parts_with_state(standing) if standing is not None and standing.is_in_parts else [],
        "is_page": False,
    } | extra


def concerned_form(comment: Comment) -> ConcernedForm:
    """Whom a comment that concerns the staff is about, as it stands."""
    mark = StaffMatter.objects.filter(comment=comment).first()
    return ConcernedForm(people_of_staff(comment.municipality), initial={"person": mark and mark.person_id})


def undo_until(decision: Decision | None, user: Any, now: Any) -> Any:
    """Until when ``user`` may take ``decision`` back; ``None`` when not or no longer."""
    if decision is None or decision.actor_id != user.pk:
        return None
    until = decision.undo_until
    action = getattr(decision, "action", None)
    is_by_hand = action is None and decision.kind == Decision.Kind.SHOW
    if decision.waits_for_release:
        return now + Decision.UNDO_TIME
    untouched = not is_by_hand and (action is None or action.is_scheduled)
    return until if until > now and untouched else None


def show_comment(request: TownRequest, comment: Comment, **extra: Any) -> HttpResponse:
    """The comment as a fragment for htmx, inside the whole page for everybody else."""
    context = desk_context(request, comment, **extra)
    if wants_fragment(request):
        return HttpResponse(write_part("community/_desk.jinja", **context))
    return show_list(request, comment.pk, **context)


def show_closed(request: TownRequest, pk: int) -> HttpResponse:
    """In place of a comment that concerns the staff: that it is there, and who reads it."""
    town = request.municipality
    closed = closed_view(town, pk, request.user)
    context = {
        "town": town,
        "closed": closed,
        "concerned_form": ConcernedForm(people_of_staff(town)) if closed.is_own_mark else None,
        "csrf_token": get_token(request),
        "query": query_of(wanted_of(request)),
    }
    if wants_fragment(request):
        return HttpResponse(write_part("community/_closed.jinja", **context, is_page=False))
    values = list_values(request, pk) | {"csrf_token": context["csrf_token"]}
    context |= values | {
        "head": write_part("community/_head.jinja", **values),
        "tab_bar": write_component("tabs", tabs=values["tabs"], label=_("Part of the queue")),
        "column": write_part("community/_list.jinja", **values),
        "desk": write_part("community/_closed.jinja", **context, is_page=True),
    }
    return render(request, "community/queue.html", context)


def comment_url(request: TownRequest, pk: int) -> str:
    return reverse("dialog:comment", args=[request.municipality.slug, pk]) + query_of(wanted_of(request))


def queue_url(request: TownRequest) -> str:
    """The list from its beginning, as it is filtered."""
    query = wanted_of(request).as_query()
    return reverse("dialog:queue", args=[request.municipality.slug]) + (f"?{query}" if query else "")


def query_of(wanted: QueueFilter) -> str:
    """What the address of a comment takes along of the list it was chosen from."""
    query = wanted.as_query(after=wanted.after)
    return f"?{query}" if query else ""


def problem_of(error: DomainError) -> dict[str, Any]:
    """A refusal in words for the page: what happened, what is missing, both wordings of a changed comment."""
    problem: dict[str, Any] = {"text": str(error), "gaps": [], "diff": []}
    if isinstance(error, Refused) and error.gaps and error.gaps != [str(error)]:
        problem["gaps"] = error.gaps
    if isinstance(error, CommentChanged):
        problem["diff"] = word_diff(error.seen_text, error.current_text)
    return problem


def read_again(request: TownRequest, pk: int, form: DecisionForm) -> Comment:
    """The comment as it is now; what was typed stays, and the next attempt is about the words on the screen."""
    found = find_comment(request, pk)
    retype(form, revision=str(found.revision))
    return found


def _begun(request: TownRequest, comment: Comment, decisions: list[Decision]) -> str:
    """What the answer begins with: a department's words or a text that was chosen, or what was just taken back."""
    wanted = read_number(request.GET.get("fachamt", ""))
    if wanted is not None and (words := answer_to_use(comment, wanted)):
        return words
    if words := begun_with(request, comment, ANSWER):
        return words
    return _taken_back(decisions, request.user)


def begun_with(request: TownRequest, comment: Comment, purpose: str) -> str:
    """The text or answer whose number the address gives: how one is chosen without JavaScript."""
    wanted = read_number(request.GET.get("text", ""))
    if wanted is not None:
        return text_to_begin(comment, request.user, purpose, wanted)
    earlier = read_number(request.GET.get("antwort", "")) if purpose == ANSWER else None
    return answer_to_begin(comment, earlier) if earlier is not None else ""


def _taken_back(decisions: list[Decision], user: Any) -> str:
    """The words of an answer that ``user`` has just undone: nobody wants to type them again."""
    last = decisions[0] if decisions else None
    return last.reply_text if last and last.undone_at and last.actor_id == user.pk else ""


def _neighbours(lines: list[Line], current: int | None) -> dict[str, str]:
    """Where the keys j and k lead; from outside the list to its first line."""
    at = next((n for n, line in enumerate(lines) if line.pk == current), None)
    after = lines[0 if at is None else at + 1 :]
    return {"next_url": after[0].url if after else "", "previous_url": lines[at - 1].url if at else ""}
