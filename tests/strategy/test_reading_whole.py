# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A strategy read with all its parts says the same as one read piece by piece, and asks for nothing more."""

import pytest

from accounts.models import Role
from strategy.models import Strategy
from strategy.queries.outline import parts_of
from tests.factories import person
from tests.strategy.factories import signed_strategy


@pytest.fixture
def strategy(town):
    return signed_strategy(town, author=person(town, Role.COMMUNICATIONS))


def test_the_content_and_with_it_the_hash_is_the_same(strategy):
    whole = Strategy.objects.with_parts().get(pk=strategy.pk)

    assert whole.content() == Strategy.objects.get(pk=strategy.pk).content()
    assert whole.current_hash() == strategy.signed_hash


def test_every_part_reads_the_same(strategy):
    whole = Strategy.objects.with_parts().get(pk=strategy.pk)

    assert parts_of(whole) == parts_of(Strategy.objects.get(pk=strategy.pk))


def test_nothing_is_asked_afterwards_but_the_result_and_what_was_known_before_it(
    strategy, django_assert_num_queries, django_assert_max_num_queries
):
    whole = Strategy.objects.with_parts().get(pk=strategy.pk)

    with django_assert_num_queries(0):
        assert whole.is_signature_valid
        assert [d.platform for d in whole.decisions_in_order() if d.is_chosen]
    with django_assert_max_num_queries(3):
        parts_of(whole)


def test_it_is_read_in_a_fixed_number_of_queries(strategy, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        Strategy.objects.with_parts().get(pk=strategy.pk)
