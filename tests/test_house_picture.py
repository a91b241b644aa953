# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When ``tools/architecture.py --check`` takes docs/architecture.svg for out of date."""

import sys

import pytest

from tests.test_architecture import ROOT

pytestmark = pytest.mark.sqlite_only
DRAWN = """<text>reporting</text>
<rect class="n3"/><text class="small on3">40</text><tspan>12</tspan>
<text>441 modules, 1952 imports, no circle</text>"""


@pytest.fixture
def is_current(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    yield __import__("architecture").is_current
    sys.modules.pop("architecture")


def test_numbers_may_drift_a_little(is_current):
    assert is_current(DRAWN, DRAWN)
    assert is_current(DRAWN, DRAWN.replace(">40<", ">43<").replace("n3", "n4").replace("1952", "1990"))


@pytest.mark.parametrize(
    ("shown", "today"),
    [
        (">40<", ">46<"),
        (">12<", ">17<"),
        ("1952 imports", "2500 imports"),
        ("reporting", "reports"),
        ("no circle", "a → b → a"),
    ],
)
def test_another_house_is_noticed(is_current, shown, today):
    assert not is_current(DRAWN, DRAWN.replace(shown, today))


def test_the_picture_draws_every_room_and_layer(is_current):
    module = sys.modules["architecture"]
    drawn = module.Drawing(module.House()).svg()

    rooms, layers = module.contracts()
    assert all(f">{name}</text>" in drawn for name in [*layers, *(room for group in rooms for room in group)])
    assert drawn.endswith("</svg>\n") and "no circle" in drawn
