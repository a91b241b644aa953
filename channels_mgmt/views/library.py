# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The media library, and one image: who can be seen, on which terms it is used, and where."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.rights import (
    ChosenConsentForm,
    ChosenLicenceForm,
    FocusForm,
    LibraryFilterForm,
    PeopleForm,
)
from channels_mgmt.models import AssetConsent, MediaAsset, People
from channels_mgmt.presenters.parts import parts_of
from channels_mgmt.queries.calendar import marked_posts, status_of
from channels_mgmt.queries.library import assets_of, likely_consents, standings
from channels_mgmt.queries.likeness import assets_like
from channels_mgmt.queries.rights import posts_with
from channels_mgmt.queries.shapes import approved_with_parts_of
from channels_mgmt.services.focus import set_focus
from channels_mgmt.services.rights import link_consent, set_licence, state_people, unlink_consent
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 24
POSTS_SHOWN = 50
LATELY = timedelta(days=365)


@require_safe
def media_library(request: TownRequest, municipality: str) -> HttpResponse:
    """All images, newest first, filtered by the address."""
    town, user, at = request.municipality, request.user, now()
    require(user, "channels_mgmt.view_plan", town)
    filters = LibraryFilterForm(request.GET.dict())
    chosen = filters.chosen()
    page = page_of(assets_of(town, chosen, at), PER_PAGE, request.GET.get("page"))
    assets = list(page.object_list)
    standing = standings(assets, town, at)
    context = {
        "images": [(asset, standing[asset.pk]) for asset in assets],
        "filters": filters,
        "chosen": chosen,
        "page": page,
        "may_write": may(user, "channels_mgmt.create_post", town),
        "may_view_consents": may(user, "channels_mgmt.view_consents", town),
    }
    return render(request, "channels_mgmt/media_library.html", context)


@require_safe
def media_item(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One image with everything that is known of it."""
    return _show(request, get_object_or_404(MediaAsset, pk=pk))


def _show(request: TownRequest, asset: MediaAsset, *, status: int = 200, **forms: Any) -> HttpResponse:
    town, user, at = request.municipality, request.user, now()
    require(user, "channels_mgmt.view_plan", asset)
    standing = standings([asset], town, at)[asset.pk]
    links = list(asset.consent_links.select_related("consent").order_by("consent"))
    twins = assets_like(town, asset.likeness, besides=asset.pk)
    posts = marked_posts(posts_with([asset.pk]))[:POSTS_SHOWN]
    may_keep = may(user, "channels_mgmt.keep_consents", town)
    offered = likely_consents(town, since=LATELY, at=at, besides=standing.consents) if may_keep else []
    context = {
        "asset": asset,
        "standing": standing,
        "links": links,
        "twins": MediaAsset.objects.filter(pk__in=twins).order_by("pk"),
        "posts": [(post, status_of(post)) for post in posts],
        "parts": parts_of(asset),
        "mark": max(asset.width, asset.height, 1) // 24 or 1,
        "voids": approved_with_parts_of(asset).count(),
        "focus_form": FocusForm(initial={"x": asset.focus_x, "y": asset.focus_y}),
        "people_form": PeopleForm(initial={"people": asset.people}),
        "consent_form": ChosenConsentForm(town, offered) if offered else None,
        "licence_form": ChosenLicenceForm(town, initial={"licence": asset.licence_id}),
        "may_state": may(user, "channels_mgmt.add_image", town),
        "may_view_consents": may(user, "channels_mgmt.view_consents", town),
        "may_keep": may_keep,
        "may_license": may(user, "channels_mgmt.keep_licences", town),
        "people_url": reverse("planning:state_people", args=[town.slug, asset.pk]),
        "link_url": reverse("planning:link_consent", args=[town.slug, asset.pk]),
        "licence_url": reverse("planning:set_licence", args=[town.slug, asset.pk]),
        "kept_for": f"bild={asset.pk}",
        "needs_consent": asset.people == People.AGREED and not links,
        **forms,
    }
    return render(request, "channels_mgmt/media_item.html", context, status=status)


def _page(asset: MediaAsset) -> str:
    return reverse("planning:media_item", args=[asset.municipality.slug, asset.pk])


@require_POST
def people(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Who can be recognised."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    require(request.user, "channels_mgmt.add_image", asset)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _show(request, asset, status=422, people_form=form)
    chosen = form.cleaned_data["people"]
    done = _("It is noted who can be recognised.")
    return carry_out(request, lambda: state_people(asset, actor=request.user, people=chosen), done, _page(asset))


@require_POST
def focus(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What has to stay in sight."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    require(request.user, "channels_mgmt.add_image", asset)
    form = FocusForm(request.POST)
    if not form.is_valid():
        return _show(request, asset, status=422, focus_form=form)
    try:
        posts = set_focus(asset, actor=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, asset, status=error.status, focus_form=form)
    if posts:
        titles = ", ".join(f"„{post.title}“" for post in posts)
        messages.warning(
            request, _("The focus is kept. Drafts again, because they show a part: %(titles)s") % {"titles": titles}
        )
    else:
        messages.success(request, _("The focus is kept."))
    return redirect(_page(asset))


@require_POST
def link(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A consent that is kept already is about this image, too."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    require(request.user, "channels_mgmt.keep_consents", asset)
    form = ChosenConsentForm(request.municipality, [], request.POST)
    if not form.is_valid():
        return _show(request, asset, status=422, consent_form=form)
    consent = form.cleaned_data["consent"]
    done = _("%(consent)s is about this photo now.") % {"consent": consent}
    return carry_out(request, lambda: link_consent(asset, consent, actor=request.user), done, _page(asset))


@require_POST
def unlink(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    linked: AssetConsent = get_object_or_404(
        AssetConsent.objects.select_related("asset__municipality", "consent"), pk=pk
    )
    done = _("%(consent)s is not about this photo any more.") % {"consent": linked.consent}
    return carry_out(request, lambda: unlink_consent(linked, actor=request.user), done, _page(linked.asset))


@require_POST
def licence(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The terms on which the image is used."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    require(request.user, "channels_mgmt.keep_licences", asset)
    form = ChosenLicenceForm(request.municipality, request.POST)
    if not form.is_valid():
        return _show(request, asset, status=422, licence_form=form)
    try:
        set_licence(asset, form.cleaned_data["licence"], actor=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, asset, status=error.status, licence_form=form)
    messages.success(request, _("It is noted on which terms the photo is used."))
    return redirect(_page(asset))
