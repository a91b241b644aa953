# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The direct line inside the town's pages: asking from anywhere, the list, one question."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError, Refused
from core.moments import german_datetime
from core.urls import way_back
from strategy import services
from strategy.forms.questions import AnswerForm, AskForm, usual_answers
from strategy.models import DirectQuestion
from strategy.queries import direct_line_promise, direct_line_record

PER_PAGE = 30


@require_GET
def direct_line(request: TownRequest, municipality: str) -> HttpResponse:
    """What was asked and answered, open questions first."""
    town = request.municipality
    require(request.user, "strategy.view_direct_line", town)
    questions = DirectQuestion.objects.filter(municipality=town).select_related(
        "municipality", "asked_by", "answered_by"
    )
    settled = Paginator(questions.exclude(state=DirectQuestion.State.ASKED), PER_PAGE)
    page = settled.get_page(request.GET.get("seite"))
    page.pages = settled.get_elided_page_range(page.number)  # type: ignore[attr-defined]
    context = {
        "at": now(),
        "open_questions": questions.open(),
        "page": page,
        "record": direct_line_record(town),
        "promise": direct_line_promise(town),
        "may_ask": may(request.user, "strategy.ask_head", town),
    }
    return render(request, "strategy/direct_line.html", context)


def ask_head(request: TownRequest, municipality: str) -> HttpResponse:
    """The form, as a page or, fetched by a script, as the inside of a dialog."""
    town = request.municipality
    require(request.user, "strategy.ask_head", town)
    is_dialog = "HX-Request" in request.headers
    came_from = request.GET.get("von", "")[:300]
    form = AskForm(request.POST or None, initial={**usual_answers(), "von": came_from})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asked = services.ask_head(
                town,
                actor=request.user,
                question=given["question"],
                answers=form.answers(),
                context=given["context"],
                asked_from=given["von"],
            )
        except Refused as error:
            for gap in error.gaps or [error]:
                form.add_error(None, str(gap))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            sent = _("Your question is on its way. The promise: an answer until %(moment)s.") % {
                "moment": german_datetime(asked.due_at, town)
            }
            if is_dialog:
                return render(request, "strategy/_ask_sent.html", {"question": asked, "sent": sent, "town": town})
            messages.success(request, sent)
            return redirect(_way_back(asked))
    context = {"form": form, "promise": direct_line_promise(town), "is_dialog": is_dialog, "back": came_from}
    template = "strategy/_ask_form.html" if is_dialog else "strategy/ask_head.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_GET
def question(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One question with its answer, or with the buttons to give one."""
    found = _find(request, pk)
    require(request.user, "strategy.view_direct_line", found)
    return _show(request, found, AnswerForm())


@require_POST
def answer_question(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "strategy.answer_question", found)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        services.answer_question(
            found, actor=request.user, chosen=form.cleaned_data["answer"], remark=form.cleaned_data["remark"]
        )
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Answered: %(answer)s. The team knows.") % {"answer": found.chosen_text})
    page = reverse("strategy:question", args=[municipality, pk])
    return redirect(way_back(request, request.POST.get("next", ""), page))


@require_POST
def withdraw_question(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _change(request, municipality, pk, services.withdraw_question, _("The question is withdrawn."))


@require_POST
def read_answer(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _change(request, municipality, pk, services.read_answer, _("Noted. The answer stays in this list."))


def _change(request: TownRequest, municipality: str, pk: int, service: Any, done: str) -> HttpResponse:
    try:
        service(_find(request, pk), actor=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    page = reverse("strategy:direct_line", args=[municipality])
    return redirect(way_back(request, request.POST.get("next", ""), page))


def _find(request: TownRequest, pk: int) -> DirectQuestion:
    related = ("municipality", "asked_by", "answered_by", "deputy")
    return get_object_or_404(DirectQuestion.objects.select_related(*related), pk=pk, municipality=request.municipality)


def _show(request: TownRequest, found: DirectQuestion, form: AnswerForm) -> HttpResponse:
    user, is_open = request.user, found.state == DirectQuestion.State.ASKED
    context = {
        "question": found,
        "form": form,
        "is_open": is_open,
        "is_late": found.is_late(now()),
        "heads": services.heads_of(found.municipality, but=found.asked_by) if is_open else [],
        "may_answer": is_open and may(user, "strategy.answer_question", found),
        "may_withdraw": is_open and may(user, "strategy.withdraw_question", found),
        "may_confirm": found.state == DirectQuestion.State.ANSWERED
        and not found.read_at
        and may(user, "strategy.read_answer", found),
    }
    return render(request, "strategy/question.html", context, status=422 if form.errors else 200)


def _way_back(asked: DirectQuestion) -> str:
    """Back to where the question arose; the service kept only a path of this town."""
    return asked.asked_from or reverse("strategy:question", args=[asked.municipality.slug, asked.pk])
