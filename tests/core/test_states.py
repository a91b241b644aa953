# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way a row changes its state."""

import pytest

from community.models import Comment
from core.errors import AlreadyChanged, IllegalTransition
from core.states import change_state
from tests.community.factories import comment_in


def test_a_step_the_table_does_not_know_is_refused_and_changes_nothing(town):
    comment = comment_in(town)

    with pytest.raises(IllegalTransition):
        change_state(comment, Comment.State.CLOSED)

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
