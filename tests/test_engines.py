# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of what differs between the two engines is complete, and nothing on it is left to one pass."""

import re

from tests.engines import DIFFERS, IN_ONE_PASS, WALK, runs_in
from tests.test_architecture import ROOT, own_files

#: What SQLite and PostgreSQL understand differently, or only one of them.
WORDS = re.compile(
    r"\.vendor\b|\.cursor\(|RawSQL|\.raw\(|(ignore|update)_conflicts|select_for_update|contrib\.postgres|"
    r"db\.models\.functions import .*(Trunc|Extract|Collate)|__i?regex|__iexact|__icontains|nulls_(first|last)|"
    r"\bWindow\(|\.distinct\([^)]"
)


def test_every_module_an_engine_understands_in_its_own_way_is_named():
    found = {str(path.relative_to(ROOT)) for path in own_files() if WORDS.search(path.read_text(encoding="utf-8"))}

    assert found == set(DIFFERS)


def test_what_shows_the_difference_runs_in_both_passes():
    for tests in DIFFERS.values():
        for test in tests:
            assert (ROOT / test).exists(), test
            assert runs_in(f"{test}::test_anything", "sqlite") and runs_in(f"{test}::test_anything", "postgresql")
    assert runs_in(WALK, "sqlite") and runs_in(WALK, "postgresql")


def test_every_test_that_is_left_to_one_pass_exists():
    for test, engine in IN_ONE_PASS.items():
        module, _, name = test.partition("::")
        assert engine in ("sqlite", "postgresql")
        assert f"def {name or 'test_'}" in (ROOT / module).read_text(encoding="utf-8"), test
