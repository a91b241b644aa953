# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who can be recognised in the video of a post, who agreed, and on which terms it is used."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.rights import ChosenConsentForm, ChosenLicenceForm, PeopleForm
from channels_mgmt.models import Post, VideoConsent
from channels_mgmt.services.rights import link_consent, set_licence, state_people, unlink_consent
from channels_mgmt.views.answers import carry_out
from channels_mgmt.views.films import post_to_edit, show_film, video_of


@require_POST
def people(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Who can be recognised."""
    post = post_to_edit(request, pk)
    video, form = video_of(post), PeopleForm(request.POST)
    if not form.is_valid():
        return show_film(request, post, status=422, people_form=form)
    chosen = form.cleaned_data["people"]
    done = _("It is noted who can be recognised.")
    return carry_out(request, lambda: state_people(video, actor=request.user, people=chosen), done, _page(post))


@require_POST
def link(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A consent that is kept already is about this video, too."""
    post = post_to_edit(request, pk)
    require(request.user, "channels_mgmt.keep_consents", post)
    video, form = video_of(post), ChosenConsentForm(request.municipality, [], request.POST)
    if not form.is_valid():
        return show_film(request, post, status=422, consent_form=form)
    consent = form.cleaned_data["consent"]
    done = _("%(consent)s is about this video now.") % {"consent": consent}
    return carry_out(request, lambda: link_consent(video, consent, actor=request.user), done, _page(post))


@require_POST
def unlink(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    linked: VideoConsent = get_object_or_404(
        VideoConsent.objects.filter(video__isnull=False).select_related("video__municipality", "consent"), pk=pk
    )
    done = _("%(consent)s is not about this video any more.") % {"consent": linked.consent}
    shown = Post.objects.filter(film__video=linked.video_id).order_by("-pk").first()
    page = _page(shown) if shown else reverse("planning:consent", args=[municipality, linked.consent_id])
    return carry_out(request, lambda: unlink_consent(linked, actor=request.user), done, page)


@require_POST
def licence(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The terms on which the video is used."""
    post = post_to_edit(request, pk)
    require(request.user, "channels_mgmt.keep_licences", post)
    video, form = video_of(post), ChosenLicenceForm(request.municipality, request.POST)
    if not form.is_valid():
        return show_film(request, post, status=422, licence_form=form)
    chosen = form.cleaned_data["licence"]
    done = _("It is noted on which terms the video is used.")
    return carry_out(request, lambda: set_licence(video, chosen, actor=request.user), done, _page(post))


def _page(post: Post) -> str:
    return reverse("planning:film", args=[post.municipality.slug, post.pk])
