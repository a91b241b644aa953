# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way a row changes its state."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from accounts.models import Role
from community.models import Comment
from core.errors import AlreadyChanged, IllegalTransition
from core.states import change_state, change_states, hold
from tests.community.factories import comment_in
from tests.factories import person
from tests.racing import race


def test_a_step_the_table_does_not_know_is_refused_and_changes_nothing(town):
    comment = comment_in(town)

    with pytest.raises(IllegalTransition):
        change_state(comment, Comment.State.DECIDED)

    assert (comment.state, Comment.objects.get().state) == ("new", "new")


def test_a_row_that_left_its_state_is_not_moved(town):
    comment = comment_in(town)
    Comment.objects.update(state=Comment.State.WITH_DEPARTMENT)

    with pytest.raises(AlreadyChanged):
        change_state(comment, Comment.State.CLAIMED, claimed_by=None)

    assert (comment.state, Comment.objects.get().state) == ("new", "with_department")


def test_a_condition_that_no_longer_holds_stops_the_step(town):
    comment = comment_in(town)
    Comment.objects.update(revision=2)

    with pytest.raises(AlreadyChanged):
        change_state(comment, Comment.State.CLAIMED, only_if={"revision": 1})

    assert Comment.objects.get().state == "new"


def test_many_rows_move_at_once_and_those_that_left_the_state_stay(town):
    first, second = comment_in(town), comment_in(town)
    known = Comment.objects.filter(pk__in=[first.pk, second.pk])
    Comment.objects.filter(pk=second.pk).update(state=Comment.State.WITH_DEPARTMENT)

    claim = {"claimed_by": person(town, Role.MODERATOR), "claim_until": now()}
    assert change_states(known, Comment.State.NEW, Comment.State.CLAIMED, **claim) == 1
    with pytest.raises(IllegalTransition):
        change_states(known, Comment.State.NEW, Comment.State.DECIDED)

    assert set(Comment.objects.values_list("pk", "state")) == {(first.pk, "claimed"), (second.pk, "with_department")}


def test_only_a_row_that_is_as_expected_can_be_held(town):
    comment = comment_in(town)
    Comment.objects.update(state=Comment.State.WITH_DEPARTMENT)

    with pytest.raises(AlreadyChanged):
        hold(comment, state=Comment.State.NEW)
    hold(comment, state=Comment.State.WITH_DEPARTMENT)

    assert comment.state == Comment.State.WITH_DEPARTMENT


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_waits_for_a_held_row(town):
    """Detects a ``hold`` that only looks: all threads would count from the same number."""
    comment = comment_in(town)

    def count_up():
        with transaction.atomic():
            hold(comment)
            Comment.objects.filter(pk=comment.pk).update(revision=Comment.objects.get(pk=comment.pk).revision + 1)

    race(town, [count_up] * 8)

    assert Comment.objects.get().revision == 9
