# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Role
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.hashing import content_hash
from strategy import services
from strategy.models import AgeProfile, PlatformAnalysis, PlatformDecision, Strategy, StrategySection
from strategy.queries import (
    open_strategy,
)
from tests.factories import person
from tests.strategy.factories import (
    WEIGHTS,
    frozen_analysis,
    signed_strategy,
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


def actions(town):
    return list(AuditEntry.objects.filter(municipality=town).order_by("sequence").values_list("action", flat=True))


# -- writing --------------------------------------------------------------------------------------


def test_a_town_has_one_open_version_at_a_time(town, author, draft):
    with pytest.raises(Refused):
        services.start_strategy(town, actor=author)

    assert Strategy.objects.count() == 1
    assert open_strategy(town) == draft


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.COMMUNICATIONS])
def test_only_the_press_office_writes(town, draft, role):
    somebody = person(town, role)

    with pytest.raises(NotPermitted):
        services.edit_section(draft.sections.get(key="tone"), actor=somebody, text="Du", seen_revision=0)
    with pytest.raises(NotPermitted):
        services.decide_platforms(draft, actor=somebody, chosen=["mastodon"], reasons={"mastodon": "x"})
    with pytest.raises(NotPermitted):
        services.submit_strategy(draft, actor=somebody)


def test_a_newer_text_is_shown_and_not_overwritten(town, author, draft):
    colleague = person(town, Role.COMMUNICATIONS)
    mine = draft.sections.get(key="tone")
    theirs = StrategySection.objects.get(pk=mine.pk)
    services.edit_section(theirs, actor=colleague, text="Wir sagen Sie.", seen_revision=0)

    with pytest.raises(services.NewerText) as refused:
        services.edit_section(mine, actor=author, text="Wir sagen Du.", seen_revision=0)

    assert refused.value.current.text == "Wir sagen Sie."
    assert refused.value.current.edited_by == colleague
    assert StrategySection.objects.get(pk=mine.pk).text == "Wir sagen Sie."


def test_saving_the_same_text_twice_is_harmless(author, draft):
    section = draft.sections.get(key="tone")
    again = StrategySection.objects.get(pk=section.pk)
    services.edit_section(section, actor=author, text="Wir sagen Sie.", seen_revision=0)

    services.edit_section(again, actor=author, text="Wir sagen Sie.", seen_revision=0)

    assert StrategySection.objects.get(pk=section.pk).revision == 1


def test_figures_of_somebody_else_are_not_overwritten(author, draft):
    figures = {"hours_per_week": Decimal(8), "budget_per_year": None, "answer_promise_hours": 24, "review_on": None}
    stale = Strategy.objects.get(pk=draft.pk)
    services.edit_figures(draft, actor=author, seen_revision=draft.revision, **figures)

    with pytest.raises(AlreadyChanged):
        services.edit_figures(stale, actor=author, seen_revision=stale.revision, **{**figures, "hours_per_week": None})

    assert Strategy.objects.get(pk=draft.pk).hours_per_week == 8


def test_target_groups_keep_a_ranking_without_gaps(author, draft):
    first, second, third = (
        services.add_target_group(draft, actor=author, name=name, age_from=20) for name in ("A", "B", "C")
    )
    services.move_target_group(third, actor=author)
    services.move_target_group(first, actor=author)
    second.refresh_from_db()
    services.remove_target_group(first, actor=author)

    assert list(draft.target_groups.values_list("rank", "name")) == [(1, "C"), (2, "B")]


def test_a_goal_comes_and_goes(author, draft):
    goal = services.add_goal(
        draft, actor=author, metric="answered", baseline=Decimal(0), target=Decimal(90), due_on=date(2027, 6, 30)
    )
    services.remove_goal(goal, actor=author)

    assert not draft.goals.exists()


def test_each_step_is_recorded(town, author, mayor):
    signed_strategy(town, author=author, mayor=mayor)

    recorded = actions(town)
    assert recorded[0] == "strategy.started"
    assert recorded[-2:] == ["strategy.submitted", "strategy.signed"]
    assert {"strategy.weights_frozen", "strategy.analysis_computed", "strategy.platforms_decided"} <= set(recorded)


# -- analysis -------------------------------------------------------------------------------------


def test_no_result_exists_before_the_weights_are_frozen(author, draft):
    services.load_reference_tables()
    services.add_target_group(draft, actor=author, name="Alle", age_from=14)
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")

    with pytest.raises(Refused):
        services.run_analysis(analysis, actor=author)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAnalysis.objects.filter(pk=analysis.pk).update(result={"ranking": []})


def test_frozen_weights_stay_and_other_weights_are_another_analysis(author, draft):
    services.add_target_group(draft, actor=author, name="Alle", age_from=14)
    analysis = frozen_analysis(draft, author)

    with pytest.raises(AlreadyChanged):
        services.freeze_weights(analysis, actor=author, weights={**WEIGHTS, "reach": 1})
    frozen_analysis(draft, author)

    assert [a.weights["reach"] for a in draft.analyses.all()] == [5, 5]


