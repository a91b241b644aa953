# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that are looked up once for all rows are those of Django; moments are said anew in each zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import override as in_zone

from core.moments import german_datetime
from core.urls import _STAND_IN, address_of

COMMENTS = [0, 7, 41, _STAND_IN, _STAND_IN + 1, 2**63]


@pytest.mark.parametrize("slug", ["astadt", f"ort-{_STAND_IN}", f"ort-{_STAND_IN + 1}", f"{_STAND_IN}"])
def test_an_address_is_the_one_django_gives(slug):
    for number in COMMENTS:
        assert address_of("dialog:comment", slug, number) == reverse("dialog:comment", args=[slug, number])
    assert address_of("dialog:queue", slug) == reverse("dialog:queue", args=[slug])


def test_an_address_stands_below_the_prefix_of_its_installation():
    assert address_of("dialog:comment", "astadt", 3) == "/astadt/dialog/3/"
    with override_script_prefix("/unter/"):
        assert address_of("dialog:comment", "astadt", 3) == "/unter/astadt/dialog/3/"


def test_what_has_no_address_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address_of("dialog:comment", "astadt", -1)
        with pytest.raises(NoReverseMatch):
            address_of("dialog:nowhere", "astadt", 1)


def test_the_hour_that_comes_twice_and_another_zone_are_told_apart():
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))

    with in_zone(UTC):
        assert german_datetime(first) != german_datetime(second)
    with in_zone(berlin):
        assert german_datetime(first) == german_datetime(second)
