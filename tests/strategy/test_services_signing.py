# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.services import IdentityNotConfirmed
from core.errors import AlreadyChanged, IllegalTransition, NotPermitted, Refused
from strategy import services
from strategy.models import PlatformAnalysis, PlatformDecision, Strategy, StrategySection
from strategy.queries import (
    decided_platforms,
    platform_is_decided,
    strategy_in_force,
)
from strategy.queries.completeness import missing_parts_of
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.menu import strategies_waiting_for
from tests.strategy.factories import (
    complete_strategy,
    signed_strategy,
    submitted_strategy,
)

State = Strategy.State


@pytest.fixture
def author(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def draft(town, author):
    return services.start_strategy(town, actor=author)


WHY_FACEBOOK = {
    "reasons": {"facebook": "Mehr Reichweite.", "instagram": "Dafür fehlen uns die Bilder."},
    "exit_plans": {"facebook": "Ankündigen und löschen."},
}


def actions(town):
    return list(AuditEntry.objects.filter(municipality=town).order_by("sequence").values_list("action", flat=True))


# -- sign-off -------------------------------------------------------------------------------------


def test_an_incomplete_strategy_is_not_submitted_and_names_every_gap(author, draft):
    with pytest.raises(Refused) as refused:
        services.submit_strategy(draft, actor=author)

    parts = list(dict.fromkeys(gap.part for gap in refused.value.gaps))
    assert parts == [
        "mandate", "goals", "target_groups", "analysis", "decision", "pillar_shares", "tone", "tone_choices",
        "role_table", "direct_line", "approvals", "figures", "crisis", "accessibility",
    ]  # fmt: skip
    assert all(str(gap) for gap in refused.value.gaps)


def test_the_mayor_signs_and_the_strategy_is_in_force(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    assert strategies_waiting_for(mayor, town) == 1
    assert strategies_waiting_for(author, town) == 0

    services.sign_strategy(strategy, actor=mayor, password=PASSWORD, statement="Ich stehe dahinter.")

    strategy = Strategy.objects.get(pk=strategy.pk)
    assert (strategy.state, strategy.signed_by, strategy.statement) == (State.IN_FORCE, mayor, "Ich stehe dahinter.")
    assert strategy.is_signature_valid
    assert strategy_in_force(town) == strategy
    assert decided_platforms(town) == ["mastodon", "bluesky"]
    assert platform_is_decided(town, "bluesky")
    assert not platform_is_decided(town, "facebook")


def test_the_author_cannot_sign_even_as_head_of_the_authority(town, mayor):
    both = person(town, Role.COMMUNICATIONS, Role.LEADERSHIP)
    strategy = submitted_strategy(town, author=both)

    with pytest.raises(NotPermitted):
        services.sign_strategy(strategy, actor=both, password=PASSWORD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Strategy.objects.filter(pk=strategy.pk).update(signed_by=both)

    services.sign_strategy(strategy, actor=mayor, password=PASSWORD)
    assert strategy_in_force(town) == strategy


def test_whoever_submitted_cannot_sign(town, author, mayor):
    both = person(town, Role.COMMUNICATIONS, Role.LEADERSHIP)
    strategy = complete_strategy(town, author=author)
    services.submit_strategy(strategy, actor=both)

    with pytest.raises(NotPermitted):
        services.sign_strategy(strategy, actor=both, password=PASSWORD)


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.LEADERSHIP])
def test_nobody_but_the_head_signs_or_returns(town, author, role):
    strategy = submitted_strategy(town, author=author)
    somebody = person(town, role)

    with pytest.raises(NotPermitted):
        services.sign_strategy(strategy, actor=somebody, password=PASSWORD)
    with pytest.raises(NotPermitted):
        services.return_strategy(strategy, actor=somebody, reason="Nein.")


def test_the_head_of_another_town_cannot_sign(town, author):
    other = MunicipalityFactory()
    strategy = submitted_strategy(town, author=author)

    with pytest.raises(NotPermitted):
        services.sign_strategy(strategy, actor=person(other, Role.LEADERSHIP), password=PASSWORD)


def test_a_signature_needs_the_password_again(town, author, mayor):
    strategy = submitted_strategy(town, author=author)

    with pytest.raises(IdentityNotConfirmed):
        services.sign_strategy(strategy, actor=mayor, password="geraten")

    assert Strategy.objects.get(pk=strategy.pk).state == State.SUBMITTED


def test_a_text_changed_after_reading_is_not_signed(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    read = strategy.current_hash()
    StrategySection.objects.filter(strategy=strategy, key="tone").update(text="Ganz anders.")

    with pytest.raises(AlreadyChanged):
        services.sign_strategy(strategy, actor=mayor, password=PASSWORD, seen_hash=read)

    assert strategy_in_force(town) is None


def test_a_change_past_the_services_voids_the_signature(town, author, mayor):
    """Detects a signature that does not depend on the content it was given for."""
    strategy = signed_strategy(town, author=author, mayor=mayor)

    StrategySection.objects.filter(strategy=strategy, key="mandate").update(text="Untergeschoben.")

    assert not Strategy.objects.get(pk=strategy.pk).is_signature_valid
    assert strategy_in_force(town) is None
    assert not platform_is_decided(town, "mastodon")


def test_every_part_is_covered_by_the_signature(town, author):
    strategy = complete_strategy(town, author=author)
    before = strategy.current_hash()
    changes = [
        lambda: strategy.sections.filter(key="tone").update(text="x"),
        lambda: strategy.goals.update(target=1),
        lambda: strategy.target_groups.update(age_from=15),
        lambda: strategy.platform_decisions.filter(slot=1).update(reason="y"),
        lambda: strategy.analyses.update(result_hash="0" * 64),
        lambda: Strategy.objects.filter(pk=strategy.pk).update(hours_per_week=1),
    ]

    hashes = {before}
    for change in changes:
        change()
        hashes.add(Strategy.objects.get(pk=strategy.pk).current_hash())

    assert len(hashes) == len(changes) + 1


def test_editing_a_submitted_text_takes_it_back(town, author, mayor):
    strategy = submitted_strategy(town, author=author)

    services.edit_section(strategy.sections.get(key="tone"), actor=author, text="Neu.", seen_revision=1)

    strategy.refresh_from_db()
    assert strategy.state == State.DRAFT
    with pytest.raises(IllegalTransition):
        services.sign_strategy(strategy, actor=mayor, password=PASSWORD)


def test_a_signed_text_is_not_edited_in_place(town, author, mayor):
    strategy = signed_strategy(town, author=author, mayor=mayor)

    with pytest.raises(Refused):
        services.edit_section(strategy.sections.get(key="tone"), actor=author, text="Neu.", seen_revision=1)
    with pytest.raises(Refused):
        services.decide_platforms(strategy, actor=author, chosen=["x"], reasons={"x": "Ja."})

    assert Strategy.objects.get(pk=strategy.pk).is_signature_valid


def test_a_return_needs_a_reason_and_shows_it_to_the_author(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    with pytest.raises(Refused):
        services.return_strategy(strategy, actor=mayor, reason="  ")

    services.return_strategy(strategy, actor=mayor, reason="Bitte die Stunden klären.")

    assert Strategy.objects.get(pk=strategy.pk).return_reason == "Bitte die Stunden klären."
    assert strategies_waiting_for(author, town) == 1


def test_a_new_version_copies_everything_and_replaces_the_old_one_when_signed(town, author, mayor):
    first = signed_strategy(town, author=author, mayor=mayor)

    second = services.start_new_version(first, actor=author)
    assert strategy_in_force(town) == first
    assert missing_parts_of(second) == []
    services.decide_platforms(second, actor=author, chosen=["facebook"], **WHY_FACEBOOK)
    services.submit_strategy(second, actor=author)
    services.sign_strategy(second, actor=mayor, password=PASSWORD)

    assert strategy_in_force(town) == second
    assert decided_platforms(town) == ["facebook"]
    assert Strategy.objects.get(pk=first.pk).state == State.RETIRED
    assert Strategy.objects.get(pk=first.pk).is_signature_valid


def test_a_second_signature_finds_nothing_left_to_sign(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    stale = Strategy.objects.get(pk=strategy.pk)
    services.sign_strategy(strategy, actor=mayor, password=PASSWORD)

    with pytest.raises((AlreadyChanged, IllegalTransition)):
        services.sign_strategy(stale, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    assert Strategy.objects.get(pk=strategy.pk).signed_by == mayor


def test_another_town_sees_nothing_of_it(town, author):
    complete_strategy(town, author=author)
    other = MunicipalityFactory()

    with scope(municipality=other):
        assert not Strategy.objects.exists()
        assert not StrategySection.objects.exists()
        assert not PlatformAnalysis.objects.exists()
        assert not PlatformDecision.objects.exists()
        assert strategy_in_force(other) is None
