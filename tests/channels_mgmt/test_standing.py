# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How posts and deliveries stand, asked by name: what pages, services and *Heute* build on."""

import pytest

from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.presenters.deliveries import badge_of
from channels_mgmt.queries.waiting import posts_returned
from tests.channels_mgmt.factories import draft

State = Delivery.State


@pytest.mark.parametrize(
    ("predicate", "states"),
    [
        ("is_scheduled", {"scheduled"}),
        ("is_on_its_way", {"scheduled", "sending", "retry_wait"}),
        ("is_published", {"published"}),
        ("is_handed_over", {"handed_over"}),
        ("is_missed", {"missed"}),
        ("is_uncertain", {"uncertain"}),
        ("is_over", {"published", "withdrawn"}),
        ("needs_a_person", {"rejected", "missed", "uncertain"}),
    ],
)
def test_a_delivery_answers_for_each_of_its_states(predicate, states):
    assert {state for state in State if getattr(Delivery(state=state), predicate)} == states


def test_only_by_hand_a_person_confirms_and_also_when_the_time_is_over():
    def confirmable(channel):
        return {state for state in State if Delivery(state=state, channel=channel).takes_a_confirmation}

    assert confirmable(Channel(connector=Channel.Connector.MANUAL)) == {"handed_over", "missed"}
    assert confirmable(Channel(connector=Channel.Connector.PRACTICE)) == set()


def test_what_a_person_has_to_see_to_looks_so_in_every_state():
    badges = {state: badge_of(Delivery(state=state)) for state in State}

    assert badges[State.PUBLISHED].level == "success"
    assert {state for state, badge in badges.items() if badge.level == "danger"} >= {"rejected", "missed", "uncertain"}
    assert badges[State.HANDED_OVER] == ("warning", "user")


@pytest.mark.parametrize(
    ("predicate", "states"),
    [
        ("is_being_written", {"idea", "draft"}),
        ("waits_for_approval", {"in_review"}),
        ("is_approved", {"approved"}),
        ("is_published", {"published"}),
        ("is_public", {"published", "partly"}),
        ("may_go_out", {"approved", "partly", "failed"}),
    ],
)
def test_a_post_answers_for_each_of_its_states(predicate, states):
    assert {state for state in Post.State if getattr(Post(state=state), predicate)} == states


@pytest.mark.parametrize("fields", [{}, {"return_reason": "Zu lang."}, {"return_reason": "Zu lang.", "state": "idea"}])
def test_a_post_is_returned_exactly_when_heute_lists_it(town, fields):
    post = draft(town, **fields)

    assert post.is_returned == posts_returned(town, post.author).exists()
