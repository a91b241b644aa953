# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The topic backlog: ideas and questions, until they are posts or set aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.topics import SetTopicAsideForm, TopicFilterForm, TopicForm
from channels_mgmt.models import Topic
from channels_mgmt.queries.topics import places_of_questions, topics_of
from channels_mgmt.services.topics import reopen_topic, set_topic_aside, suggest_topic
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: TownRequest, municipality: str) -> HttpResponse:
    """The list with its filters; a POST adds an idea."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = TopicForm(request.POST or None)
    if request.method == "POST":
        require(user, "channels_mgmt.suggest_topic", town)
        if form.is_valid():
            try:
                suggest_topic(town, actor=user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The topic is in the backlog."))
                return redirect("planning:topics", municipality)
    return _show(request, form)


def _show(
    request: TownRequest, form: TopicForm, *, refused: tuple[Topic, SetTopicAsideForm] | None = None
) -> HttpResponse:
    """The list; ``refused`` alone is a topic with the form that could not be carried out."""
    town, user = request.municipality, request.user
    # What the page shows; unbound it would show nothing of the address.
    filters = TopicFilterForm({"stand": Topic.State.OPEN} | request.GET.dict())
    chosen = filters.chosen()
    found = topics_of(town, chosen)
    page = page_of(found.filter(pk=refused[0].pk) if refused else found, PER_PAGE, request.GET.get("page"))
    listed = list(page.object_list)
    places = places_of_questions(town, user, listed)
    context = {
        "topics": [(topic, places.get(topic.comment_number or 0, "")) for topic in listed],
        "form": form,
        "aside": refused[1] if refused else None,
        "filters": filters,
        "chosen": chosen,
        "page": page,
        "may_suggest": may(user, "channels_mgmt.suggest_topic", town),
        "may_manage_departments": may(user, "channels_mgmt.manage_department_links", town),
        "may_view_mails": may(user, "channels_mgmt.view_topic_mails", town),
        "may_settle": may(user, "channels_mgmt.settle_topic", town),
        "may_write": may(user, "channels_mgmt.create_post", town),
    }
    return render(request, "channels_mgmt/topics.html", context, status=422 if form.errors or refused else 200)


@require_POST
def set_aside(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    require(request.user, "channels_mgmt.settle_topic", topic)
    form = SetTopicAsideForm(request.POST)
    to = reverse("planning:topics", args=[municipality])
    if not form.is_valid():
        return _show(request, TopicForm(), refused=(topic, form)) if topic.is_open else redirect(to)
    reason = form.cleaned_data["reason"]
    done = _("The topic is set aside; the reason is on record.")
    return carry_out(request, lambda: set_topic_aside(topic, actor=request.user, reason=reason), done, to)


@require_POST
def reopen(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    to = reverse("planning:topics", args=[municipality])
    return carry_out(request, lambda: reopen_topic(topic, actor=request.user), _("The topic is open again."), to)
