# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from core.textdiff import DiffPart, word_diff


def test_a_changed_word_is_removed_and_added():
    assert word_diff("Wir sagen Sie.", "Wir sagen Du.") == [
        DiffPart("same", "Wir sagen "),
        DiffPart("removed", "Sie."),
        DiffPart("added", "Du."),
    ]


@given(st.text(alphabet="ab \n"), st.text(alphabet="ab \n"))
def test_nothing_of_either_text_is_lost(before, after):
    parts = word_diff(before, after)

    assert "".join(p.text for p in parts if p.kind != "removed") == after
    assert "".join(p.text for p in parts if p.kind != "added").split() == before.split()
