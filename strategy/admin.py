# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority sees of a strategy: one page to sign or return it."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.admin_site import town_admin
from accounts.signoff_admin import Fact, Part, SignOffAdmin, SignOffPage
from strategy import services
from strategy.document import euros, parts_of
from strategy.models import Strategy
from strategy.queries import strategy_in_force


@admin.register(Strategy, site=town_admin)
class StrategyAdmin(SignOffAdmin):
    sign_permission = "strategy.sign_strategy"
    return_permission = "strategy.return_strategy"

    def sign(self, document: Strategy, **given: Any) -> None:
        services.sign_strategy(document, **given)

    def give_back(self, document: Strategy, **given: Any) -> None:
        services.return_strategy(document, **given)

    def page(self, document: Strategy) -> SignOffPage:
        in_force = strategy_in_force(document.municipality)
        if in_force and in_force.pk == document.pk:
            in_force = None
        before = {part.key: part.text for part in parts_of(in_force)} if in_force else {}
        parts = [Part(p.title, p.text, before.get(p.key, "") if in_force else None, p.key) for p in parts_of(document)]
        chosen = [
            d.get_platform_display() for d in document.platform_decisions.filter(slot__isnull=False).order_by("slot")
        ]
        return SignOffPage(
            title=_("Social media strategy, version %(version)s") % {"version": document.version},
            intro=_("With your signature this strategy becomes the mandate of the team."),
            costs=_costs(document, in_force),
            promises=_promises(document),
            facts=[Fact(_("Platforms"), " · ".join(chosen) or "–", _("never more than two"))],
            parts=parts,
            in_force=in_force,
            document_url=reverse("strategy:version", args=[document.municipality.slug, document.version]),
        )


def _costs(document: Strategy, in_force: Strategy | None) -> list[Fact]:
    costs = []
    if document.hours_per_week is not None:
        note = ""
        if in_force and in_force.hours_per_week is not None:
            note = _("so far %(hours)s") % {"hours": number_format(in_force.hours_per_week, 1, use_l10n=True)}
        hours = number_format(document.hours_per_week, 1, use_l10n=True)
        costs.append(Fact(_("Hours per week"), hours, note))
    if document.budget_per_year is not None:
        note = ""
        if in_force and in_force.budget_per_year is not None:
            note = _("so far %(money)s €") % {"money": euros(in_force.budget_per_year)}
        costs.append(Fact(_("Budget per year"), f"{euros(document.budget_per_year)} €", note))
    return costs


def _promises(document: Strategy) -> list[str]:
    promises = [_("You stand behind this work in public, also when criticism comes.")]
    if document.answer_promise_hours is not None:
        promises.append(
            _("You or your deputy answer questions of the team within %(hours)s hours.")
            % {"hours": document.answer_promise_hours}
        )
    if document.hours_per_week is not None:
        promises.append(_("The hours named are kept free for it."))
    if document.review_on is not None:
        promises.append(
            _("You look at this strategy again by %(date)s.") % {"date": date_format(document.review_on, "d.m.Y")}
        )
    return promises
