# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of what differs between the two engines is complete, and nothing on it is left to one pass."""

import inspect

import pytest

from tests import engine_words
from tests.engine_words import (
    WORDS,
    calls_can_be_noted,
    can_be_alike,
    functions_with_words,
    note_calls,
    wrongly_alike,
)
from tests.engines import ALIKE, DIFFERS, LEFT_TO_SQLITE, NOT_TWICE, ON_BOTH, WALK, plain_name, runs_in
from tests.test_architecture import ROOT, own_files


def exists(test: str) -> bool:
    module, _, name = test.partition("::")
    return (ROOT / module).exists() and f"def {name or 'test_'}" in (ROOT / module).read_text(encoding="utf-8")


def test_every_module_an_engine_understands_in_its_own_way_is_named():
    found = {str(path.relative_to(ROOT)) for path in own_files() if WORDS.search(path.read_text(encoding="utf-8"))}

    assert found == set(DIFFERS)


def test_what_shows_the_difference_runs_in_both_passes():
    for test in ON_BOTH:
        assert exists(test), test
        asked = test if "::" in test else f"{test}::test_anything"
        assert runs_in(asked, "sqlite") and runs_in(asked, "postgresql"), test
    assert WALK in ON_BOTH


def test_every_test_that_is_left_to_one_pass_exists():
    for test in LEFT_TO_SQLITE | NOT_TWICE:
        assert exists(test), test
    assert not LEFT_TO_SQLITE & ON_BOTH
    assert not NOT_TWICE & ON_BOTH


@pytest.mark.parametrize("has_database", [True, False])
def test_no_test_is_left_out_of_both_passes(has_database):
    known = LEFT_TO_SQLITE | NOT_TWICE | ON_BOTH | {"tests/nowhere/test_named.py"}
    for test in known:
        for asked in (test if "::" in test else f"{test}::test_one", f"{test.partition('::')[0]}::test_one[with-case]"):
            passes = [runs_in(asked, engine, has_database=has_database) for engine in ("sqlite", "postgresql")]
            assert any(passes), asked
            assert has_database or passes == [True, False], asked


def test_a_test_said_to_be_alike_exists_and_what_it_reaches_can_be_noted():
    for test in ALIKE:
        assert exists(test), test
        assert can_be_alike(test), test
        assert not runs_in(test, "sqlite") and runs_in(test, "postgresql"), test
        assert plain_name(f"{test}[with-case]") == test


def test_only_words_within_functions_can_be_noted():
    assert functions_with_words("def f():\n    return x.raw(1)\n\n\ndef g():\n    return 1\n") == {1}
    brought = "from django.db.models.functions import TruncDate\n\n"
    assert functions_with_words(f"{brought}\ndef f():\n    TruncDate(1)\n") == {4}
    assert functions_with_words(f"{brought}DAY = TruncDate(1)\n") is None
    assert functions_with_words("CHECK = Q(code__regex='x')\n\n\ndef f():\n    return 1\n") is None


def test_what_may_be_kept_from_an_earlier_test_cannot_be_noted():
    assert calls_can_be_noted("accounts/services/feeds.py")
    for module in ("core/questions.py", "channels_mgmt/queries/council.py", "accounts/models/people.py"):
        assert not calls_can_be_noted(module)


class Counted:
    def __init__(self) -> None:
        self.calls = 0

    def call(self, number: int = 1, *, twice: bool = False) -> int:
        self.calls += 1
        return number * (1 + twice)


class CountedAgain(Counted):
    def call(self, number: int = 2, *, twice: bool = True) -> int:
        return super().call(number, twice=twice)


def test_a_noted_function_answers_as_before_and_a_test_said_to_reach_nothing_is_found_out(monkeypatch):
    monkeypatch.setattr(engine_words, "reached", set())
    monkeypatch.setattr(engine_words, "ALIKE", {"tests/accounts/test_feeds.py::test_named"})
    module = "accounts/services/feeds.py"
    before, counted = inspect.signature(CountedAgain.call), CountedAgain()
    note_calls(CountedAgain.call, module)

    assert wrongly_alike("tests/accounts/test_feeds.py::test_named[case]") == set()
    assert (counted.call(), counted.call(5, twice=False), counted.calls) == (4, 5, 2)
    assert inspect.signature(CountedAgain.call) == before
    assert wrongly_alike("tests/accounts/test_feeds.py::test_named[case]") == {module}
    assert wrongly_alike("tests/accounts/test_feeds.py::test_another") == set()
    assert wrongly_alike("tests/accounts/test_acts.py::test_named") == set()
