# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of mandate and crisis: what the head has signed and what it names."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.readiness import Facts, Group, ReadinessSource, Step
from accounts.models import Membership, Municipality, Role
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from strategy.models import Strategy
from strategy.queries import missing_crisis_roles, open_strategy, renewal_of, strategy_in_force, today_in

MANDATE = Group("mandate", gettext_lazy("Mandate of the head"))
CRISIS = Group("crisis", gettext_lazy("Crisis"))
PRESS, HEAD = (Role.COMMUNICATIONS,), (Role.LEADERSHIP,)


def _mandate(facts: Facts) -> Iterator[Step]:
    """Signature, review date and direct line."""
    town, in_force, draft = facts.town, facts.read(strategy_in_force), facts.read(open_strategy)
    page = reverse("strategy:document", args=[town.slug])
    yield _signed_strategy(town, in_force, draft, page)
    figures = partial(_closing, town, in_force, draft, "figures")
    if in_force is not None:
        renewal = renewal_of(town)
        is_due = renewal is not None and renewal.is_overdue(today_in(town))
        is_in_draft = bool(draft and draft.review_on and draft.review_on > today_in(town))
        yield Step(
            MANDATE.key,
            "review",
            _("The strategy is up to date"),
            not is_due,
            *figures(is_in_draft, _("Its review date has passed.")),
        )
    yield Step(
        MANDATE.key,
        "promise",
        _("The head has promised an answer time"),
        bool(in_force and in_force.answer_promise_hours),
        *figures(bool(draft and draft.answer_promise_hours)),
    )
    yield _deputy(
        town,
        in_force,
        figures(bool(draft and draft.answer_deputy_id), _("The strategy in force names nobody.") if in_force else ""),
    )


def _closing(
    town: Municipality, in_force: Strategy | None, draft: Strategy | None, part: str, is_in_draft: bool, gap: str = ""
) -> tuple[tuple[str, ...], str, str]:
    """Who closes a gap of the signed text, where, and a note that begins with ``gap``.

    ``in_force`` is the strategy whose signature is valid, ``draft`` the version that is written or waits. What is
    signed is never changed: the way leads to the ``part`` of the open version, to its signature when it says so
    already (``is_in_draft``), else to where a new version begins.
    """
    page = reverse("strategy:document", args=[town.slug])
    if draft is None:
        note = _("The strategy in force stays as it was signed: please begin a new version.") if in_force else ""
        return PRESS, page, f"{gap} {note}".strip()
    number = {"number": draft.version}
    is_submitted = draft.state == Strategy.State.SUBMITTED
    if is_in_draft and is_submitted:
        signature = reverse("admin:strategy_strategy_change", args=[draft.pk])
        note = _("Version %(number)s closes this gap; it waits for the signature.") % number
        return HEAD, signature, f"{gap} {note}".strip()
    if is_in_draft:
        note = _("Version %(number)s closes this gap; it has to be submitted and signed.") % number
        return PRESS, page, f"{gap} {note}".strip()
    note = (
        _("Version %(number)s waits for the signature; whoever changes it takes it back.")
        if is_submitted
        else _("Please enter it in version %(number)s; it counts with the signature.")
    ) % number
    return PRESS, reverse(f"strategy:{part}", args=[town.slug]), f"{gap} {note}".strip()


def _crisis(facts: Facts) -> Iterator[Step]:
    """Who leads, speaks and looks after the team when a wave comes (D19)."""
    town, in_force, draft = facts.town, facts.read(strategy_in_force), facts.read(open_strategy)
    missing = missing_crisis_roles(in_force) if in_force is not None else None
    gap = _("Nothing is signed yet.")
    if missing:
        gap = _("Without a person or a deputy: %(roles)s.") % {"roles": ", ".join(missing)}
    is_in_draft = missing != [] and draft is not None and not missing_crisis_roles(draft)
    yield Step(
        CRISIS.key,
        "crisis_roles",
        _("The roles of a crisis are named, each with a deputy"),
        missing == [],
        *_closing(town, in_force, draft, "role_table", is_in_draft, gap),
    )


def _signed_strategy(town: Municipality, in_force: Strategy | None, draft: Strategy | None, page: str) -> Step:
    note, who, url = "", PRESS, page
    if in_force is None:
        if draft is not None and draft.state == Strategy.State.SUBMITTED:
            note, who = _("It waits for the signature."), HEAD
            url = reverse("admin:strategy_strategy_change", args=[draft.pk])
        elif Strategy.objects.filter(municipality=town, state=Strategy.State.IN_FORCE).exists():
            note = _("Its text was changed after the signature, so the signature is void. Please begin a new version.")
        else:
            note = _("The draft is not submitted yet.") if draft is not None else _("It has not been begun yet.")
    return Step(
        MANDATE.key, "strategy", _("The strategy is signed and unchanged since"), in_force is not None, who, url, note
    )


def _deputy(town: Municipality, in_force: Strategy | None, closing: tuple[tuple[str, ...], str, str]) -> Step:
    label = _("A deputy answers while the head is away")
    deputy = in_force.answer_deputy if in_force is not None else None
    if deputy is None:
        return Step(MANDATE.key, "deputy", label, False, *closing)
    holds_role = (
        Membership.objects.current(today_in(town))
        .filter(municipality=town, role=Role.LEADERSHIP, user=deputy, user__is_active=True)
        .exists()
    )
    return Step(
        MANDATE.key,
        "deputy",
        label,
        holds_role,
        ROLES_WITH_PERMISSION["accounts.manage_people"],
        reverse("settings:people", args=[town.slug]),
        _("The deputy named in the strategy does not hold the role “%(role)s”.") % {"role": Role.LEADERSHIP.label},
    )


SOURCES = (ReadinessSource(10, MANDATE, _mandate), ReadinessSource(40, CRISIS, _crisis))
