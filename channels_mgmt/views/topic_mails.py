# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics by mail: how the mailbox is read, and the mails a person decides about."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.models import TopicMail, TopicMailbox
from channels_mgmt.queries.topics import mails_to_look_at
from channels_mgmt.services.topic_mail import accept_mail, dismiss_mail
from channels_mgmt.views.answers import carry_out
from core.pages import page_of

PER_PAGE = 30


@require_safe
def topic_mails(request: TownRequest, municipality: str) -> HttpResponse:
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_topic_mails", town)
    may_settle = may(user, "channels_mgmt.settle_topic", town)
    context = {
        # Words of strangers are for those who decide about them.
        "page": page_of(mails_to_look_at(town), PER_PAGE, request.GET.get("page")) if may_settle else None,
        "may_settle": may_settle,
        "is_set_up": town.slug in settings.TOPIC_MAILBOX,
        "mailbox": TopicMailbox.objects.filter(municipality=town).first(),
    }
    return render(request, "channels_mgmt/topic_mails.html", context)


@require_POST
def accept(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    mail: TopicMail = get_object_or_404(TopicMail.objects.select_related("municipality"), pk=pk)
    done = _("The topic is in the backlog. Photos, if there were any, are still in the mailbox.")
    to = reverse("planning:topic_mails", args=[municipality])
    return carry_out(request, lambda: accept_mail(mail, actor=request.user), done, to)


@require_POST
def dismiss(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    mail: TopicMail = get_object_or_404(TopicMail.objects.select_related("municipality"), pk=pk)
    to = reverse("planning:topic_mails", args=[municipality])
    done = _("It is no topic. The mail is still in the mailbox.")
    return carry_out(request, lambda: dismiss_mail(mail, actor=request.user), done, to)