def test_a_result_is_computed_once_and_hashed(author, draft):
    services.add_target_group(draft, actor=author, name="Junge Familien", age_from=25, age_to=45)
    analysis = frozen_analysis(draft, author)
    services.run_analysis(analysis, actor=author)

    with pytest.raises(AlreadyChanged):
        services.run_analysis(PlatformAnalysis.objects.get(pk=analysis.pk), actor=author)

    result = PlatformAnalysis.objects.get(pk=analysis.pk).result
    ranked = [row["platform"] for row in result["platforms"]]
    compared = {"facebook", "instagram", "linkedin", "mastodon", "snapchat", "tiktok", "whatsapp", "x", "youtube"}
    assert set(ranked) == compared
    assert {row["platform"] for row in result["excluded"]} == {"pinterest"}
    assert {figure["year"] for figure in result["figures"]} <= {2023, 2024, 2025}
    assert result["metric"] == "weekly"
    assert sum(row["top_two"] for row in result["platforms"]) == pytest.approx(2)
    assert content_hash(result) == analysis.result_hash


@pytest.mark.parametrize(
    "wrong", [{"reach": 6}, {"reach": -1}, {"reach": "5"}, {"beauty": 3}, dict.fromkeys(WEIGHTS, 0)]
)
def test_weights_out_of_range_are_refused(author, draft, wrong):
    services.load_reference_tables()
    services.add_target_group(draft, actor=author, name="Alle", age_from=14)
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")

    with pytest.raises(Refused):
        services.freeze_weights(analysis, actor=author, weights={**WEIGHTS, **wrong})
    with pytest.raises(Refused):
        services.freeze_weights(analysis, actor=author, weights=WEIGHTS, scores={"x": {"effort": 9}})


def test_an_analysis_needs_ages_a_target_group_and_comparable_figures(author, draft):
    services.load_reference_tables()
    with pytest.raises(Refused):
        services.start_analysis(draft, actor=author, profile_code="08335043")
    services.add_target_group(draft, actor=author, name="Kinder", age_from=3, age_to=9)

    for code in ("01054039", "99999999", "08335043"):
        with pytest.raises(Refused):
            services.start_analysis(draft, actor=author, profile_code=code)

    assert not AgeProfile.objects.get(code="01054039").has_ages
    assert not draft.analyses.exists()


@pytest.mark.parametrize("code", ["11000000", "07231021"])
def test_berlin_and_a_village_are_analysed_alike(author, draft, code):
    services.load_reference_tables()
    services.add_target_group(draft, actor=author, name="Alle", age_from=14)
    services.add_target_group(draft, actor=author, name="Hochbetagte, die es im Dorf nicht gibt", age_from=80)
    analysis = services.start_analysis(draft, actor=author, profile_code=code)
    services.freeze_weights(analysis, actor=author, weights=WEIGHTS)
    services.run_analysis(analysis, actor=author)

    for row in analysis.result["platforms"]:
        for reach, group in zip(row["reach"], analysis.result["groups"], strict=True):
            assert 0 <= reach["low"] <= reach["expected"] <= reach["high"] <= group["covered"]


# -- decision -------------------------------------------------------------------------------------


def test_a_third_platform_is_refused_with_a_reason(author, draft):
    with pytest.raises(Refused, match="1"):
        services.decide_platforms(
            draft,
            actor=author,
            chosen=["mastodon", "bluesky", "facebook"],
            reasons=dict.fromkeys(["mastodon", "bluesky", "facebook"], "Gut."),
        )

    assert not draft.platform_decisions.exists()


def test_the_database_refuses_a_third_platform_as_well(author, draft):
    services.decide_platforms(
        draft, actor=author, chosen=["mastodon", "bluesky"], reasons={"mastodon": "a", "bluesky": "b"}
    )

    for slot in (1, 2, 3, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlatformDecision.objects.create(strategy=draft, platform="facebook", slot=slot)


def test_a_rejected_platform_keeps_its_reason(author, draft):
    services.decide_platforms(
        draft, actor=author, chosen=["mastodon"], reasons={"mastodon": "Ja.", "tiktok": "Zu viel Aufwand.", "x": " "}
    )

    assert list(draft.platform_decisions.order_by("platform").values_list("platform", "slot", "reason")) == [
        ("mastodon", 1, "Ja."),
        ("tiktok", None, "Zu viel Aufwand."),
    ]


@pytest.mark.parametrize(
    ("chosen", "reasons"),
    [([], {"x": "Nein."}), (["mastodon"], {}), (["myspace"], {"myspace": "Ja."}), (["mastodon"], {"mastodon": " "})],
)
def test_a_decision_without_platform_or_reason_is_refused(author, draft, chosen, reasons):
    with pytest.raises(Refused):
        services.decide_platforms(draft, actor=author, chosen=chosen, reasons=reasons)


def test_passing_over_the_first_place_of_the_comparison_needs_a_reason(draft, author):
    services.add_target_group(draft, actor=author, name="Junge Erwachsene", age_from=18, age_to=34)
    analysis = services.run_analysis(frozen_analysis(draft, author), actor=author)
    first, second = (row["platform"] for row in analysis.result["platforms"][:2])

    with pytest.raises(Refused, match="an erster Stelle"):
        services.decide_platforms(draft, actor=author, chosen=[second], reasons={second: "Ja."})

    services.decide_platforms(draft, actor=author, chosen=[second], reasons={second: "Ja.", first: "Zu teuer."})
    assert draft.platform_decisions.get(platform=first).reason == "Zu teuer."
