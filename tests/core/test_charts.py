# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from core.charts import Series, bars, intervals, lines, plain_number, swings

CHARTS = {
    "bars": lambda: bars(
        "Wie viele?", ["A <b>", "C"], [Series("Ort", [0.2, None]), Series("Land & Leute", [0.3, 0.4])]
    ),
    "empty bars": lambda: bars("Wie viele?", [], [Series("Ort", [])]),
    "intervals": lambda: intervals("Wie sicher?", [("A", 5, 3, 9), ("B", 0, 0, 0)]),
    "swings": lambda: swings("Was ändert?", [("A", -1.5, 2.0), ("B", 0.5, 0.1)], zero_label="Tausch"),
    "lines": lambda: lines("Steigt es?", ["Mo", "Di", "Mi"], [Series("a", [1, 2, None]), Series("b", [3, 2, 1])]),
    "a single point": lambda: lines("Steigt es?", ["Mo"], [Series("a", [0])]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_well_formed_has_its_question_as_name_and_no_inline_style(name):
    chart = CHARTS[name]()

    drawing = ElementTree.fromstring(chart.svg)

    assert drawing.get("aria-label") == chart.question
    assert drawing.get("role") == "img"
    assert not any(element.get("style") for element in drawing.iter())


@pytest.mark.parametrize("name", CHARTS)
def test_everything_drawn_stands_in_the_table_beneath(name):
    chart = CHARTS[name]()

    html = render_to_string("_components/chart.html", {"chart": chart})

    assert html.count("<tr>") == len(chart.rows) + 1
    assert all(len(row) == len(chart.headers) for row in chart.rows)


def test_names_are_escaped():
    assert "A &lt;b&gt;" in CHARTS["bars"]().svg
    assert "Land &amp; Leute" in CHARTS["bars"]().svg


def test_numbers_are_spelled_the_german_way():
    assert [plain_number(n) for n in (1234.56, 12, 0.5)] == ["1.234,6", "12", "0,5"]
