# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No address answers 5xx, whatever is sent to it. ``make bench`` makes 20,000 of these calls (FUZZ_CALLS)."""

import os
from collections import Counter

import pytest

from tests.bad_input import BadInput
from tests.fuzz import Fuzz, describe

CALLS = int(os.environ.get("FUZZ_CALLS", "150"))
SEED = int(os.environ.get("FUZZ_SEED", "7"))
#: In CI each option is sent on one of the two databases: which, its place in the list says.
CHOICES = os.environ.get("FUZZ_CHOICES", "some")


@pytest.fixture
def fuzz(db):
    return Fuzz(SEED)


def test_no_call_and_no_offered_option_ends_in_an_error_of_ours(fuzz, is_postgresql):
    """A call that fails is printed with its seed's next of kin: name, parameters, error."""
    offered = list(fuzz.choices())
    if CHOICES == "some":
        offered = offered[int(is_postgresql) :: 4]
    answers: Counter[int] = Counter()
    for number, call in enumerate([*offered, *fuzz.calls(CALLS)], 1):
        answers[fuzz.make(call)] += 1
        if number % 500 == 0:
            print(f"{number}: {describe(answers)}, {len(fuzz.failures)} failures", flush=True)

    print(
        f"\n{sum(answers.values())} calls to {len(fuzz.paths)} addresses, {len(offered)} options: {describe(answers)}"
    )
    assert fuzz.failures == []
    assert len(offered) > 150


def test_bad_input_gets_a_message_keeps_what_was_typed_and_changes_nothing(db):
    """Of all forms in one test: the town and its forms take longer to make than a quarter of them to send."""
    bad = BadInput(SEED)
    bad.remember()
    for fault, form, wrong, sent in bad.spoiled():
        bad.try_out(fault, form, wrong, sent)
    for form in bad.posted():
        bad.send_twice(form)

    print(f"{bad.calls_made} forms sent")
    assert bad.failures == []
    assert bad.calls_made > 200
