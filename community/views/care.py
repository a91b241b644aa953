# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking after those who read everything: hand a comment on, know whom to talk to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms.care import ContactsForm
from community.forms.staff_matters import ReadingForm
from community.queries.appeals import care_contacts
from community.queries.blur import blur_of
from community.services.care import choose_blur, say_burdensome, set_contacts
from community.services.care import hand_on as hand_on_comment
from community.views.desk import comment_url, find_comment, queue_url, require_view
from core.errors import DomainError


@require_POST
def hand_on(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One key, no reason; back to the list."""
    found = find_comment(request, pk)
    hand_on_comment(found, actor=request.user)
    messages.info(request, _("Handed on. You do not get this comment again by asking for the next one."))
    if not request.htmx:
        return redirect(queue_url(request))
    response = HttpResponse(status=204)
    response["HX-Redirect"] = queue_url(request)
    return response


@require_POST
def burdensome(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Blurred from now on, or not."""
    found = find_comment(request, pk)
    is_burdensome = request.POST.get("is_burdensome") == "1"
    say_burdensome(found, actor=request.user, is_burdensome=is_burdensome)
    messages.info(request, _("Shown blurred from now on.") if is_burdensome else _("Shown unblurred from now on."))
    return redirect(comment_url(request, pk))


@require_POST
def reading(request: TownRequest, municipality: str) -> HttpResponse:
    """What one wants to see blurred oneself."""
    require_view(request)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _page(request, reading_form=form)
    choose_blur(request.user, form.cleaned_data["blur"])
    messages.success(request, _("Saved."))
    return redirect("dialog:care", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
def care(request: TownRequest, municipality: str) -> HttpResponse:
    """Whom to talk to; the town writes its own people and services."""
    town, user = request.municipality, request.user
    require(user, "community.view_queue", town)
    form = None
    if request.method == "POST":
        require(user, "community.set_contacts", town)
        form = ContactsForm(request.POST)
        if form.is_valid():
            try:
                set_contacts(town, actor=user, contacts=form.cleaned_data["contacts"])
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Saved."))
                return redirect("dialog:care", municipality)
    return _page(request, form=form)


def _page(
    request: TownRequest, *, form: ContactsForm | None = None, reading_form: ReadingForm | None = None
) -> HttpResponse:
    """With what was typed, where a form is given; it was refused then."""
    town, user = request.municipality, request.user
    stored = care_contacts(town)
    context = {
        "contacts": stored,
        "form": (form or ContactsForm(initial={"contacts": stored}))
        if may(user, "community.set_contacts", town)
        else None,
        "reading_form": reading_form or ReadingForm(initial={"blur": blur_of(user, town)}),
    }
    return render(request, "community/care.html", context, status=422 if form or reading_form else 200)
