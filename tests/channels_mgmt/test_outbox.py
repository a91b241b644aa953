# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Claim, commit, call, book. Each docstring names the removal its test detects."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts.models import AuditEntry
from channels_mgmt.connectors.contract import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.services import outbox, publishing
from channels_mgmt.services.publishing import publish_delivery, recover_delivery
from core.states import change_state
from netiquette.models import Netiquette
from practice.models import Fault
from strategy.models import Strategy

State = Delivery.State


def reread(row):
    row.refresh_from_db()
    return row


def test_a_due_delivery_is_published_once_however_often_the_task_runs(live):
    """Removal: the state in the claim's UPDATE (core.states.change_state)."""
    delivery = live.delivery()

    for _ in range(3):
        publish_delivery(delivery.pk)

    assert live.public_texts == ["Die Brücke ist wieder offen."]
    assert reread(delivery).state == State.PUBLISHED
    assert delivery.attempts == 1
    assert delivery.remote_id
    assert reread(delivery.post).state == Post.State.PUBLISHED


def test_nothing_goes_out_before_its_time(live):
    """Removal: the due date in the claim."""
    delivery = live.delivery(due_at=now() + timedelta(minutes=1))

    publish_delivery(delivery.pk)

    assert live.public_texts == []
    assert reread(delivery).state == State.SCHEDULED


def test_the_intent_and_the_key_are_stored_before_the_call(live, monkeypatch):
    """Removal: client_key or lease in the claim's UPDATE. The platform sees what the database holds by then."""
    delivery = live.delivery()
    stored = {}

    def look(self, row, connector):
        stored.update(Delivery.objects.filter(pk=row.pk).values("state", "client_key", "attempts", "lease_until")[0])
        raise TryLater("später")

    monkeypatch.setattr(publishing.DeliveryErrand, "carry_out", look)
    publish_delivery(delivery.pk)

    assert stored["state"] == State.SENDING
    assert stored["client_key"] == {"key": str(delivery.key)}
    assert stored["attempts"] == 1
    assert stored["lease_until"] > now() + timedelta(seconds=120)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_during_the_call(monkeypatch):
    """Removal: committing the claim before the call."""
    from django.db import connection
    from django_scopes import scope

    from tests.channels_mgmt.live import make_live_town
    from tests.factories import MunicipalityFactory

    town = MunicipalityFactory()
    with scope(municipality=town):
        delivery = make_live_town(town).delivery()
        seen = []

        def look(self, row, connector):
            seen.append(connection_in_transaction())
            raise Rejected("nein")

        def connection_in_transaction():
            return connection.in_atomic_block

        monkeypatch.setattr(publishing.DeliveryErrand, "carry_out", look)
        publish_delivery(delivery.pk)

    assert seen == [False]


def pause(live, delivery):
    Channel.objects.filter(pk=live.channel.pk).update(state=Channel.State.PAUSED, pause_reason="Hochwasser")


def retire_strategy(live, delivery):
    Strategy.objects.update(state=Strategy.State.RETIRED)


def change_signed_strategy(live, delivery):
    Strategy.objects.update(budget_per_year=1)


def retire_netiquette(live, delivery):
    Netiquette.objects.update(state=Netiquette.State.RETIRED)


@pytest.mark.parametrize("obstacle", [pause, retire_strategy, change_signed_strategy, retire_netiquette])
def test_what_the_channel_rests_on_is_checked_when_it_goes_out(live, obstacle):
    """Removal: why_not_publish in the claim. The row waits, says why, and goes out when the obstacle is gone."""
    delivery = live.delivery()
    Channel.objects.update(connector=Channel.Connector.MANUAL)
    obstacle(live, delivery)

    publish_delivery(delivery.pk)

    assert live.public_texts == []
    assert reread(delivery).state == State.SCHEDULED
    assert delivery.error
    assert delivery.attempts == 0
    assert delivery.next_attempt_at > now()


def test_a_held_delivery_goes_out_when_the_channel_resumes(live):
    delivery = live.delivery()
    pause(live, delivery)
    publish_delivery(delivery.pk)
    Channel.objects.update(state=Channel.State.LIVE)

    with time_machine.travel(now() + outbox.HOLD + timedelta(seconds=1)):
        publish_delivery(delivery.pk)

    assert reread(delivery).state == State.PUBLISHED
    assert delivery.error == ""


