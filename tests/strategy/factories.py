# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Strategies in every state, built by the services a town hall would use."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Municipality, Role, User
from strategy import services
from strategy.domain.criteria import DEFAULT_WEIGHTS
from strategy.models import AgeProfile, DirectQuestion, PlatformAnalysis, RoleAssignment, Strategy
from strategy.queries.strategies import places_of
from strategy.services import ApprovalRow, PillarRow, RoleRow
from tests.factories import PASSWORD, person

WEIGHTS = {str(c): w for c, w in DEFAULT_WEIGHTS.items()}
PILLARS = (PillarRow("Eigene Arbeit erklären", 40, explains_own_work=True), PillarRow("Service", 60, "Termine"))


def frozen_analysis(strategy: Strategy, actor: User) -> PlatformAnalysis:
    """An analysis for Konstanz with frozen weights and no result yet; needs a target group."""
    if not AgeProfile.objects.exists():
        services.load_reference_tables()
    analysis = services.start_analysis(strategy, actor=actor, profile_code="08335043")
    services.freeze_weights(analysis, actor=actor, weights=WEIGHTS)
    return analysis


def complete_strategy(
    town: Municipality, *, author: User, platforms: tuple[str, ...] = ("mastodon", "bluesky")
) -> Strategy:
    """A draft that lacks nothing, with a mayor and a deputy mayor among the people it names."""
    head = person(town, Role.LEADERSHIP, name=f"Spitze von {town}")
    deputy = person(town, Role.LEADERSHIP, name=f"Vertretung von {town}")
    strategy = services.start_strategy(town, actor=author)
    for section in strategy.sections.all():
        services.edit_section(section, actor=author, text=f"Text zu {section.key}.", seen_revision=0)
    strategy.refresh_from_db()
    services.edit_figures(
        strategy,
        actor=author,
        seen_revision=strategy.revision,
        hours_per_week=Decimal(12),
        budget_per_year=Decimal(3000),
        answer_promise_hours=24,
        review_on=timezone.localdate() + timedelta(days=365),
        answer_deputy=deputy,
    )
    services.set_tone(strategy, actor=author, address="formal", language_levels=["standard"])
    services.set_pillars(strategy, actor=author, pillars=PILLARS)
    services.set_roles(
        strategy,
        actor=author,
        roles={kind: RoleRow(author, deputy, Decimal(1)) for kind in RoleAssignment.Kind.values},
    )
    services.set_approvals(
        strategy,
        actor=author,
        steps={"sensitive": ApprovalRow(head, deputy, 24), "crisis": ApprovalRow(head, deputy, 2)},
    )
    services.add_goal(
        strategy,
        actor=author,
        metric="answered",
        baseline=Decimal(40),
        target=Decimal(90),
        due_on=timezone.localdate() + timedelta(days=300),
        owner=author,
    )
    services.add_target_group(strategy, actor=author, name="Junge Erwachsene", age_from=18, age_to=34)
    services.run_analysis(frozen_analysis(strategy, author), actor=author)
    services.decide_platforms(
        strategy,
        actor=author,
        chosen=platforms,
        reasons=dict.fromkeys([*list(places_of(strategy).of)[:1], *platforms], "Passt zu uns."),
        exit_plans=dict.fromkeys(platforms, "Ankündigen, sichern, abschalten."),
    )
    return strategy


def submitted_strategy(town: Municipality, *, author: User | None = None, **given: object) -> Strategy:
    """Complete and waiting for a signature."""
    author = author or person(town, Role.COMMUNICATIONS)
    strategy = complete_strategy(town, author=author, **given)
    services.submit_strategy(strategy, actor=author)
    return strategy


def signed_strategy(
    town: Municipality, *, author: User | None = None, mayor: User | None = None, **given: object
) -> Strategy:
    """In force."""
    strategy = submitted_strategy(town, author=author, **given)
    services.sign_strategy(strategy, actor=mayor or person(town, Role.LEADERSHIP), password=PASSWORD)
    return strategy


def asked_question(town: Municipality, asker: User | None = None, **given: object) -> DirectQuestion:
    """An open question to the head; needs somebody with that role."""
    words = {"question": "Dürfen wir das heute so beantworten?", "answers": ["Ja", "Nein", "Bitte anrufen"]}
    return services.ask_head(town, actor=asker or person(town, Role.EDITOR), **(words | given))
