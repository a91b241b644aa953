# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A first place that the figures do not tell apart is said in words (docs/adr/0047)."""

import pytest
from django.urls import reverse

from core.errors import Refused
from strategy import services
from strategy.domain.age_bands import AgeBand
from strategy.domain.comparison import FIRST_METHOD, Group, compare_platforms
from strategy.domain.criteria import Criterion, default_scores
from strategy.domain.doubt import level_with_first, totals
from strategy.domain.reach import Figure
from strategy.models import PlatformAnalysis
from strategy.presenters import paper
from strategy.presenters.lead import lead_of
from strategy.queries.strategies import places_of
from tests.strategy.factories import frozen_analysis

TOWN = {"age_14_29": 10_000}
YOUNG = AgeBand(14, 29)
ONLY_REACH = {str(c): int(c == Criterion.REACH) for c in Criterion}


def result(first: float, second: float, *, sample: int = 10_000, weights=ONLY_REACH, **more):
    """Facebook and Instagram with these shares among the young."""
    figures = [
        Figure(name, YOUNG, share, 2025, "sourced", sample_size=sample)
        for name, share in (("facebook", first), ("instagram", second))
    ]
    found = compare_platforms(
        town=TOWN, nation=TOWN, groups=[Group("Junge", YOUNG)], figures=figures, weights=weights,
        scores=default_scores(), **more,
    )  # fmt: skip
    return found | {"weights": dict(weights)}


def test_totals_at_the_ends_are_computed_by_hand():
    """10,000 interviews, share 50 %: ±98 people by Wilson and ±50 by rounding, of 5,000 reached."""
    found = result(0.5, 0.4)
    first = found["platforms"][0]

    assert (first["in_town"]["low"], first["in_town"]["high"]) == (4852, 5148)
    assert totals(found, first) == pytest.approx((0.9704, 1.0296))


@pytest.mark.parametrize(("second", "sample", "level"), [(0.495, 10_000, True), (0.4, 10_000, False), (0.4, 50, True)])
def test_places_are_level_when_their_intervals_meet(second, sample, level):
    assert level_with_first(result(0.5, second, sample=sample)) == (["instagram"] if level else [])


def test_a_clear_first_place_is_called_clear():
    lead = lead_of(result(0.5, 0.4))

    assert not lead.is_open
    assert lead.text.startswith("Facebook liegt 20,0 von 100 Punkten vor Instagram.")
    assert lead.text.endswith("Die Unsicherheit der Zahlen ist kleiner als dieser Vorsprung.")


def test_an_open_first_place_says_who_else_may_stand_there_and_that_nobody_decides_against_the_result():
    lead = lead_of(result(0.5, 0.495))

    assert lead.is_open
    assert "Facebook liegt 1,0 von 100 Punkten vor Instagram." in lead.text
    assert "kann auch Instagram vorn liegen" in lead.text
    assert "nicht gegen das Ergebnis" in lead.text


def test_results_of_the_first_method_keep_their_words():
    assert lead_of(result(0.5, 0.495, method=FIRST_METHOD)) is None


@pytest.fixture
def computed(draft, author):
    analysis = frozen_analysis(draft, author)
    services.run_analysis(analysis, actor=author)
    return PlatformAnalysis.objects.get(pk=analysis.pk)


def test_page_document_and_decision_say_the_same(town, draft, author, computed, client, monkeypatch):
    monkeypatch.setattr(paper, "render_pdf", lambda html, **_given: html.encode())
    client.force_login(author)
    lead = lead_of(computed.result)
    assert lead.is_open

    page = client.get(reverse("strategy:analysis_run", args=[town.slug, computed.pk])).content.decode()
    decision = client.get(reverse("strategy:decision", args=[town.slug])).content.decode()

    assert lead.title in page
    assert lead.text in page
    assert lead.text in paper.analysis_pdf(town, computed).decode()
    assert decision.count("keine Entscheidung gegen das Ergebnis") == len(level_with_first(computed.result))


def test_passing_over_a_first_place_within_the_doubt_still_needs_a_reason(draft, author, computed):
    places = places_of(draft)
    first, level = next(iter(places.of)), sorted(places.level)[0]

    with pytest.raises(Refused, match="an erster Stelle"):
        services.decide_platforms(draft, actor=author, chosen=[level], reasons={level: "Passt besser zu uns."})
    reasons = {level: "Passt besser zu uns.", first: "Videos schaffen wir nicht."}
    services.decide_platforms(draft, actor=author, chosen=[level], reasons=reasons)

    assert PlatformAnalysis.objects.get(pk=computed.pk).is_result_intact
