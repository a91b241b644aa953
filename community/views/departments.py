# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking a department because of a comment, and the list of what departments owe."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.frame.clock import end_of_working_day
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.register import departments_to_choose
from community.forms.departments import DepartmentForm
from community.models import Comment, DepartmentFile, DepartmentQuestion
from community.models.departments import LONGEST_QUESTION
from community.queries import departments as queries
from community.queries.departments import ANSWERED, OPEN, WITHDRAWN, DepartmentFilter
from community.services.department_files import open_department_file
from community.services.departments import DEFAULT_DAYS, ask_department, withdraw_department_question
from community.services.queue import claim_comment
from community.services.remote import room_for_answer, speaker_without_access
from community.views.desk import comment_url, find_comment
from core.errors import DomainError
from core.moments import german_date
from core.pages import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The question in the words of whoever asks, to one department; with a first answer to the citizen if wanted."""
    town, user = request.municipality, request.user
    comment = find_comment(request, pk)
    require(user, "community.decide_comment", comment)
    form = DepartmentForm(comment, request.POST or None, initial=_proposed(comment))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asked = ask_department(
                comment,
                actor=user,
                department=given["department"],
                email=given["email"],
                question=given["question"],
                days=given["days"],
                seen_revision=given["revision"],
                interim_answer=given["interim_answer"] if given["is_answered_now"] else "",
            )
        except DomainError as error:
            for words in getattr(error, "gaps", None) or [str(error)]:
                form.add_error(None, str(words))
        else:
            day = german_date(asked.due_at, town)
            words = _("%(department)s is asked by mail; an answer is due on %(day)s.")
            messages.success(request, words % {"department": asked.department, "day": day})
            return redirect(comment_url(request, pk))
    context = {
        "comment": comment,
        "form": form,
        "known": departments_to_choose(town),
        "room": room_for_answer(comment, speaker_without_access(comment.channel)),
        "comment_url": comment_url(request, pk),
    }
    return render(request, "community/ask_department.html", context, status=422 if form.errors else 200)


@require_safe
def departments(request: TownRequest, municipality: str) -> HttpResponse:
    """What departments owe, by due time; what they have answered; what was taken back."""
    town, user = request.municipality, request.user
    require(user, "community.view_queue", town)
    wanted = DepartmentFilter.from_query(request.GET)
    page = page_of(queries.questions_of(town, wanted), queries.PAGE_SIZE, request.GET.get("page"))
    names = {OPEN: _("Open"), ANSWERED: _("Answered"), WITHDRAWN: _("Taken back")}
    base = reverse("dialog:departments", args=[town.slug])
    tabs = [
        {"url": f"{base}?{wanted.as_query(tab=tab)}", "label": label, "current": tab == wanted.tab, "count": ""}
        for tab, label in names.items()
    ]
    at = now()
    context = {
        "may_keep": may(user, "channels_mgmt.keep_departments", town),
        "page": page,
        "rows": [(asked, asked.is_late(at)) for asked in page],
        "wanted": wanted,
        "tabs": tabs,
    }
    return render(request, "community/departments.html", context)


@require_POST
def withdraw(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    asked: DepartmentQuestion = get_object_or_404(
        DepartmentQuestion.objects.select_related("comment__channel", "municipality"), pk=pk
    )
    try:
        withdraw_department_question(asked, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Taken back. %(department)s gets a letter about it.") % {"department": asked.department}
        )
    return redirect("dialog:comment", municipality, asked.comment_id)


@require_POST
def use(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Claim the comment and begin the answer with the department's words; nothing is sent."""
    asked: DepartmentQuestion = get_object_or_404(
        DepartmentQuestion.objects, pk=pk, state=DepartmentQuestion.State.ANSWERED
    )
    comment = find_comment(request, asked.comment_id)
    address = comment_url(request, comment.pk)
    try:
        claim_comment(comment, actor=request.user, may_be_decided=False)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(address)
    return redirect(f"{address}{'&' if '?' in address else '?'}fachamt={asked.pk}")


@require_POST
def file(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What came with an answer; by a button, because looking at it is on record. Never shown inside a page."""
    found: DepartmentFile = get_object_or_404(
        DepartmentFile.objects.select_related("question__municipality", "question__comment"), pk=pk
    )
    comment = find_comment(request, found.question.comment_id)
    try:
        opened = open_department_file(found, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(comment_url(request, comment.pk))
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def _proposed(comment: Comment) -> dict[str, Any]:
    """The citizen's words without the name, and a first answer with the day by which more follows."""
    due = end_of_working_day(comment.municipality, now(), DEFAULT_DAYS)
    answer = _("Thank you for your question. We have passed it on to those in charge and answer here by %(day)s.")
    return {
        "question": "" if comment.is_private else comment.text[:LONGEST_QUESTION],
        "days": DEFAULT_DAYS,
        "interim_answer": answer % {"day": german_date(due, comment.municipality)},
    }
