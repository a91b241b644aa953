# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A chain holds whatever is written while old entries leave it, and whoever removes them at the same time."""

import pytest
from django.db import connection, transaction
from django_scopes import scope

from accounts.audit import first_break, prune_trail, record
from accounts.models import AuditCheckpoint, AuditEntry
from tests.accounts.test_audit_pruning import LATER, write_entries
from tests.factories import MunicipalityFactory
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy_town():
    town = MunicipalityFactory()
    with scope(municipality=town):
        write_entries(town, 30)
        yield town


def write(town):
    for number in range(10):
        with transaction.atomic():
            record(None, "town.changed", town, number=number)


def test_what_is_written_while_old_entries_go_is_all_there(busy_town):
    town = busy_town

    raised = race(town, [lambda: write(town)] * 3 + [lambda: [prune_trail(town, LATER, at_most=4) for _ in range(10)]])

    assert [error for error in raised if isinstance(error, Exception)] == []
    assert AuditEntry.objects.filter(sequence__gt=30, action="town.changed").count() == 30
    assert not AuditEntry.objects.filter(sequence__lte=30).exists()
    assert first_break(town) is None


def test_of_several_workers_each_entry_goes_once_and_no_checkpoint_is_written_twice(busy_town):
    town = busy_town

    raised = race(town, [lambda: prune_trail(town, LATER, at_most=30)] * 6)

    assert [error for error in raised if isinstance(error, Exception)] == []
    assert [(c.number, c.removed) for c in AuditCheckpoint.objects.all()] == [(1, 30)]
    assert AuditEntry.objects.filter(action="accounts.trail_pruned").count() == 1
    assert first_break(town) is None


def test_a_worker_whose_connection_ends_before_the_commit_has_removed_nothing(busy_town):
    town = busy_town

    def die():
        with transaction.atomic():
            assert prune_trail(town, LATER)
            connection.connection.close()

    race(town, [die])

    assert AuditEntry.objects.count() == 30
    assert not AuditCheckpoint.objects.exists()
    assert first_break(town) is None
    assert prune_trail(town, LATER).removed == 30


def test_whoever_verifies_meanwhile_sees_no_break(busy_town):
    town = busy_town

    found = race(
        town,
        [lambda: write(town), lambda: [prune_trail(town, LATER, at_most=4) for _ in range(8)]]
        + [lambda: [first_break(town) for _ in range(5)]] * 2,
    )

    assert found[2:] == [[None] * 5] * 2
