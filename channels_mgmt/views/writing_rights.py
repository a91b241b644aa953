# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write for one channel or one series for a while: the list, giving a right and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.acts import ask_with_undo, waiting_acts
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.writing_rights import WritingRightForm
from channels_mgmt.models import WritingRight
from channels_mgmt.queries.writing_rights import places_led_by, rights_in
from channels_mgmt.services.writing_rights import DELEGATE, END_RIGHT, end_writing_right_soon, give_writing_right
from core.errors import DomainError
from core.pages import page_of

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def writing_rights(request: TownRequest, municipality: str) -> HttpResponse:
    """The rights of the town, those that end last first; a POST gives another one."""
    town, user = request.municipality, request.user
    require(user, DELEGATE, town)
    form = WritingRightForm(town, places_led_by(user, town), request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            right = give_writing_right(form.chosen_place, actor=user, person=person, wall=form.wall)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = {"person": person, "place": right.place}
            messages.success(request, _("%(person)s may write for %(place)s and is told by mail.") % words)
            return redirect("planning:writing_rights", municipality)
    at = now()
    page = page_of(rights_in(town), PER_PAGE, request.GET.get("page"))
    context = {
        "page": page,
        "rights": [(right, right.is_open(at), may(user, DELEGATE, right)) for right in page.object_list],
        "form": form if form.places else None,
        "ending": waiting_acts(town, END_RIGHT),
    }
    return render(request, "channels_mgmt/writing_rights.html", context, status=422 if form.errors else 200)


@require_POST
def end_right(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = WritingRight.objects.select_related("municipality", "person", "channel", "series")
    right: WritingRight = get_object_or_404(found, pk=pk)
    ask_with_undo(request, lambda: end_writing_right_soon(right, actor=request.user))
    return redirect("planning:writing_rights", municipality)
