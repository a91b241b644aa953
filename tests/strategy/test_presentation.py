# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.utils import translation

from strategy.presenters.analysis import people, percent


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (7, "7"), (99, "99"), (104, "100"), (8249, "8.200"), (1_234_567, "1.200.000")]
)
def test_counts_show_no_more_digits_than_the_figures_carry(count, shown):
    with translation.override("de"):
        assert people(count) == shown


def test_percentages_are_whole():
    with translation.override("de"):
        assert percent(0.4249).replace("\xa0", " ") == "42 %"
