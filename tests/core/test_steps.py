# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is on a way of several steps."""

import pytest

from core.steps import Step, steps_to


@pytest.mark.parametrize(
    ("current", "done", "at"),
    [(0, [], ["a"]), (1, ["a"], ["b"]), (2, ["a", "b"], []), (5, ["a", "b"], [])],
)
def test_steps_before_the_current_one_are_done_and_all_of_them_past_the_last(current, done, at):
    steps = steps_to(current, ["a", "b"])

    assert [step.label for step in steps if step.is_done] == done
    assert [step.label for step in steps if step.is_current] == at
    assert steps[0] == Step("a", is_done=bool(done), is_current="a" in at)
