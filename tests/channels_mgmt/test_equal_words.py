# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts of equal words on a server that keeps no keys: as many are public as are booked, whatever got lost.

Each docstring names the removal its test detects.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from channels_mgmt.connectors.contract import OutcomeUnknown
from channels_mgmt.connectors.mastodon.connector import REQUESTS_PER_SEARCH
from channels_mgmt.models import Delivery
from channels_mgmt.services import outbox
from channels_mgmt.services.connections import connector_of
from channels_mgmt.services.publishing import (
    ERRAND,
    MOVING,
    due_deliveries,
    outgoing_post,
    publish_delivery,
    recover_delivery,
    sweep_deliveries,
)
from core.states import change_state
from tests.channels_mgmt.live import connect_to_mastodon
from tests.fake_mastodon import FakeMastodon

State = Delivery.State
TEXT = "Das Freibad ist heute geschlossen."


@pytest.fixture
def server() -> Iterator[FakeMastodon]:
    fake = FakeMastodon()
    yield fake
    fake.close()


@pytest.fixture
def live(live, server):
    connect_to_mastodon(live, server.url)
    return live


def equal_deliveries(live, number: int) -> list[Delivery]:
    return [live.delivery(post=live.post(TEXT)) for _ in range(number)]


def ring_until_quiet(minutes: int = 30) -> None:
    """What beat and workers do, with the clock moved to whatever is next."""
    began = now()
    with time_machine.travel(began, tick=True) as clock:
        for second in range(0, minutes * 60, 10):
            clock.move_to(began + timedelta(seconds=second))
            for item in sweep_deliveries(now()):
                recover_delivery(item.pk)
            for item in due_deliveries(now()):
                publish_delivery(item.pk)
            if not Delivery.objects.filter(state__in=[*MOVING, State.UNCERTAIN]).exists():
                return


def test_ten_posts_of_equal_words_are_ten_statuses(live, server):
    """Removal: the search before a first sending, or taking a status that is booked."""
    equal_deliveries(live, 10)

    ring_until_quiet()

    assert server.texts == [TEXT] * 10
    booked = list(Delivery.objects.order_by("pk").values_list("state", "remote_id"))
    assert booked == [(State.PUBLISHED, status["id"]) for status in server.statuses]


def test_answers_that_got_lost_are_found_one_by_one(live, server):
    """Removal: equal words in the air one by one, or the order by time."""
    equal_deliveries(live, 10)
    server.lost = 3

    ring_until_quiet()

    assert server.texts == [TEXT] * 10
    assert not Delivery.objects.exclude(state=State.PUBLISHED).exists()
    assert sorted(Delivery.objects.values_list("remote_id", flat=True)) == [s["id"] for s in server.statuses]


def test_what_was_cut_off_before_it_arrived_is_sent_again(live, server):
    equal_deliveries(live, 4)
    server.refused = 2

    ring_until_quiet()

    assert server.texts == [TEXT] * 4
    assert not Delivery.objects.exclude(state=State.PUBLISHED).exists()


def test_a_booked_status_is_never_taken_for_another_post(live, server):
    """Removal: leaving out what is booked when reading back."""
    first, second = equal_deliveries(live, 2)
    publish_delivery(first.pk)
    claimed = outbox._claim(ERRAND, second.pk)
    assert claimed is not None
    row, connector = claimed

    assert connector.read_back(outgoing_post(row, connector)) is None


def test_equal_words_are_never_in_the_air_together(live):
    """Removal: the constraint over the words in the air."""
    first, second = equal_deliveries(live, 2)
    assert outbox._claim(ERRAND, first.pk) is not None

    publish_delivery(second.pk)

    second.refresh_from_db()
    assert (second.state, second.attempts) == (State.SCHEDULED, 0)
    assert second.next_attempt_at is not None
    assert "gleiche" in second.error or "same text" in second.error


def test_other_words_need_not_wait(live, server):
    [first] = equal_deliveries(live, 1)
    outbox._claim(ERRAND, first.pk)
    other = live.delivery(post=live.post("Etwas anderes."))

    publish_delivery(other.pk)

    assert server.texts == ["Etwas anderes."]


def test_the_database_books_a_status_once(live):
    """Removal: the constraint over channel and remote id."""
    first, second = equal_deliveries(live, 2)
    Delivery.objects.filter(pk=first.pk).update(remote_id="7")

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=second.pk).update(remote_id="7")


def test_a_status_named_twice_is_shown_to_a_person(live, server):
    """Removal: IntegrityError in the booking (the row would be sending until its lease, and then be looked for)."""
    first, second = equal_deliveries(live, 2)
    publish_delivery(first.pk)
    first.refresh_from_db()
    row, connector = outbox._claim(ERRAND, second.pk)

    outbox._book(ERRAND, row, connector, outbox.Done(first.remote_id))

    second.refresh_from_db()
    assert (second.state, second.next_attempt_at, second.remote_id) == (State.UNCERTAIN, None, "")
    assert second in Delivery.objects.needing_a_person()


def test_a_first_sending_costs_two_requests(live, server):
    """Removal: telling a first sending from a repetition; it was about 140 requests a post."""
    equal_deliveries(live, 5)

    ring_until_quiet()

    assert server.requests == 10


def test_a_search_costs_a_bounded_number_of_requests(live, server):
    """Removal: the bound of pages, or of originals that are asked for."""
    [delivery] = equal_deliveries(live, 1)
    row, connector = outbox._claim(ERRAND, delivery.pk)
    for number in range(300):
        server.store({"status": f"Ein anderer Beitrag {number}"})

    with pytest.raises(OutcomeUnknown):
        connector_of(live.channel).read_back(outgoing_post(row, connector))

    assert server.requests == REQUESTS_PER_SEARCH == 15


def test_what_a_person_saw_unpublished_is_looked_for_before_it_goes_out(live, server):
    """Removal: the stored key as the sign of a repetition. The person was mistaken: it is there."""
    [delivery] = equal_deliveries(live, 1)
    server.lost = 1
    publish_delivery(delivery.pk)
    delivery.refresh_from_db()
    change_state(delivery, State.SCHEDULED, next_attempt_at=None, attempts=0)

    publish_delivery(delivery.pk)

    assert server.texts == [TEXT]
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED


def test_the_row_keeps_what_the_technical_staff_needs_until_it_went_out(live, server):
    """Removal: ``fault`` in ``_doubt`` or ``_publish`` of the course."""
    server.lost = 1
    delivery = live.delivery(post=live.post(TEXT))

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.is_uncertain
    assert delivery.fault.startswith("POST /api/v1/statuses: ")
    assert TEXT not in delivery.fault
    ring_until_quiet()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.fault) == (State.PUBLISHED, "")
