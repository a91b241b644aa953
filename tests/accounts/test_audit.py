# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import transaction

from accounts.audit import first_break, record
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
