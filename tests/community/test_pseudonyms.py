# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What counts as a citizen's name in words, and what does not."""

import pytest

from community.domain.pseudonyms import Replacement


@pytest.fixture
def change():
    return Replacement(
        "Pseudonym X",
        names=["Zora Zeugin"],
        handles=["zora.zeugin@stern.example"],
        addresses=["https://stern.example/@zora.zeugin"],
        own_handles=["@stadt@social.example"],
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sehr geehrte Frau Zeugin, danke", "Sehr geehrte Frau Pseudonym X, danke"),
        ("Frau Dr. Zeugin", "Frau Dr. Pseudonym X"),
        ("Hallo Zora Zeugin!", "Hallo Pseudonym X!"),
        ("hallo ZORA", "hallo Pseudonym X"),
        ("Zora Zeugins Wort", "Pseudonym X Wort"),
        ("@zora.zeugin und @zora.zeugin@stern.example.", "@Pseudonym X und @Pseudonym X."),
        ("siehe https://stern.example/@zora.zeugin", "siehe Pseudonym X"),
        ("@stadt hilft @bert@x.example und (@carla)", "@stadt hilft @… und (@…)"),
        ("Schreiben Sie an post@stadt.example", "Schreiben Sie an post@stadt.example"),
        ("Die Zeugin sagt aus", "Die Zeugin sagt aus"),
    ],
)
def test_names_go_in_every_form_in_which_people_are_addressed(change, before, after):
    assert change.in_text(before) == after
    assert change.in_value({"a": [before]}) == {"a": [after]}


def test_somebody_without_a_name_has_none_replaced():
    assert Replacement("P", names=[""], handles=[""]).in_text("Frau Weg, der Weg") == "Frau Weg, der Weg"
