# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook's table of what each platform carries says what the connectors say."""

from pathlib import Path

import pytest

from channels_mgmt.connectors.registry import CONNECTORS
from core.platforms import Platform

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbuch" / "dialog.md"
NAMES = {"practice": "Übungsplattform", "manual": "alle von Hand bedienten"}


def table() -> dict[str, tuple[bool, bool]]:
    _before, _head, rows = HANDBOOK.read_text().partition("| Plattform | Antwort in Teilen | Bescheid als private")
    lines = [line.split("|")[1:-1] for line in rows.split("\n\n")[0].splitlines()[2:]]
    return {name.strip(): (chain.strip() == "ja", message.strip().startswith("ja")) for name, chain, message in lines}


@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_the_table_of_the_handbook_says_what_each_connector_can(code):
    """Removal: changing an ability without its row."""
    name = NAMES.get(code) or str(Platform(code).label)
    abilities = CONNECTORS[code].abilities

    assert table()[name] == (abilities.answer_chains, abilities.private_messages)
