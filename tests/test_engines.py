# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of what differs between the two engines is complete, and nothing on it is left to one pass."""

import re

import pytest

from tests.engines import DIFFERS, LEFT_TO_SQLITE, NOT_TWICE, ON_BOTH, WALK, runs_in
from tests.test_architecture import ROOT, own_files

#: What SQLite and PostgreSQL understand differently, or only one of them: their own SQL, upper and lower case in
#: LIKE, sums of decimals, parts of dates, and what they say when they refuse a row.
WORDS = re.compile(
    r"\.vendor\b|\.cursor\(|RawSQL|\.raw\(|(ignore|update)_conflicts|select_for_update|contrib\.postgres|"
    r"db\.models\.functions import .*(Trunc|Extract|Collate)|__i?regex|__iexact|__icontains|nulls_(first|last)|"
    r"\bWindow\(|\.distinct\([^)]|__i?(contains|startswith|endswith)\b|__(date|year|month|week_day)\b|"
    r"\b(Sum|Avg|StdDev|Cast|Concat|Func)\(|\b(IntegrityError|DataError|OperationalError)\b"
)


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
