# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A kept UPDATE does what the queryset's own UPDATE would do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from channels_mgmt.models import Delivery
from core.statements import Unfit, held_columns, insert_row, matching, update_row
from tests.channels_mgmt.live import make_live_town

State = Delivery.State


@pytest.fixture
def live(town):
    return make_live_town(town)


def claim(delivery, **own):
    at = now()
    return {
        "own": {"state": "scheduled", "attempts": 0, "due_at": delivery.due_at, "next_attempt_at": None} | own,
        "related": {"channel__state": "live", "post__approved_hash": delivery.post.approved_hash},
        "changes": {
            "state": State.SENDING,
            "lease_until": at + timedelta(seconds=9),
            "attempts": 1,
            "client_key": {"key": "a", "list": [1, None]},
            "channel": delivery.channel,
            "next_attempt_at": None,
            "error": "",
        },
    }


def stored(delivery):
    return Delivery.objects.filter(pk=delivery.pk).values().get()


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"state": "sending"},
        {"attempts": 7},
        {"next_attempt_at": now()},
        {"lease_until": None},
        {"client_key": {}},
    ],
    ids=lambda own: next(iter(own), "as it is"),
)
def test_the_row_is_changed_exactly_when_the_queryset_would_change_it(live, own):
    delivery = live.delivery()
    given = claim(delivery, **own)

    for _ in range(2):  # compiled, and kept
        with transaction.atomic():
            by_queryset = matching(Delivery, delivery.pk, given["own"], given["related"]).update(**given["changes"])
            expected = stored(delivery)
            transaction.set_rollback(True)
        with transaction.atomic():
            is_changed = update_row(delivery, **given)
            found = stored(delivery)
            transaction.set_rollback(True)

        assert (is_changed, found) == (bool(by_queryset), expected)


def test_a_related_row_that_differs_stops_the_change(live):
    delivery = live.delivery()
    given = claim(delivery)

    assert not update_row(delivery, **given | {"related": {"channel__state": "paused"}})
    assert not update_row(delivery, **given | {"related": {"channel__pause_reason": None}})
    assert update_row(delivery, **given)


def test_null_and_a_value_are_two_statements(live):
    """Detects a key without what is NULL: the second call would compare a moment by IS NULL, or NULL by equality."""
    delivery = live.delivery()
    change = {"changes": {"error": "x"}, "related": {}}

    assert update_row(delivery, own={"lease_until": None}, **change)
    assert not update_row(delivery, own={"lease_until": now()}, **change)
    assert update_row(delivery, own={"lease_until": None}, **change)


@pytest.mark.parametrize(
    ("own", "changes"),
    [({"state__in": ["scheduled"]}, {"error": "x"}), ({}, {"attempts": F("attempts") + 1}), ({"no": 1}, {"error": ""})],
    ids=["lookup", "expression", "no column"],
)
def test_what_is_no_equality_is_left_to_the_queryset(live, own, changes):
    delivery = live.delivery()

    with pytest.raises(Unfit):
        update_row(delivery, own=own, related={}, changes=changes)

    assert stored(delivery)["error"] == ""


def test_a_row_is_held_and_read_by_one_statement(live):
    post = live.post()

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert held_columns(post, ["state", "revision"]) == ("approved", 0)

    assert len(asked) == 1


def test_a_row_that_is_gone_cannot_be_held(live):
    post = live.post()
    post.pk = 0

    with transaction.atomic():
        assert held_columns(post, ["state"]) is None


def test_an_inserted_row_is_what_saving_would_store(live):
    at = now()
    given = {"channel": live.channel, "due_at": at, "client_key": {"key": "ä"}, "said": "", "state": "withdrawn"}
    saved, inserted = Delivery(post=live.post(), **given), Delivery(post=live.post(), **given)

    saved.save(force_insert=True)
    for _ in range(2):  # compiled, and kept
        inserted.pk = None
        inserted.key = uuid4()
        insert_row(inserted)

    own = {"id", "key", "post_id", "created_at"}
    assert inserted.pk
    assert {name: value for name, value in stored(inserted).items() if name not in own} == {
        name: value for name, value in stored(saved).items() if name not in own
    }
    assert stored(inserted)["created_at"] >= at
    inserted.error = "later"
    inserted.save()
    assert stored(inserted)["error"] == "later"


def test_a_refused_row_ends_its_transaction(live):
    """Detects an INSERT after whose failure the transaction would go on."""
    delivery = live.delivery()
    twin = Delivery(post=delivery.post, channel=delivery.channel, due_at=now(), key=delivery.key)

    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert_row(twin)
        assert connection.needs_rollback
        transaction.set_rollback(True)
    assert twin._state.adding
