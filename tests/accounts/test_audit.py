# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, datetime

import pytest
from django.db import transaction

from accounts.audit import first_break, record, seal
from accounts.models import AuditEntry, Role
from tests.factories import person


@pytest.fixture
def three_entries(town):
    actor = person(town, Role.ADMINISTRATOR)
    with transaction.atomic():
        for number in range(3):
            record(actor, "town.changed", town, number=number)
    return list(AuditEntry.objects.order_by("sequence"))


def test_an_untouched_chain_verifies(town, three_entries):
    assert [entry.sequence for entry in three_entries] == [1, 2, 3]
    assert first_break(town) is None


def test_a_changed_entry_is_named(town, three_entries):
    """Detects the removal of the content from an entry's seal."""
    AuditEntry.objects.filter(sequence=2).update(actor_label="somebody else")

    assert "entry 2" in first_break(town)


def test_a_removed_entry_is_named(town, three_entries):
    """Detects the removal of the sequence, or of the predecessor's hash in the seal."""
    AuditEntry.objects.filter(sequence=2)._raw_delete("default")

    assert first_break(town) == "entry 2 is missing"


def test_a_shortened_chain_is_named(town, three_entries):
    """Detects the removal of the chain's end (AuditHead) from the check."""
    AuditEntry.objects.filter(sequence=3)._raw_delete("default")

    assert "after 2 are missing" in first_break(town)


def test_an_entry_is_never_changed_or_deleted_by_the_model(town, three_entries):
    """Detects the removal of the refusals in ``save`` and ``delete``."""
    with pytest.raises(TypeError):
        three_entries[0].save()
    with pytest.raises(TypeError):
        three_entries[0].delete()


@pytest.mark.django_db(transaction=True)
def test_a_record_needs_the_transaction_of_its_change():
    """Detects the removal of the check for an open transaction."""
    from tests.factories import MunicipalityFactory

    with pytest.raises(RuntimeError):
        record(None, "town.changed", MunicipalityFactory())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("actor", None),
        ("actor_label", "somebody else"),
        ("action", "town.praised"),
        ("object_type", "accounts.user"),
        ("object_id", "0"),
        ("object_label", "Another town"),
        ("details", {"number": 7}),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_whatever_is_changed_in_an_entry_names_it(town, three_entries, field, value):
    """Detects any field left out of an entry's seal."""
    AuditEntry.objects.filter(sequence=2).update(**{field: value})

    assert "entry 2 " in first_break(town)


def test_an_entry_sealed_anew_no_longer_fits_its_successor(town, three_entries):
    """Detects the removal of the comparison with the predecessor: whoever can write can also compute a hash."""
    forged = AuditEntry.objects.get(sequence=2)
    forged.details = {"number": 7}
    AuditEntry.objects.filter(sequence=2).update(details=forged.details, hash=seal(forged))

    assert "entry 3 " in first_break(town)


def test_the_successor_is_sealed_with_its_predecessor(town, three_entries):
    """Detects the removal of the previous hash from the seal: pointing the next entry at a forgery breaks it, too."""
    forged = AuditEntry.objects.get(sequence=2)
    forged.details = {"number": 7}
    AuditEntry.objects.filter(sequence=2).update(details=forged.details, hash=seal(forged))
    AuditEntry.objects.filter(sequence=3).update(previous_hash=seal(forged))

    assert "entry 3 " in first_break(town)
