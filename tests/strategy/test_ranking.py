# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.domain.ranking import rank, top_two_shares, tornado

CRITERIA = ["reach", "effort", "privacy"]
points = st.fixed_dictionaries({c: st.floats(0, 1) for c in CRITERIA})
score_tables = st.dictionaries(
    st.sampled_from(["bluesky", "facebook", "instagram", "mastodon", "x"]), points, min_size=1
)
weightings = st.fixed_dictionaries({c: st.integers(0, 5) for c in CRITERIA})


@given(weightings, score_tables, st.sampled_from(CRITERIA), st.integers(1, 5))
def test_more_weight_on_a_criterion_never_lets_a_platform_worse_in_it_overtake(weights, scores, criterion, more):
    before = dict(rank(weights, scores))
    after = dict(rank({**weights, criterion: weights[criterion] + more}, scores))

    for better in scores:
        for worse in scores:
            is_ahead = before[better] >= before[worse] and scores[better][criterion] >= scores[worse][criterion]
            assert not is_ahead or after[better] >= after[worse] - 1e-9


@given(weightings, score_tables, st.randoms())
def test_the_ranking_does_not_depend_on_the_order_of_insertion(weights, scores, shuffler):
    platforms, criteria = list(scores), list(weights)
    shuffler.shuffle(platforms)
    shuffler.shuffle(criteria)
    mixed_scores = {p: scores[p] for p in platforms}
    mixed_weights = {c: weights[c] for c in criteria}

    assert rank(mixed_weights, mixed_scores) == rank(weights, scores)
    assert tornado(mixed_weights, mixed_scores) == tornado(weights, scores)
    assert top_two_shares(mixed_weights, mixed_scores, draws=50) == top_two_shares(weights, scores, draws=50)


@given(weightings, score_tables)
def test_totals_stay_between_the_worst_and_the_best_criterion(weights, scores):
    for platform, total in rank(weights, scores):
        own = [scores[platform][c] for c in CRITERIA if weights[c]] or [0.0]
        assert min(own) - 1e-9 <= total <= max(own) + 1e-9


@given(weightings.filter(lambda w: any(w.values())), score_tables)
def test_two_platforms_share_the_top_two_in_every_draw(weights, scores):
    found = top_two_shares(weights, scores, draws=100)

    assert sum(found.values()) == pytest.approx(min(2, len(scores)))
    assert all(0 <= share <= 1 for share in found.values())


def test_the_same_question_has_the_same_answer():
    scores = {p: {"reach": i / 5, "effort": 1 - i / 4, "privacy": (i * 7 % 5) / 5} for i, p in enumerate("abcde")}
    weights = {"reach": 3, "effort": 2, "privacy": 1}

    assert top_two_shares(weights, scores) == top_two_shares(weights, scores)


def test_a_platform_best_in_everything_is_always_in_the_top_two():
    scores = {
        "best": {"reach": 1.0, "effort": 1.0, "privacy": 1.0},
        "good": {"reach": 0.5, "effort": 0.4, "privacy": 0.6},
        "poor": {"reach": 0.1, "effort": 0.9, "privacy": 0.1},
    }

    found = top_two_shares({"reach": 1, "effort": 1, "privacy": 1}, scores)

    assert found["best"] == 1
    assert found["good"] > found["poor"] > 0


def test_the_tornado_names_the_weight_that_would_change_the_choice():
    scores = {
        "first": {"reach": 1.0, "effort": 1.0},
        "second": {"reach": 0.60, "effort": 0.40},
        "third": {"reach": 0.40, "effort": 0.58},
    }

    swings = tornado({"reach": 5, "effort": 5}, scores)

    assert {s.criterion: s.changes_top_two for s in swings} == {"reach": True, "effort": True}
    assert swings[0].low * swings[0].high < 0
    assert tornado({"reach": 5, "effort": 5}, {"first": scores["first"], "second": scores["second"]}) == []


def test_ten_thousand_draws_take_well_under_three_hundred_milliseconds():
    maker = random.Random(7)
    criteria = [f"c{i}" for i in range(7)]
    scores = {f"p{i}": {c: maker.random() for c in criteria} for i in range(12)}
    weights = dict.fromkeys(criteria, 3)

    begin = time.process_time()
    top_two_shares(weights, scores)
    tornado(weights, scores)

    assert time.process_time() - begin < 0.3
