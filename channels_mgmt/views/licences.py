# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The terms on which images and films are used."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.rights import LicenceForm
from channels_mgmt.models import Licence
from channels_mgmt.services.rights import save_licence
from channels_mgmt.views.kept_for import KeptFor, kept_for
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 40


@require_safe
def licences(request: TownRequest, municipality: str) -> HttpResponse:
    """All of them by source, each with the number of its images and films."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    found = (
        Licence.objects.filter(municipality=town)
        .annotate(images=Count("assets", distinct=True) + Count("videos", distinct=True))
        .order_by("source", "pk")
    )
    page = page_of(found, PER_PAGE, request.GET.get("page"))
    context = {
        "page": page,
        "today": town.local_day(),
        "may_license": may(user, "channels_mgmt.keep_licences", town),
        "may_view_consents": may(user, "channels_mgmt.view_consents", town),
    }
    return render(request, "channels_mgmt/licences.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def licence_create(request: TownRequest, municipality: str) -> HttpResponse:
    """New terms; ``?bild=7`` is the image they are for, ``?beitrag=7`` the post with the film."""
    require(request.user, "channels_mgmt.keep_licences", request.municipality)
    return _edit(request, None, kept_for(request))


@require_http_methods(["GET", "HEAD", "POST"])
def licence_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Licence, pk=pk)
    require(request.user, "channels_mgmt.keep_licences", found)
    return _edit(request, found, None)


def _edit(request: TownRequest, stored: Licence | None, target: KeptFor | None) -> HttpResponse:
    form = LicenceForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        stored = Licence.objects.get(pk=stored.pk) if stored else None  # the form has written on its own copy
        try:
            asset = target.shown if target else None
            save_licence(request.municipality, actor=request.user, licence=stored, asset=asset, **given)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The terms are kept."))
            if target is not None:
                return redirect(target.page)
            return redirect("planning:licences", request.municipality.slug)
    images = stored.assets.order_by("-pk")[:24] if stored else []
    context = {"form": form, "licence": stored, "target": target, "images": images}
    return render(request, "channels_mgmt/licence_edit.html", context, status=422 if form.errors else 200)
