# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link in a department's mail: one question, one answer, no account (docs/adr/0052).

It shows the question as a colleague has written it and nothing else of the town. Opening it changes nothing.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from accounts.tenancy.link_pages import LinkRefused, link_page, opened_by_anybody
from accounts.tenancy.links import LinkInvalid
from accounts.tenancy.throttle import HOUR, Limit, is_within_limits
from community.forms.departments import DepartmentAnswerForm
from community.models import DepartmentQuestion
from community.models.departments import LONGEST_ANSWER
from community.services.departments import PURPOSE, receive_answer
from core.errors import AlreadyChanged, DiskFull, DomainError
from core.sight import sight

REFUSED = "community/department_invalid.html"
#: A person corrects and sends again; a script sends without end.
PER_LINK = Limit("department", 30, HOUR)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; keep the answer once on POST."""
    try:
        link, town = opened_by_anybody(PURPOSE, token)
    except LinkRefused as refused:
        return refused.page(request, REFUSED)
    with scope(municipality=town), sight(False):  # nobody has signed in
        related = DepartmentQuestion.objects.select_related("municipality", "asked_by", "comment")
        asked = related.filter(pk=link.subject, municipality=town).first()
        if asked is None:
            return LinkRefused(str(LinkInvalid()), 404).page(request, REFUSED)
        return _answer(request, asked, token)


def _answer(request: HttpRequest, asked: DepartmentQuestion, token: str) -> HttpResponse:
    if not asked.is_open:
        return _settled(request, asked)
    form = DepartmentAnswerForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    status = 200
    if request.method == "POST":
        status = 422
        if not is_within_limits([(PER_LINK, str(asked.pk))], now(), town=asked.municipality):
            form.add_error(None, _("Too many attempts in a short time. Please try again in an hour."))
            status = 429
        elif form.is_valid():
            try:
                receive_answer(
                    asked,
                    text=form.cleaned_data["text"],
                    answered_as=form.cleaned_data["answered_as"],
                    files=form.cleaned_data["attachments"],
                )
            except AlreadyChanged:
                asked.refresh_from_db()
                return _settled(request, asked)
            except DiskFull as error:
                form.add_error("attachments", str(error))
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return redirect("department:answer", token)
    context = {
        "town": asked.municipality,
        "question": asked,
        "form": form,
        "is_late": asked.is_late(now()),
        "limit": LONGEST_ANSWER,
        "files_chosen": bool(request.FILES),
    }
    return link_page(request, "community/department_answer.html", context, status)


def _settled(request: HttpRequest, asked: DepartmentQuestion) -> HttpResponse:
    """Say when it was answered or taken back; nothing of what another has answered."""
    status = 409 if request.method == "POST" else 410 if asked.is_withdrawn else 200
    context = {"town": asked.municipality, "question": asked}
    return link_page(request, "community/department_settled.html", context, status)
