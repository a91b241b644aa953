# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers as people read them."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from core.charts import Series, bars
from core.text import at_most, grouped


@pytest.mark.parametrize(("language", "written"), [("de", "63.206"), ("en", "63,206")])
def test_thousands_are_set_off_as_the_language_does_it(language, written):
    with override(language):
        assert grouped(63206) == written
        assert Template("{{ number|grouped }}").render(Context({"number": 63206})) == written
        assert at_most(63207, 63206) == f"{written}+"


def test_every_cell_of_a_chart_knows_the_head_of_its_column():
    chart = bars("How many?", ["May"], [Series("Posts", [3]), Series("Comments", [1200])], head="Month")

    assert chart.lines == [[("Month", "May"), ("Posts", "3"), ("Comments", "1.200")]]
