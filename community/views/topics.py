# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A citizen's question as a topic for a post, in the words of whoever notes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.topics import topic_of_comment
from channels_mgmt.services.topics import NOTE_LENGTH, note_question
from community.forms import QuestionTopicForm
from community.queries.departments import answer_to_use
from community.services.queue import require_deciding
from community.views.desk import comment_url, find_comment
from core.errors import DomainError
from core.text import read_number


@require_http_methods(["GET", "HEAD", "POST"])
def note_topic(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Two fields, the question or what a department has answered in one of them; or the topic it is already.

    A private message is not copied.
    """
    town, user = request.municipality, request.user
    comment = find_comment(request, pk)
    require_deciding(user, comment)
    require(user, "channels_mgmt.suggest_topic", town)
    known = topic_of_comment(town, pk)
    answer = answer_to_use(comment, read_number(request.GET.get("fachamt", "")) or 0)
    question = "" if comment.is_private else comment.text
    form = QuestionTopicForm(request.POST or None, initial={"note": (answer or question)[:NOTE_LENGTH]})
    if request.method == "POST" and form.is_valid():
        try:
            note_question(town, actor=user, comment_number=pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The question is in the topic backlog, without the name."))
            return redirect(comment_url(request, pk))
    context = {"comment": comment, "form": form, "known": known, "comment_url": comment_url(request, pk)}
    return render(request, "community/topic.html", context, status=422 if form.errors else 200)
