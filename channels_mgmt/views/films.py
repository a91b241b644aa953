# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The video of a post: a page of its own, and its files for people of the town only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.captions import as_srt
from channels_mgmt.domain.video_files import MEDIA_TYPE, MOST_SECONDS
from channels_mgmt.forms.films import FilmForm, VideoForm
from channels_mgmt.forms.rights import ChosenConsentForm, ChosenLicenceForm, PeopleForm
from channels_mgmt.models import Film, People, Post, Video
from channels_mgmt.queries.films import film_gaps, film_hints, video_limits_of
from channels_mgmt.queries.library import likely_consents
from channels_mgmt.queries.rights import why_no_consent, why_no_licence
from channels_mgmt.services.films import attach_video, describe_film, remove_film
from channels_mgmt.services.videos import cancel_conversion, most_megabytes, resume_conversion
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.ranges import ranged_response

LATELY = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
def film(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Add a video to a post, and see how far it is; a POST sends one."""
    post = post_to_edit(request, pk)
    if request.method != "POST":
        return show_film(request, post)
    form = VideoForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_film(request, post, status=422, form=form)
    try:
        attach_video(post, actor=request.user, upload=form.cleaned_data["video"])
    except DomainError as error:
        form.add_error("video", str(error))
        return show_film(request, post, status=422, form=form)
    messages.success(request, _("The video has arrived. It is converted now; meanwhile you can go on elsewhere."))
    return redirect("planning:film", municipality, pk)


@background
@require_safe
def film_state(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """How far the video is: the part of the page that looks again by itself."""
    post = post_to_edit(request, pk)
    if post.film is None:
        raise Http404
    response = render(request, "channels_mgmt/_film_state.html", {"post": post, "film": post.film})
    if not post.film.video.is_in_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def describe(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What is to be seen and spoken, and the still picture."""
    post = post_to_edit(request, pk)
    if post.film is None:
        messages.error(request, _("This post has no video."))
        return redirect("planning:film", municipality, pk)
    form = FilmForm(post.film, post.revision, request.POST, request.FILES)
    if not form.is_valid():
        return show_film(request, post, status=422, film_form=form)
    given = form.cleaned_data
    try:
        describe_film(
            post,
            actor=request.user,
            alt_text=given["alt_text"],
            captions=given["captions"],
            is_without_speech=given["is_without_speech"],
            poster_at=form.poster_at,
            is_ai_made=given["is_ai_made"],
            revision=given["revision"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return show_film(request, post_to_edit(request, pk), status=error.status, film_form=form)
    messages.success(request, _("What you said about the video is saved."))
    return redirect("planning:film", municipality, pk)


@require_POST
def remove(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = post_to_edit(request, pk)
    done = _("The video is out of the post.")
    return carry_out(request, lambda: remove_film(post, actor=request.user), done, _page(post))


@require_POST
def cancel(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = post_to_edit(request, pk)
    done = _("The conversion is cancelled.")
    return carry_out(request, lambda: cancel_conversion(video_of(post), actor=request.user), done, _page(post))


@require_POST
def resume(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = post_to_edit(request, pk)
    done = _("The video is converted now.")
    return carry_out(request, lambda: resume_conversion(video_of(post), actor=request.user), done, _page(post))


@require_safe
def captions_vtt(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The captions as players read them."""
    return _captions(request, _film_shown(request, pk).captions, "text/vtt")


@require_safe
def captions_srt(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The captions as networks take them by hand."""
    return _captions(request, as_srt(_film_shown(request, pk).cues), "application/x-subrip")


@require_safe
def video(request: TownRequest, municipality: str, pk: int) -> HttpResponseBase:
    """The copy for publication, in pieces as players ask for it."""
    found = get_object_or_404(Video, pk=pk)
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    return ranged_response(request, found.file, MEDIA_TYPE)


@require_safe
def poster(request: TownRequest, municipality: str, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Video, pk=pk)
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    return ranged_response(request, found.poster, "image/jpeg")


def post_to_edit(request: TownRequest, pk: int) -> Post:
    """404 in other towns, 403 for who may not edit it."""
    post: Post = get_object_or_404(Post.objects.select_related("film__video"), pk=pk)
    require(request.user, "channels_mgmt.edit_post", post)
    return post


def video_of(post: Post) -> Video:
    """404 where the post has none."""
    if post.film is None:
        raise Http404
    return post.film.video


def _film_shown(request: TownRequest, pk: int) -> Film:
    post: Post = get_object_or_404(Post.objects.select_related("film__video"), pk=pk)
    require(request.user, "channels_mgmt.view_plan", post)
    if post.film is None or not post.film.captions:
        raise Http404
    return post.film


def _captions(request: TownRequest, words: str, media_type: str) -> HttpResponse:
    return HttpResponse(words, content_type=f"{media_type}; charset=utf-8")


def _page(post: Post) -> str:
    return reverse("planning:film", args=[post.municipality.slug, post.pk])


def show_film(
    request: TownRequest,
    post: Post,
    *,
    status: int = 200,
    form: VideoForm | None = None,
    film_form: FilmForm | None = None,
    **forms: Any,
) -> HttpResponse:
    """The page; ``forms`` are those of the rights that were refused."""
    channels = [target.channel for target in post.targets.select_related("channel").order_by("channel__name")]
    shown = post.film
    context: dict[str, Any] = {
        "post": post,
        "film": shown,
        "form": form or VideoForm(),
        "film_form": film_form or (FilmForm(shown, post.revision) if shown and shown.video.is_ready else None),
        "gaps": film_gaps(shown, channels, has_images=post.media.exists()) if shown and shown.video.is_ready else [],
        "hints": film_hints(shown, channels) if shown and shown.video.is_ready else [],
        "taken": [(channel, video_limits_of(channel)) for channel in channels],
        "most_megabytes": most_megabytes(),
        "most_minutes": MOST_SECONDS // 60,
        "may_change": may(request.user, "channels_mgmt.edit_post", post) and not post.is_public,
        **(_rights(request, post, shown.video) if shown else {}),
        **forms,
    }
    return render(request, "channels_mgmt/film.html", context, status=status)


def _rights(request: TownRequest, post: Post, video: Video) -> dict[str, Any]:
    town, user, at = request.municipality, request.user, now()
    links = list(video.consent_links.select_related("consent").order_by("consent"))
    may_keep = may(user, "channels_mgmt.keep_consents", town)
    known = [link.consent for link in links]
    offered = likely_consents(town, since=LATELY, at=at, besides=known) if may_keep else []
    reasons = [*why_no_consent(video, known, town.local_day(at)), why_no_licence(video.licence, town.local_day(at))]

    def address(name: str) -> str:
        return reverse(f"planning:{name}", args=[town.slug, post.pk])

    return {
        "links": links,
        "rights_reasons": [reason for reason in reasons if reason],
        "people_form": PeopleForm(initial={"people": video.people}),
        "consent_form": ChosenConsentForm(town, offered) if offered else None,
        "licence_form": ChosenLicenceForm(town, initial={"licence": video.licence_id}),
        "may_state": may(user, "channels_mgmt.add_image", town),
        "may_view_consents": may(user, "channels_mgmt.view_consents", town),
        "may_keep": may_keep,
        "may_license": may(user, "channels_mgmt.keep_licences", town),
        "needs_consent": video.people == People.AGREED and not links,
        "kept_for": f"beitrag={post.pk}",
        "people_url": address("film_people"),
        "link_url": address("link_film_consent"),
        "licence_url": address("set_film_licence"),
    }
