# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A wave of nearly identical comments on one page: a person ticks, gives one rationale, decides once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.acts import offer_undo_at
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.forms.alike import AlikeForm, chosen
from community.models import Decision
from community.queries.alike import MOST, open_alike
from community.queries.blur import blur_of, is_blurred
from community.services.alike import decide_alike, undo_alike
from community.views.desk import find_comment
from core.errors import DomainError
from core.text import read_number
from netiquette.queries import citable_clauses


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """All ticked ones are decided, or none."""
    town, user = request.municipality, request.user
    found = find_comment(request, pk)
    require(user, "community.decide_comment", found)
    form = AlikeForm(list(citable_clauses(town)), request.POST or None, initial={"kind": Decision.Kind.LEAVE})
    ticked = chosen(request.POST.getlist("comments"))
    problem: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            decided = decide_alike(town, actor=user, seen=ticked, **form.cleaned_data)
        except DomainError as error:
            problem = [str(error), *(str(gap) for gap in getattr(error, "gaps", []) if str(gap) != str(error))]
        else:
            numbers = ",".join(str(decision.pk) for decision in decided)
            url = f"{reverse('dialog:undo_alike', args=[municipality])}?nr={numbers}"
            words = ngettext("%(n)s comment is decided.", "%(n)s comments are decided.", len(decided))
            until = decided[0].decided_at + Decision.UNDO_TIME
            offer_undo_at(request, words % {"n": len(decided)}, url, until)
            return redirect("dialog:queue", municipality)
    wave = open_alike(found, user, now())
    blur = blur_of(user, town)
    context = {
        "comment": found,
        "wave": [(one, request.method != "POST" or one.pk in ticked, is_blurred(one, blur)) for one in wave],
        "form": form,
        "problem": problem,
    }
    return render(request, "community/alike.html", context, status=422 if problem or form.errors else 200)


@require_POST
def undo(request: TownRequest, municipality: str) -> HttpResponse:
    """Take back, of the decisions named in the address, one's own that have not left yet."""
    require(request.user, "community.decide_comment", request.municipality)
    numbers = [read_number(part) for part in request.GET.get("nr", "").split(",")[:MOST]]
    related = Decision.objects.select_related("comment__channel", "comment__municipality")
    own = related.filter(pk__in=[number for number in numbers if number is not None], actor=request.user)
    undone = undo_alike(list(own.order_by("comment")), actor=request.user)
    words = ngettext("%(n)s decision was taken back.", "%(n)s decisions were taken back.", undone)
    messages.info(request, words % {"n": undone})
    return redirect("dialog:queue", municipality)
