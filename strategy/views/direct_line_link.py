# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link in the head's mail: shows one question and asks; only its button answers (docs/adr/0013).

Works without login, because the signed link is the proof. It shows this one question and nothing else of
the town; opening it, however often and by whomever, changes nothing.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from accounts.models import Municipality, User
from accounts.tenancy.link_pages import LinkRefused, link_page, opened_link
from accounts.tenancy.links import Link, LinkInvalid, holder_of
from accounts.tenancy.permissions import may
from core.errors import AlreadyChanged, DomainError, NotPermitted
from strategy.forms.questions import AnswerForm
from strategy.models import DirectQuestion
from strategy.services import PURPOSE, answer_question

State = DirectQuestion.State
REFUSED = "strategy/answer_invalid.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question with the answer of the link in front; answer it once on POST."""
    try:
        link, town = opened_link(request, PURPOSE, token)
    except LinkRefused as refused:
        return refused.page(request, REFUSED)
    with scope(municipality=town):
        return _answer(request, town, link, token)


def _answer(request: HttpRequest, town: Municipality, link: Link, token: str) -> HttpResponse:
    related = DirectQuestion.objects.select_related("municipality", "asked_by", "answered_by")
    question = related.filter(pk=link.subject, municipality=town).first()
    if question is None:
        return _refused(request, str(LinkInvalid()), 404)
    head = holder_of(link)
    if head is None or not may(head, "strategy.answer_question", question):
        # Nothing of the question: the mail may lie in the mailbox of somebody who has left.
        return _refused(request, _("You no longer hold the role that may answer. Nothing was changed."), 403)
    if question.state != State.ASKED:
        return _settled(request, question, head)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(
                question, actor=head, chosen=form.cleaned_data["answer"], remark=form.cleaned_data["remark"]
            )
        except NotPermitted:
            return _refused(request, _("You no longer hold the role that may answer. Nothing was changed."), 403)
        except AlreadyChanged:
            question.refresh_from_db()
            return _settled(request, question, head)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("direct_line:answer", token)
    context = {
        "town": town,
        "question": question,
        "form": form,
        "chosen": link.more.get("answer"),
        "is_late": question.is_late(now()),
    }
    return link_page(request, "strategy/answer.html", context, 422 if form.errors else 200)


def _settled(request: HttpRequest, question: DirectQuestion, head: User) -> HttpResponse:
    """Say who answered what, or that the question was withdrawn; a link that was used does nothing more."""
    is_own = question.answered_by_id == head.pk
    status = 409 if request.method == "POST" else 200 if is_own else 410
    context = {"town": question.municipality, "question": question, "is_own": is_own}
    return link_page(request, "strategy/answer_settled.html", context, status)


def _refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return LinkRefused(reason, status).page(request, REFUSED)
