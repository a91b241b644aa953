# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link of a department: a form without login that shows nothing of the town's work, and a receipt.

Whoever is signed in here is not asked and not named: what comes by the link comes from the department.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from accounts.models import Municipality
from accounts.tenancy.link_pages import LinkRefused, link_page, opened_by_anybody
from accounts.tenancy.links import Link, LinkInvalid
from accounts.tenancy.throttle import HOUR, Limit, is_within_limits, sender_of
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.forms.departments import BringTopicForm
from channels_mgmt.models import DepartmentLink, Topic, TopicRequest
from channels_mgmt.services.departments import PURPOSE, bring_topic
from channels_mgmt.services.media import take_image
from core.errors import DiskFull, DomainError
from core.typed import retype

REFUSED = "channels_mgmt/topic_link_void.html"
#: A whole office behind one address brings less in an hour; a script would bring more.
PER_SENDER = Limit("department_sender", 20, HOUR)
PER_LINK = Limit("department_link", 30, HOUR)
RECEIPT = "dorflinde.topic.receipt"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, token: str) -> HttpResponse:
    """The form; only its button sends something."""
    try:
        opened, town = opened_by_anybody(PURPOSE, token)
        with scope(municipality=town):
            return _bring(request, _link(opened, town), opened, token)
    except LinkRefused as refused:
        return refused.page(request, REFUSED)


@login_not_required
@require_safe
def received(request: HttpRequest, token: str, receipt: str) -> HttpResponse:
    """What arrived, to be printed; the link still has to open."""
    try:
        opened, town = opened_by_anybody(PURPOSE, token)
        with scope(municipality=town):
            link = _link(opened, town)
            topic = link.topics.filter(pk=_topic_of(receipt, link)).first()
            if topic is None:
                raise LinkRefused(str(LinkInvalid()), 404)
            context = {"town": town, "link": link, "topic": topic, "token": token}
            return link_page(request, "channels_mgmt/topic_link_received.html", context, 200)
    except LinkRefused as refused:
        return refused.page(request, REFUSED)


def _link(opened: Link, town: Municipality) -> DepartmentLink:
    links = DepartmentLink.objects.select_related("municipality", "created_by")
    link = links.filter(pk=opened.subject, municipality=town).first()
    if link is None:
        raise LinkRefused(str(LinkInvalid()), 404)
    if not link.is_open(now()):
        raise LinkRefused(_("This link was withdrawn. Please ask the press office for a new one."), 410)
    return link


def _topic_of(receipt: str, link: DepartmentLink) -> int:
    try:
        return int(signing.loads(receipt, salt=f"{RECEIPT}.{link.pk}"))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkRefused(str(LinkInvalid()), 404) from None


def _bring(request: HttpRequest, link: DepartmentLink, opened: Link, token: str) -> HttpResponse:
    asked = TopicRequest.objects.filter(pk=opened.more.get("request", 0), link=link).first()
    form = BringTopicForm(request.POST or None, request.FILES or None)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        is_valid = form.is_valid()
        if is_valid and form.is_trapped:
            problem = _("A field that has to stay empty was filled in. We have emptied it; please send the form again.")
            retype(form, website="")
        elif is_valid:
            uses = [(PER_SENDER, sender_of(request)), (PER_LINK, str(link.pk))]
            if not is_within_limits(uses, now(), town=link.municipality):
                problem, status = _("Too many forms were sent in a short time. Please try again in an hour."), 429
            else:
                try:
                    upload = form.cleaned_data["photo"]
                    photo = take_image(link.municipality, uploader=link.created_by, upload=upload) if upload else None
                    topic = bring_topic(link, request=asked, photo=photo, **form.brought())
                except (UnfitImage, DiskFull) as error:
                    form.add_error("photo", str(error))
                except DomainError as error:
                    problem = str(error)
                else:
                    return _receipt(token, link, topic)
    context = {"town": link.municipality, "link": link, "asked": asked, "form": form, "problem": problem}
    return link_page(request, "channels_mgmt/topic_link.html", context, status)


def _receipt(token: str, link: DepartmentLink, topic: Topic) -> HttpResponse:
    receipt = signing.dumps(topic.pk, salt=f"{RECEIPT}.{link.pk}")
    return redirect("topic_link:received", token, receipt)
