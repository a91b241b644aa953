# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platform's wish to wait is kept. Each docstring names the removal its test detects."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from channels_mgmt.connectors.contract import OutcomeUnknown, Throttled, TryLater
from channels_mgmt.models import Channel, Delivery
from channels_mgmt.services import outbox, publishing
from channels_mgmt.services.outbox import obstacles
from channels_mgmt.services.publishing import publish_delivery, recover_delivery

State = Delivery.State
HALF_AN_HOUR = 1800


def reread(row):
    row.refresh_from_db()
    return row


def answering(monkeypatch, *errors):
    """Each call meets the next of ``errors``, then the last one again."""
    left = list(errors)

    def carry_out(self, row, connector):
        raise left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(publishing.DeliveryErrand, "carry_out", carry_out)


def ring_for(delivery, *, minutes: int) -> None:
    """Look at the row as often as it says, for so long."""
    began = now()
    with time_machine.travel(began, tick=False) as clock:
        while (at := reread(delivery).next_attempt_at or now()) < began + timedelta(minutes=minutes):
            clock.move_to(max(at, now()))
            publish_delivery(delivery.pk)
            if reread(delivery).state not in (State.SCHEDULED, State.RETRY_WAIT):
                return


def test_a_window_of_half_an_hour_is_waited_out_however_often_the_server_says_so(live, monkeypatch, settings):
    """Removal: not counting announced waits (eight tries would be over after a quarter of an hour)."""
    delivery = live.delivery()
    answering(monkeypatch, *[TryLater("noch nicht", retry_after=60)] * 30)

    ring_for(delivery, minutes=30)

    assert reread(delivery).state == State.RETRY_WAIT
    assert delivery.attempts > settings.OUTBOX_ATTEMPTS
    assert delivery.waits == delivery.attempts


def test_waiting_ends_with_the_tolerance(live, monkeypatch, settings):
    """Removal: the lateness in _wait (a server that always asks for a minute would be asked for ever)."""
    delivery = live.delivery()
    answering(monkeypatch, TryLater("noch nicht", retry_after=600))

    ring_for(delivery, minutes=1 + settings.OUTBOX_LATENESS_SECONDS // 60)

    assert reread(delivery).state == State.REJECTED
    assert delivery.error == "noch nicht"


def test_failures_between_wishes_still_count(live, monkeypatch, settings):
    delivery = live.delivery(attempts=settings.OUTBOX_ATTEMPTS, waits=1)
    answering(monkeypatch, TryLater("gestört"))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.REJECTED


def test_wishes_without_end_become_failures(live, monkeypatch, settings):
    """Removal: the bound of wishes (an answer to a citizen has no lateness and would be tried for ever)."""
    at_last = outbox.MOST_WAITS + settings.OUTBOX_ATTEMPTS - 1
    delivery = live.delivery(attempts=at_last, waits=outbox.MOST_WAITS)
    answering(monkeypatch, TryLater("noch nicht", retry_after=1))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.REJECTED


def test_a_throttled_channel_is_left_alone_by_its_other_posts(live, monkeypatch):
    """Removal: the channel's own quiet (each post would be refused by itself, and lengthen the wait)."""
    first, second = live.delivery(), live.delivery(post=live.post("Noch etwas."))
    answering(monkeypatch, Throttled("bitte warten", retry_after=HALF_AN_HOUR))
    publish_delivery(first.pk)

    publish_delivery(second.pk)

    assert (reread(second).state, second.attempts) == (State.SCHEDULED, 0)
    assert second.next_attempt_at == reread(live.channel).quiet_until
    assert second.next_attempt_at > now() + timedelta(seconds=HALF_AN_HOUR - 60)


def test_what_merely_is_not_ready_keeps_nothing_else_back(live, monkeypatch):
    first = live.delivery()
    answering(monkeypatch, TryLater("das Bild wird noch verarbeitet", retry_after=60))

    publish_delivery(first.pk)

    assert reread(live.channel).quiet_until is None


def test_a_wish_beyond_the_tolerance_is_told_at_once_to_all(live, settings):
    """Removal: missing what cannot be in time any more (it would be told hours later)."""
    later = now() + timedelta(seconds=settings.OUTBOX_LATENESS_SECONDS + 600)
    Channel.objects.filter(pk=live.channel.pk).update(quiet_until=later)
    delivery = live.delivery()

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.MISSED
    assert delivery.error


def test_a_longer_wish_is_never_shortened(live):
    """Removal: the condition of the UPDATE."""
    obstacles.note_wish_to_wait(live.channel, Throttled("", retry_after=600))
    longest = reread(live.channel).quiet_until
    obstacles.note_wish_to_wait(live.channel, Throttled("", retry_after=5))

    assert reread(live.channel).quiet_until == longest


@pytest.mark.parametrize(("wish", "asks"), [(20, True), (HALF_AN_HOUR, False)])
def test_reading_back_keeps_the_wish_as_well(live, monkeypatch, wish, asks):
    """Removal: the wish in the next look. Beyond the search's own time a person is told instead."""
    delivery = live.delivery()
    answering(monkeypatch, OutcomeUnknown("keine Antwort"))

    def throttled(self, row, connector):
        raise Throttled("bitte warten", retry_after=wish)

    monkeypatch.setattr(publishing.DeliveryErrand, "look_for", throttled)
    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.UNCERTAIN
    assert (delivery.next_attempt_at is not None) == asks
    assert reread(live.channel).quiet_until > now()


def test_nothing_is_read_back_while_the_platform_wishes_for_quiet(live, monkeypatch):
    """Removal: the wish in the search."""
    delivery = live.delivery()
    answering(monkeypatch, OutcomeUnknown("keine Antwort"))
    monkeypatch.setattr(publishing.DeliveryErrand, "look_for", lambda self, row, connector: 1 / 0)
    Channel.objects.filter(pk=live.channel.pk).update(quiet_until=now() + timedelta(seconds=20))
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.UNCERTAIN, uncertain_since=now(), next_attempt_at=now() - timedelta(seconds=1)
    )

    recover_delivery(delivery.pk)

    assert reread(delivery).next_attempt_at > now() + timedelta(seconds=15)
