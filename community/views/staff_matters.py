# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that concern a person of the staff: the mark, and the page of those who are named to read them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms.staff_matters import ConcernedForm, NameReaderForm
from community.models import Comment, StaffReader
from community.queries.staff_matters import (
    people_of_staff,
    people_to_name,
    readers_now,
    restricted_and_open,
)
from community.queries.staff_matters import (
    staff_readers as named_readers,
)
from community.services import staff_matters as services
from community.views.desk import comment_url, find_comment, require_view
from core.errors import DomainError


@require_POST
def mark(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One key: from now on only named people read it."""
    found = find_comment(request, pk)
    try:
        services.mark_staff_matter(found, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Marked. Only people who are named for what concerns the staff read it now."))
    return _back(request, pk)


@require_POST
def unmark(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Somebody who is named says that it concerns nobody."""
    found = find_comment(request, pk)
    try:
        services.unmark_staff_matter(found, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Everybody who reads the dialogue reads this comment again."))
    return _back(request, pk)


@require_POST
def concerned(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Whom it is about; asked of who is named, and of who has just marked it and may read it no longer."""
    require_view(request)
    town = request.municipality
    found = get_object_or_404(Comment.objects.in_full(), municipality=town, pk=pk, is_staff_matter=True)
    form = ConcernedForm(people_of_staff(town), request.POST)
    if form.is_valid():
        try:
            services.say_whom_it_concerns(found, actor=request.user, person=form.cleaned_data["person"])
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(map(str, form.errors["person"])))
    return _back(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_readers(request: TownRequest, municipality: str) -> HttpResponse:
    """Who is named; whoever may, names."""
    town, user = request.municipality, request.user
    require(user, "community.view_staff_readers", town)
    form = NameReaderForm(people_to_name(town), request.POST or None)
    if request.method == "POST":
        require(user, "community.name_staff_readers", town)
        if form.is_valid():
            try:
                services.name_staff_reader(town, actor=user, person=form.cleaned_data["person"])
            except DomainError as error:
                form.add_error("person", str(error))
            else:
                messages.success(request, _("Named. From now on this person reads what concerns the staff."))
                return redirect("dialog:staff_readers", municipality)
    named = list(named_readers(town))
    context = {
        "named": named,
        "stand_ins": [] if named else readers_now(town),
        "open": restricted_and_open(town).open,
        "form": form if may(user, "community.name_staff_readers", town) else None,
    }
    return render(request, "community/staff_readers.html", context, status=422 if form.errors else 200)


@require_POST
def remove_reader(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    require(request.user, "community.name_staff_readers", request.municipality)
    services.remove_staff_reader(get_object_or_404(StaffReader, pk=pk), actor=request.user)
    messages.success(request, _("No longer named."))
    return redirect("dialog:staff_readers", municipality)


def _back(request: TownRequest, pk: int) -> HttpResponse:
    url = comment_url(request, pk)
    if not request.htmx:
        return redirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response
