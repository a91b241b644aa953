# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents: the register, one of them with its posts, a new one, and what follows when it is withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.rights import ConsentForm, SettleForm, WithdrawForm
from channels_mgmt.models import Consent, Post, WithdrawalTask
from channels_mgmt.presenters.rights import CONSENT_STATES, consents_found, tasks_of
from channels_mgmt.queries.calendar import marked_posts, status_of
from channels_mgmt.queries.rights import posts_with
from channels_mgmt.services.rights import enter_consent
from channels_mgmt.services.scans import SUFFIXES, open_scan
from channels_mgmt.services.withdrawals import settle_task, withdraw_consent
from channels_mgmt.views.kept_for import kept_for
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 40
POSTS_SHOWN = 100


@require_safe
def consents(request: TownRequest, municipality: str) -> HttpResponse:
    """The register, newest first; ``?stand=withdrawn&q=kita``."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_consents", town)
    state, text = request.GET.get("stand", ""), request.GET.get("q", "").strip()[:100]
    state = state if state in CONSENT_STATES else ""
    page = page_of(consents_found(town, state, text), PER_PAGE, request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "text": text,
        "states": CONSENT_STATES.items(),
        "today": town.local_day(),
        "may_keep": may(user, "channels_mgmt.keep_consents", town),
    }
    return render(request, "channels_mgmt/consents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consent_create(request: TownRequest, municipality: str) -> HttpResponse:
    """A new consent; ``?bild=7`` is the image it is about, ``?beitrag=7`` the post with the film."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.keep_consents", town)
    target = kept_for(request)
    form = ConsentForm(request.POST or None, request.FILES or None, initial={"given_on": town.local_day()})
    if request.method == "POST" and form.is_valid():
        try:
            entered = enter_consent(town, actor=user, assets=[target.shown] if target else [], **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(consent)s is kept.") % {"consent": entered})
            if target is not None:
                return redirect(target.page)
            return redirect("planning:consent", municipality, entered.pk)
    context = {"form": form, "target": target}
    return render(request, "channels_mgmt/consent_create.html", context, status=422 if form.errors else 200)


@require_safe
def consent(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What was agreed, the images and films it is about, the posts that show them, and what is still to be done."""
    return _show(request, get_object_or_404(Consent, pk=pk))


def _show(request: TownRequest, shown: Consent, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    require(user, "channels_mgmt.view_consents", shown)
    links = list(shown.asset_links.select_related("asset").order_by("pk"))
    videos = list(shown.video_links.filter(video__isnull=False).values_list("video", flat=True))
    posts = marked_posts(posts_with([link.asset_id for link in links], videos))[:POSTS_SHOWN]
    context = {
        "consent": shown,
        "links": links,
        "with_film": Post.objects.filter(film__video__in=videos).select_related("film__video") if videos else [],
        "posts": [(post, status_of(post)) for post in posts],
        "tasks": tasks_of(shown),
        "today": request.municipality.local_day(),
        "withdraw_form": WithdrawForm(initial={"withdrawn_on": request.municipality.local_day()}),
        "settle_form": SettleForm(),
        "may_withdraw": shown.is_given and may(user, "channels_mgmt.withdraw_consent", shown),
        "may_settle": may(user, "channels_mgmt.settle_withdrawal", shown),
        "may_view_scan": bool(shown.scan) and may(user, "channels_mgmt.view_scan", shown),
        "may_keep": may(user, "channels_mgmt.keep_consents", shown),
        **forms,
    }
    return render(request, "channels_mgmt/consent.html", context, status=status)


@require_POST
def withdraw(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found: Consent = get_object_or_404(Consent, pk=pk)
    require(request.user, "channels_mgmt.withdraw_consent", found)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, withdraw_form=form)
    try:
        posts = withdraw_consent(found, actor=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        found.refresh_from_db()
        return _show(request, found, status=error.status, withdraw_form=form)
    done = ngettext(
        "The consent is withdrawn. %(n)d post shows the photo or video; what is planned of it does not go out.",
        "The consent is withdrawn. %(n)d posts show the photo or video; what is planned of them does not go out.",
        posts,
    )
    messages.success(request, done % {"n": posts})
    return redirect("planning:consent", municipality, pk)


@require_POST
def settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What was done about one post."""
    task: WithdrawalTask = get_object_or_404(WithdrawalTask.objects.select_related("consent", "post"), pk=pk)
    require(request.user, "channels_mgmt.settle_withdrawal", task)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            settle_task(task, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, _("Noted what was done about “%(title)s”.") % {"title": task.post.title})
            return redirect("planning:consent", municipality, task.consent_id)
    return _show(request, task.consent, status=422, settle_form=form, refused_task=task.pk)


@require_POST
def scan(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The paper; by a button, because looking at it is on record."""
    found: Consent = get_object_or_404(Consent, pk=pk)
    require(request.user, "channels_mgmt.view_scan", found)
    try:
        opened = open_scan(found, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(reverse("planning:consent", args=[municipality, pk]))
    response = HttpResponse(opened.content, content_type=opened.media_type)
    name = f"einwilligung-{found.pk}.{SUFFIXES[opened.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
