# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How comments and appeals stand, asked by name: what pages and services build on."""

import pytest

from community.models import Appeal, Comment
from community.queries.appeals import Way, WayBack


@pytest.mark.parametrize(
    ("predicate", "states"),
    [
        ("is_open", {"received", "in_review"}),
        ("is_received", {"received"}),
        ("is_in_review", {"in_review"}),
        ("is_to_be_carried_out", {"decided"}),
    ],
)
def test_an_appeal_answers_for_each_of_its_states(predicate, states):
    assert {state for state in Appeal.State if getattr(Appeal(state=state), predicate)} == states


@pytest.mark.parametrize(("predicate", "outcome"), [("is_upheld", "upheld"), ("is_upheld_in_part", "partly")])
def test_an_appeal_answers_for_each_of_its_outcomes(predicate, outcome):
    assert {found for found in Appeal.Outcome if getattr(Appeal(outcome=found), predicate)} == {outcome}


def test_a_comment_is_decided_until_somebody_takes_it_up_again():
    assert {state for state in Comment.State if Comment(state=state).is_decided} == {"decided", "closed"}


@pytest.mark.parametrize(
    ("predicate", "ways"),
    [
        ("is_done", {"done"}),
        ("is_stuck", {"stuck"}),
        ("is_by_button", {"button"}),
        ("may_be_done_by_hand_instead", {"button", "running"}),
    ],
)
def test_the_way_back_answers_for_each_of_its_kinds(predicate, ways):
    assert {way for way in Way if getattr(WayBack(way), predicate)} == ways
