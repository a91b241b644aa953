# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The panel from which a comment is deleted on its platform (docs/adr/0060)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community import queries
from community.forms import DeleteForm
from community.queries.below import answered_by_others
from community.queries.urgency import suspected_clause
from community.services import decisions
from community.views.advance import go_on
from community.views.desk import find_comment, problem_of, read_again, show_comment
from core.errors import DomainError
from netiquette.models import Clause
from netiquette.queries import citable_clauses


@require_http_methods(["GET", "POST"])
def delete(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Clause, reasons, why hiding is not enough; says whose words would go too."""
    found = find_comment(request, pk)
    require(request.user, "community.delete_comment", found)
    citable = list(citable_clauses(request.municipality))
    clauses = [clause for clause in citable if clause.supports(Clause.Measure.DELETE)]
    suspected, why = suspected_clause(found, clauses)
    form = DeleteForm(found, clauses, request.POST or None, initial={"clause": suspected})
    problem = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grounds = {name: given[name] for name in ("clause", "rationale", "why_not_hidden")}
        try:
            decision = decisions.delete_comment(found, actor=request.user, seen_revision=given["revision"], **grounds)
        except DomainError as error:
            problem = problem_of(error)
            found = read_again(request, pk, form)
        else:
            return go_on(request, decision)
    similar = queries.similar_decisions(request.municipality, clauses)
    return show_comment(
        request,
        found,
        panel="delete",
        hide_form=form,
        clauses=[(clause, similar.get(clause.key, [])) for clause in clauses],
        strongest_only_hides=bool(citable),
        suspected=suspected,
        why_suspected=why,
        others_below=answered_by_others(found),
        problem=problem,
    )
