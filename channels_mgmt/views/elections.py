# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elections: the windows of a town, a new one, and what was published in one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.elections import ElectionForm
from channels_mgmt.models import ElectionWindow
from channels_mgmt.queries.elections import judged_of, posts_to_judge, review_of, to_judge
from channels_mgmt.services.elections import Judgement, enter_window, judge_posts, remove_window
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.text import read_number

SHOWN = 100
PER_PAGE = 40
BEFORE = "vorher"


@require_http_methods(["GET", "HEAD", "POST"])
def elections(request: TownRequest, municipality: str) -> HttpResponse:
    """All windows, the newest first, and the form for another one."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = ElectionForm(town, town.local_day(), request.POST or None)
    if request.method == "POST":
        require(user, "channels_mgmt.enter_election", town)
        if form.is_valid():
            try:
                window = enter_window(town, actor=user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The window is entered. Whoever stands approves nothing in it."))
                return redirect("planning:election", municipality, window.pk)
    windows = ElectionWindow.objects.filter(municipality=town).order_by("-election_day", "pk")
    context = {
        "windows": list(windows[:SHOWN]),
        "form": form,
        "at": now(),
        "may_enter": may(user, "channels_mgmt.enter_election", town),
    }
    return render(request, "channels_mgmt/elections.html", context, status=422 if form.errors else 200)


@require_safe
def election(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One window: who stands, which posts name somebody, and what people have judged, beside the year before.

    ``?jahr=vorher`` lists the posts of the year before, so that both can be counted.
    """
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    window: ElectionWindow = get_object_or_404(ElectionWindow, pk=pk)
    before = request.GET.get("jahr") == BEFORE
    page = Paginator(posts_to_judge(window, before=before), PER_PAGE).get_page(request.GET.get("page"))
    standing = [stands.person for stands in window.standing.select_related("person").order_by("person__name")]
    may_enter = may(request.user, "channels_mgmt.enter_election", window)
    context = {
        "window": window,
        "review": review_of(window),
        "judged": judged_of(window),
        "judged_before": judged_of(window, before=True),
        "before": before,
        "page": page,
        "posts": to_judge(window, page.object_list),
        "standing": standing,
        "may_enter": may_enter,
        "may_judge": may_enter and request.user not in standing,
        "month": min(max(request.municipality.local_day(), window.starts_on), window.ends_on),
    }
    return render(request, "channels_mgmt/election.html", context)


@require_POST
def judge_election(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Keep the ticks of the posts that were shown: ``gelesen`` names each with its revision."""
    window: ElectionWindow = get_object_or_404(ElectionWindow, pk=pk)
    before = request.POST.get("jahr") == BEFORE
    page = reverse("planning:election", args=[municipality, pk])
    try:
        kept, changed = judge_posts(window, actor=request.user, said=_said(request.POST), before=before)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(page)
    done = ngettext("%(n)d post is kept as judged.", "%(n)d posts are kept as judged.", kept)
    messages.success(request, done % {"n": kept})
    if changed:
        again = ngettext(
            "%(n)d post was changed meanwhile; please read it again.",
            "%(n)d posts were changed meanwhile; please read them again.",
            changed,
        )
        messages.warning(request, again % {"n": changed})
    number = read_number(request.POST.get("page", "")) or 1
    return redirect(f"{page}?{urlencode({'jahr': BEFORE if before else '', 'page': number})}#judge")


def _said(given: QueryDict) -> dict[int, Judgement]:
    shows, lacks = set(given.getlist("zeigt")), set(given.getlist("ohne_anlass"))
    said = {}
    for line in given.getlist("gelesen")[:PER_PAGE]:
        pk, _colon, revision = line.partition(":")
        numbers = read_number(pk), read_number(revision)
        if numbers[0] is not None and numbers[1] is not None:
            said[numbers[0]] = Judgement(numbers[1], pk in shows, pk in lacks)
    return said


@require_POST
def remove_election(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    window: ElectionWindow = get_object_or_404(ElectionWindow, pk=pk)
    return carry_out(
        request,
        lambda: remove_window(window, actor=request.user),
        _("The window is removed. That it was there stays on record."),
        reverse("planning:elections", args=[municipality]),
    )