def change_text(post):
    Post.objects.filter(pk=post.pk).update(text="Etwas ganz anderes.")


def change_wording(post):
    post.targets.update(text="Etwas ganz anderes.")


def back_to_draft(post):
    Post.objects.filter(pk=post.pk).update(state=Post.State.DRAFT)


@pytest.mark.parametrize("change", [change_text, change_wording, back_to_draft])
def test_content_that_nobody_approved_never_goes_out(live, change):
    """Removal: hash or state of the post in the claim, however the content came to change."""
    delivery = live.delivery()
    change(delivery.post)

    publish_delivery(delivery.pk)

    assert live.public_texts == []
    assert reread(delivery).state == State.WITHDRAWN
    assert delivery.error


def test_the_author_is_never_the_approver_of_what_goes_out(live):
    """Removal: the four-eyes check in the claim. A routine post approved by its author is lifted to sensitive later."""
    post = live.post(risk=Post.Risk.ROUTINE, approved_by=live.author)
    delivery = live.delivery(post=post)
    stored = publishing.ERRAND.find(delivery.pk)
    assert publishing.ERRAND.obstacle(stored) is None

    stored.post.risk = Post.Risk.SENSITIVE
    stored.post.approved_hash = stored.post.current_hash()

    assert isinstance(publishing.ERRAND.obstacle(stored), outbox.Void)


def test_an_edit_between_reading_and_claiming_stops_the_claim(live, monkeypatch):
    """Removal: the post's revision in the conditions of the claim's UPDATE."""
    delivery = live.delivery()
    conditions = publishing.DeliveryErrand.conditions

    def edit_first(self, row):
        wanted = conditions(self, row)
        Post.objects.filter(pk=row.post_id).update(text="Eben geändert", revision=row.post.revision + 1)
        return wanted

    monkeypatch.setattr(publishing.DeliveryErrand, "conditions", edit_first)
    publish_delivery(delivery.pk)

    assert live.public_texts == []
    assert reread(delivery).state == State.SCHEDULED


def test_a_pause_between_reading_and_claiming_stops_the_claim(live, monkeypatch):
    """Removal: the channel's state in the conditions of the claim's UPDATE."""
    delivery = live.delivery()
    conditions = publishing.DeliveryErrand.conditions

    def pause_first(self, row):
        Channel.objects.filter(pk=row.channel_id).update(state=Channel.State.PAUSED)
        return conditions(self, row)

    monkeypatch.setattr(publishing.DeliveryErrand, "conditions", pause_first)
    publish_delivery(delivery.pk)

    assert live.public_texts == []


def test_what_is_too_late_is_missed_and_the_author_is_told(live, settings):
    """Removal: the lateness check in the claim."""
    delivery = live.delivery(due_at=now() - timedelta(seconds=settings.OUTBOX_LATENESS_SECONDS + 1))

    publish_delivery(delivery.pk)

    assert live.public_texts == []
    assert reread(delivery).state == State.MISSED
    assert list(Delivery.objects.needing_a_person()) == [delivery]
    assert reread(delivery.post).state == Post.State.FAILED


def test_a_withdrawn_delivery_is_not_sent(live):
    delivery = live.delivery()
    change_state(delivery, State.WITHDRAWN)

    publish_delivery(delivery.pk)

    assert live.public_texts == []


def answering(monkeypatch, error):
    def carry_out(self, row, connector):
        raise error

    monkeypatch.setattr(publishing.DeliveryErrand, "carry_out", carry_out)


def test_try_later_waits_as_long_as_the_platform_asks(live, monkeypatch):
    """Removal: retry_after in the booking."""
    delivery = live.delivery()
    answering(monkeypatch, TryLater("bitte warten", retry_after=600))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.RETRY_WAIT
    assert delivery.next_attempt_at > now() + timedelta(seconds=590)
    assert delivery.error == "bitte warten"


def test_pauses_double_and_differ_by_chance():
    pauses = [[outbox.backoff(attempts).total_seconds() for _ in range(20)] for attempts in (1, 2, 3, 20)]

    for longest, found in zip((15, 30, 60, outbox.LONGEST_PAUSE), pauses, strict=True):
        assert longest / 2 <= min(found) <= max(found) <= longest
        assert len(set(found)) > 1


