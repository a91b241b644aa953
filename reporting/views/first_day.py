# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*The first ten minutes*: try at once, then do it right."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.frame.unsaved import confirm
from accounts.queries import changes_counted
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.models import Comment
from community.queries.first_day import first_day_of
from community.services.decisions import reply_to_comment
from community.services.first_day import begin_practice
from core.errors import DomainError
from core.text import refuse_nul
from reporting.presenters.first_day import known_facts
from reporting.presenters.readiness import shown_to
from reporting.queries.heartbeat import is_silent, worker_seen_at
from reporting.queries.readiness import remembered_standing


@require_safe
def first_day(request: TownRequest, municipality: str) -> HttpResponse:
    """The page as far as the town is."""
    return _show(request)


def _show(request: TownRequest, *, status: int = 200, text: str = "", error: str = "") -> HttpResponse:
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.practise", town)
    found = first_day_of(town)
    standing = remembered_standing(town, changes_counted(town))
    steps = [step for step in standing.steps if not step.subject]
    sees_dialog = may(user, "community.view_queue", town)
    context = {
        "found": found,
        "may_answer": found.comment is not None and may(user, "community.answer_practice", found.comment),
        "sees_dialog": sees_dialog,
        "text": text,
        "error": error,
        "known": known_facts(town),
        "may_change_town": may(user, "accounts.change_town", town),
        "may_change_hours": may(user, "staffing.arrange_team", town),
        "steps": shown_to(steps, user, town, with_names=False, held=standing.roles),
        "done": sum(step.is_done for step in steps),
    }
    return render(request, "reporting/first_day.html", context, status=status)


@require_POST
def start(request: TownRequest, municipality: str) -> HttpResponse:
    """One click: channel, sample post and question are there."""
    try:
        begin_practice(request.municipality, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("today:first_day", municipality)


@require_POST
def answer(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Answer the invented citizen."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.practise", town)
    comments = Comment.objects.select_related("channel", "municipality", "author")
    comment: Comment = get_object_or_404(comments, pk=pk, municipality=town, channel__connector="practice")
    text = request.POST.get("text", "")
    try:
        refuse_nul(text)
        reply_to_comment(comment, actor=user, text=text)
    except DomainError as error:
        return _show(request, status=error.status, text=text, error=str(error))
    confirm(request)  # stored it is, whoever sends it
    if is_silent(worker_seen_at(), now()):
        messages.warning(request, _("Your answer waits for the background worker, which is not running."))
    else:
        messages.success(request, _("Your answer is on its way. In ten seconds it stands on the practice platform."))
    return redirect("today:first_day", municipality)
