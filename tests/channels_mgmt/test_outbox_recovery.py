# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Claim, commit, call, book. Each docstring names the removal its test detects."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from accounts.models import AuditEntry
from channels_mgmt.connectors.contract import Rejected
from channels_mgmt.models import Delivery
from channels_mgmt.services import outbox, publishing
from channels_mgmt.services.publishing import publish_delivery, recover_delivery
from practice.models import Fault

State = Delivery.State


def reread(row):
    row.refresh_from_db()
    return row


def expire_lease(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=now() - timedelta(seconds=1))


def claim_and_die(delivery):
    """What a worker leaves that is killed after its claim."""
    claimed = outbox._claim(publishing.ERRAND, delivery.pk)
    expire_lease(delivery)
    return claimed


def test_a_dead_workers_delivery_goes_out_when_the_platform_has_nothing(live):
    """Removal: the sweep of rows past their lease."""
    delivery = live.delivery()
    claim_and_die(delivery)

    recover_delivery(delivery.pk)
    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.PUBLISHED
    assert len(live.public_texts) == 1


def test_a_dead_workers_delivery_is_recognised_when_the_platform_has_it(live):
    delivery = live.delivery()
    row, connector = claim_and_die(delivery)
    publishing.ERRAND.carry_out(row, connector)

    recover_delivery(delivery.pk)
    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.PUBLISHED
    assert len(live.public_texts) == 1


def test_a_running_call_is_left_alone(live):
    """Removal: the lease in the sweep."""
    delivery = live.delivery()
    outbox._claim(publishing.ERRAND, delivery.pk)

    recover_delivery(delivery.pk)

    assert reread(delivery).state == State.SENDING


def test_who_comes_back_after_the_lease_books_success_but_never_failure(live):
    """Removal: the second look in _book (proof that it worked would be thrown away)."""
    delivery = live.delivery()
    row, connector = claim_and_die(delivery)
    with transaction.atomic():
        outbox._give_up_lease(publishing.ERRAND, publishing.ERRAND.find(delivery.pk))

    outbox._book(publishing.ERRAND, row, connector, Rejected("zu spät"))
    assert reread(delivery).state == State.UNCERTAIN

    done = publishing.ERRAND.carry_out(row, connector)
    outbox._book(publishing.ERRAND, row, connector, done)
    assert reread(delivery).state == State.PUBLISHED
    assert len(live.public_texts) == 1


def test_who_comes_back_after_the_lease_never_books_over_the_next_worker(live):
    """Removal: attempts and lease in the booking's UPDATE (the fence against a worker that slept)."""
    delivery = live.delivery()
    row, connector = claim_and_die(delivery)
    recover_delivery(delivery.pk)
    outbox._claim(publishing.ERRAND, delivery.pk)

    outbox._book(publishing.ERRAND, row, connector, Rejected("zu spät"))

    assert reread(delivery).state == State.SENDING
    assert delivery.attempts == 2


def test_every_outcome_leaves_an_audit_entry(live):
    delivery = live.delivery()
    live.misbehave(Fault.TIMEOUT_AFTER, count=1)

    publish_delivery(delivery.pk)

    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["channels_mgmt.delivery_uncertain", "channels_mgmt.delivery_published"]
