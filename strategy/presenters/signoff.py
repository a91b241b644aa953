# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority reads before signing a strategy, and what withdrawing it means."""

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.signoff.page import Fact, Part, SignOffPage
from strategy.models import Strategy
from strategy.queries import strategy_in_force
from strategy.queries.outline import euros, parts_of


def page_of(document: Strategy) -> SignOffPage:
    """Costs, promises, and every part against the version in force."""
    in_force = strategy_in_force(document.municipality)
    if in_force and (in_force.pk == document.pk or in_force.version > document.version):
        in_force = None
    document = Strategy.objects.with_parts().get(pk=document.pk)
    before = {part.key: part.text for part in parts_of(in_force)} if in_force else {}
    parts = [Part(p.title, p.text, before.get(p.key, "") if in_force else None, p.key) for p in parts_of(document)]
    chosen = [d.get_platform_display() for d in document.chosen_platforms()]
    return SignOffPage(
        title=_("Social media strategy, version %(version)s") % {"version": document.version},
        intro=_("With your signature this strategy becomes the mandate of the team."),
        costs=_costs(document, in_force),
        promises=_promises(document),
        facts=[Fact(_("Platforms"), " · ".join(chosen) or "–", _("never more than two"))],
        parts=parts,
        in_force=in_force,
        document_url=town_url(document),
    )


def town_url(document: Strategy) -> str:
    """Where the town reads this version."""
    return reverse("strategy:version", args=[document.municipality.slug, document.version])


def signed_message(document: Strategy) -> str:
    return _("Signed. From now on this version is the mandate of the team; the PDF is being made.")


def consequences_of_revoking() -> list[str]:
    """What happens without a strategy in force, as channels and publishing ask for the mandate."""
    return [
        _("No channel can go live or be resumed until another version is signed."),
        _(
            "Scheduled posts do not go out: each asks for the mandate at its hour, waits for a while, and then counts "
            "as missed. Somebody has to reschedule it."
        ),
        _("Live channels stay as they are, and what was published stays online. Nothing is deleted."),
        _("Comments of citizens can still be read and decided on."),
        _("The signed PDF stays readable; the public check says “withdrawn”."),
        _("This cannot be undone. A new version can be started from this text and signed."),
    ]


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
