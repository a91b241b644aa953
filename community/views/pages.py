# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.tenancy.permissions import may
from accounts.tenancy.request import TownRequest
from community import queries
from community.models import Evidence
from community.queries.blur import blur_of
from community.queries.filters import DECIDED
from community.queries.queue import COUNT_CAP
from community.queries.staff_matters import ConcernsStaff
from community.views.desk import (
    find_comment,
    list_values,
    require_view,
    show_closed,
    show_comment,
    show_list,
    wanted_of,
    wants_fragment,
)
from core.parts import write_part


@require_GET
@vary_on_headers("HX-Request")
def queue(request: TownRequest, municipality: str) -> HttpResponse:
    """What waits, most urgent first; the lines alone when htmx asks for more of them, or for those of a fold."""
    require_view(request)
    if wants_fragment(request):
        is_fold = str(request.htmx.target).startswith("fold-")
        return HttpResponse(write_part(f"community/_{'fold' if is_fold else 'rows'}.jinja", **list_values(request)))
    return show_list(request)


@require_GET
@vary_on_headers("HX-Request")
def decided_hits(request: TownRequest, municipality: str) -> HttpResponse:
    """What the search would find among the decided, in one line; asked for by a list that is there already."""
    require_view(request)
    wanted = wanted_of(request)
    query = wanted.in_tab(DECIDED).as_query()
    url = f"{reverse('dialog:queue', args=[municipality])}?{query}"
    if not wants_fragment(request) or not wanted.search:
        return redirect(url)
    number = queries.decided_hits(request.municipality, wanted)
    return HttpResponse(write_part("community/_hits.jinja", url=url, number=number, most=COUNT_CAP))


@require_GET
@vary_on_headers("HX-Request")
def comment(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One comment on the desk, beside the list it was chosen from."""
    try:
        found = find_comment(request, pk)
    except ConcernsStaff:
        return show_closed(request, pk)
    return show_comment(request, found)


@require_GET
def history(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The lasting address of a comment: its wordings, what was decided and done, evidence, the whole thread."""
    found = find_comment(request, pk)
    context = {
        "comment": found,
        "decisions": queries.decisions_of([found]).get(found.pk, []),
        "earlier": list(found.earlier_revisions.all()),
        "evidence": list(Evidence.objects.filter(comment=found).select_related("captured_by").order_by("captured_at")),
        "thread": queries.whole_thread(found),
        "blur": blur_of(request.user, request.municipality),
        "may_give_notice": may(request.user, "community.give_notice", found),
    }
    return render(request, "community/history.html", context)
