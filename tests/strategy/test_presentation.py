# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.utils import translation

from strategy.presenters.analysis import people, percent, precise_percent


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (7, "7"), (99, "99"), (104, "100"), (8249, "8.200"), (1_234_567, "1.200.000")]
)
def test_counts_show_no_more_digits_than_the_figures_carry(count, shown):
    with translation.override("de"):
        assert people(count) == shown


@pytest.mark.parametrize(("share", "shown", "precise"), [(0.4249, "42 %", "42,5 %"), (0.6563, "66 %", "65,6 %")])
def test_percentages_are_rounded_and_not_cut(share, shown, precise):
    with translation.override("de"):
        assert percent(share).replace("\xa0", " ") == shown
        assert precise_percent(share).replace("\xa0", " ") == precise
