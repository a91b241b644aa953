# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A row belongs to one process until a moment; races need PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Letter
from channels_mgmt.models import Channel
from core import leases
from core.errors import AlreadyChanged
from tests.channels_mgmt.factories import live_channel
from tests.factories import MunicipalityFactory
from tests.racing import race

COLUMN = "sync_lease_until"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def channel(town):
    return live_channel(town)


def read(channel):
    return Channel.objects.get(pk=channel.pk)


def take(channel, **options):
    return leases.take(channel, MINUTE, column=COLUMN, **options)


def test_a_lease_is_held_until_it_ends_and_free_before_and_after(channel):
    at = now()

    assert take(channel, sync_failures=3)

    assert (leases.is_held(channel, at, COLUMN), read(channel).sync_failures) == (True, 3)
    rows = Channel.objects.all()
    assert not rows.filter(leases.free(at, COLUMN)).exists()
    later = at + 2 * MINUTE
    assert rows.filter(leases.free(later, COLUMN)).exists()
    assert rows.filter(leases.expired(later, COLUMN)).exists()
    assert not leases.is_held(channel, later, COLUMN)


def test_what_was_never_taken_is_free_but_not_expired(channel):
    assert Channel.objects.filter(leases.free(now(), COLUMN)).exists()
    assert not Channel.objects.filter(leases.expired(now(), COLUMN)).exists()


def test_a_held_row_is_not_taken(channel):
    assert take(channel)

    assert not take(read(channel), sync_failures=9)
    assert read(channel).sync_failures == 0


def test_a_row_taken_since_it_was_read_is_not_taken(channel):
    late = read(channel)
    assert take(channel)

    assert not take(late)


def test_a_lease_whose_holder_died_is_taken_over_once(channel):
    Channel.objects.update(sync_lease_until=now() - MINUTE)
    first, second = read(channel), read(channel)

    assert (take(first), take(second)) == (True, False)


def test_a_condition_that_no_longer_holds_stops_the_taking(channel):
    assert not take(channel, only_if={"sync_failures": 1})
    assert read(channel).sync_lease_until is None


def test_only_the_holder_gives_back(channel):
    late = read(channel)
    Channel.objects.update(sync_lease_until=now() - MINUTE)
    late.sync_lease_until = read(channel).sync_lease_until
    assert take(read(channel))

    with pytest.raises(AlreadyChanged):
        leases.give_back(late, column=COLUMN, sync_failures=5)

    assert (read(channel).sync_failures, leases.is_held(read(channel), now(), COLUMN)) == (0, True)
    leases.give_back(holder := read(channel), column=COLUMN, sync_failures=1)
    assert (holder.sync_lease_until, read(channel).sync_lease_until, read(channel).sync_failures) == (None, None, 1)


def test_a_lease_is_renewed_for_its_holder_only(channel):
    assert take(channel)
    ended = read(channel).sync_lease_until

    with pytest.raises(AlreadyChanged):
        leases.renew(channel, 2 * MINUTE, only_if={"sync_failures": 7}, column=COLUMN)
    leases.renew(channel, 2 * MINUTE, only_if={"sync_failures": 0}, column=COLUMN)

    assert read(channel).sync_lease_until > ended


def test_taking_may_move_the_state_in_the_same_step(town):
    letter = Letter.objects.create(municipality=town, to="a@b.example", subject="Betreff", text="Text")

    assert leases.take(letter, MINUTE, to=Letter.State.SENDING, only_if={"attempts": 0}, attempts=1)

    stored = Letter.objects.get()
    assert (stored.state, stored.attempts, leases.held(stored)) == ("sending", 1, {"lease_until": letter.lease_until})


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("left_by", [None, "a dead holder"])
def test_ten_processes_take_a_lease_once(left_by):
    """Removal: the lease in the UPDATE's condition."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        channel = live_channel(town, sync_lease_until=now() - MINUTE if left_by else None)
        rows = [read(channel) for _ in range(10)]

    taken = race(town, [lambda row=row: take(row) for row in rows])

    assert sorted(taken) == [False] * 9 + [True]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_lease_is_given_back_or_taken_over_but_never_both():
    town = MunicipalityFactory()
    with scope(municipality=town):
        channel = live_channel(town, sync_lease_until=now() - MINUTE)
        late, others = read(channel), [read(channel) for _ in range(5)]

    results = race(
        town, [lambda: leases.give_back(late, column=COLUMN), *[lambda row=row: take(row) for row in others]]
    )

    with scope(municipality=town):
        stored = read(channel)
    if isinstance(results[0], AlreadyChanged):
        assert sorted(results[1:]) == [False] * 4 + [True]
        assert leases.is_held(stored, now(), COLUMN)
    else:
        assert (results[1:], stored.sync_lease_until) == ([False] * 5, None)