def test_after_the_last_attempt_a_person_is_told(live, monkeypatch, settings):
    """Removal: the limit of attempts."""
    delivery = live.delivery(attempts=settings.OUTBOX_ATTEMPTS - 1)
    answering(monkeypatch, TryLater("gestört"))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.REJECTED
    assert delivery.error == "gestört"
    assert delivery in Delivery.objects.needing_a_person()


def test_a_wish_beyond_the_tolerance_is_told_at_once(live, monkeypatch, settings):
    delivery = live.delivery()
    answering(monkeypatch, TryLater("morgen wieder", retry_after=settings.OUTBOX_LATENESS_SECONDS + 60))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.REJECTED


def test_rejected_is_final_until_a_person_acts(live, monkeypatch):
    delivery = live.delivery()
    answering(monkeypatch, Rejected("zu lang"))

    publish_delivery(delivery.pk)
    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.REJECTED
    assert delivery.attempts == 1
    assert reread(delivery.post).state == Post.State.FAILED


def test_dead_access_waits_for_the_reconnection(live, monkeypatch):
    delivery = live.delivery()
    answering(monkeypatch, NeedsReconnect("neu verbinden"))

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.RETRY_WAIT


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.MALFORMED])
def test_what_arrived_unseen_is_found_and_not_sent_again(live, fault):
    """Removal: uncertain instead of a retry after OutcomeUnknown."""
    delivery = live.delivery()
    live.misbehave(fault, count=1)

    publish_delivery(delivery.pk)
    publish_delivery(delivery.pk)

    assert len(live.public_texts) == 1
    assert reread(delivery).state == State.PUBLISHED
    assert delivery.attempts == 1


def test_what_surely_did_not_arrive_is_sent_again_with_the_same_key(live):
    delivery = live.delivery()
    live.misbehave(Fault.TIMEOUT_BEFORE, count=1)

    publish_delivery(delivery.pk)
    assert reread(delivery).state == State.SCHEDULED
    key = delivery.client_key
    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.PUBLISHED
    assert delivery.client_key == key
    assert delivery.attempts == 2
    assert len(live.public_texts) == 1


def test_an_unexpected_error_counts_as_unknown_outcome(live, monkeypatch):
    """Removal: the catch-all around the call, or treating it as not sent."""
    delivery = live.delivery()
    answering(monkeypatch, ZeroDivisionError())
    monkeypatch.setattr(publishing.DeliveryErrand, "look_for", lambda self, row, connector: 1 / 0)

    publish_delivery(delivery.pk)

    assert reread(delivery).state == State.UNCERTAIN
    assert delivery.next_attempt_at is None
    assert delivery in Delivery.objects.needing_a_person()


def test_the_software_looks_for_a_while_then_a_person_is_told(live, monkeypatch):
    """Removal: the end of looking, or telling somebody at that end."""
    delivery = live.delivery()
    answering(monkeypatch, OutcomeUnknown("keine Antwort"))

    def no_answer(self, row, connector):
        raise TryLater("nicht erreichbar")

    monkeypatch.setattr(publishing.DeliveryErrand, "look_for", no_answer)
    began = now()
    with time_machine.travel(began, tick=False) as clock:
        publish_delivery(delivery.pk)
        assert reread(delivery).next_attempt_at is not None
        assert delivery not in Delivery.objects.needing_a_person()
        while reread(delivery).next_attempt_at is not None:
            clock.move_to(delivery.next_attempt_at)
            recover_delivery(delivery.pk)
        assert now() - began <= outbox.LOOK_FOR

    assert delivery in Delivery.objects.needing_a_person()
    told = AuditEntry.objects.filter(action="channels_mgmt.delivery_uncertain", object_id=str(delivery.pk))
    assert told.count() == 2  # when the looking begins, and at its end


class ReadBeforeTheMove(publishing.DeliveryErrand):
    """Holds the row as it was a moment ago, before somebody moved the post to tomorrow."""

    def find(self, pk):
        row = super().find(pk)
        row.due_at -= timedelta(days=1)
        return row


def test_a_post_that_is_moved_while_a_worker_reads_it_waits_for_its_new_date(live):
    """Removal: the date in ``_as_read``, under which the claim happens."""
    delivery = live.delivery()
    Delivery.objects.filter(pk=delivery.pk).update(due_at=delivery.due_at + timedelta(days=1))

    outbox.send(ReadBeforeTheMove(), delivery.pk)

    assert live.public_texts == []
    assert (reread(delivery).state, delivery.attempts) == (State.SCHEDULED, 0)
