# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public pages are limited by sender, and nothing tells afterwards who that was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from accounts.tenancy.throttle import DAY, MINUTE, Limit, is_within_limits, sender_of
from tests.factories import MunicipalityFactory

AT = datetime(2026, 11, 24, 9, 50, tzinfo=UTC)
TWICE = Limit("test", 2, MINUTE)


def uses(limit: Limit, value: str, at: datetime = AT, times: int = 1, **more) -> list[bool]:
    return [is_within_limits([(limit, value)], at, **more) for _ in range(times)]


def test_the_last_allowed_use_is_allowed_and_the_next_is_not():
    assert uses(TWICE, "203.0.113.7", times=3) == [True, True, False]
    assert uses(TWICE, "203.0.113.8") == [True]


def test_a_new_window_begins_anew():
    uses(TWICE, "203.0.113.7", times=3)

    assert uses(TWICE, "203.0.113.7", at=AT + timedelta(minutes=1)) == [True]


def test_one_exceeded_limit_is_enough_and_all_are_counted():
    other = Limit("other", 1, MINUTE)
    uses(TWICE, "a", times=2)

    assert not is_within_limits([(TWICE, "a"), (other, "b")], AT)
    assert uses(other, "b") == [False]


@pytest.mark.django_db
def test_each_town_counts_for_itself(town):
    other_town = MunicipalityFactory()
    assert uses(TWICE, "a", times=3, town=town) == [True, True, False]
    assert uses(TWICE, "a", town=other_town) == [True]


def test_nothing_but_a_number_is_kept_and_tomorrow_under_another_name():
    daily = Limit("daily", 9, DAY)
    uses(daily, "203.0.113.77")
    today = set(cache._cache)
    uses(daily, "203.0.113.77", at=AT + timedelta(days=1))

    assert "203.0.113.77" not in repr(cache._cache)
    assert len(set(cache._cache) - today) == 1


def test_an_ipv6_network_counts_as_one_sender_and_an_ipv4_address_as_itself():
    def sender(address):
        return sender_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert sender("2001:db8:1:2:aaaa::1") == sender("2001:db8:1:2:bbbb::2") != sender("2001:db8:1:3::1")
    assert sender("203.0.113.7") != sender("203.0.113.8")


def test_visitors_without_an_address_count_as_one():
    assert sender_of(RequestFactory().get("/", REMOTE_ADDR="")) == ""
