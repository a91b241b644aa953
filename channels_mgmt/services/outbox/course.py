# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Claim, commit, call, book: the one way anything leaves the house (docs/adr/0001).

The claim checks every condition again and stores the intent and the platform's key before the
call; the call runs without a transaction; the booking moves the row only if it is still ours. A
process may die at any point: the row then outlives its lease, becomes ``uncertain``, and the
platform is asked whether it has it. What may have arrived is never sent blindly again.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import (
    Connector,
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    Throttled,
    TryLater,
)
from channels_mgmt.models.outbox import Outgoing, OutgoingState
from channels_mgmt.services.connections import connector_of, note_broken_access
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Miss, Row, Void
from channels_mgmt.services.outbox.obstacles import broken_access, note_wish_to_wait, wish_to_wait
from core import leases
from core.errors import AlreadyChanged
from core.states import change_state, compare_and_set

__all__ = ["Done", "Errand", "Hold", "Miss", "Void", "backoff", "recover", "send"]

logger = logging.getLogger(__name__)

HOLD = timedelta(seconds=60)
"""How long a row rests before what stood in its way is looked at again."""
LOOK_AGAIN = timedelta(seconds=30)
LOOK_FOR = timedelta(seconds=75)
"""How long an unknown outcome is left to the software; then a person is told, within five minutes of the call."""
LONGEST_PAUSE = 900
TWIN_HOLD = timedelta(seconds=10)
"""How long a row rests while another one with the same words is in the air."""
MOST_WAITS = 200
"""How often the platform may ask for patience before its asking counts as a failure."""


def send(errand: Errand[Row], pk: int) -> bool:
    """Carry out row ``pk`` if it is due, free and allowed; harmless however often it is called.

    False when it was not there to be carried out any more: somebody else has taken it.
    """
    try:
        claimed = _claim(errand, pk)
    except AlreadyChanged:
        return False  # another worker was faster, or a person withdrew it
    if claimed is None:
        return True
    row, connector = claimed
    _book(errand, row, connector, _call(errand, row, connector))
    if row.state == OutgoingState.UNCERTAIN and not connector.settle_seconds:
        recover(errand, pk)
    return True


def recover(errand: Errand[Row], pk: int) -> None:
    """Settle a row whose sender died or got no clear answer: look whether the platform has it."""
    row = errand.find(pk)
    if row is None:
        return
    if row.state == OutgoingState.SENDING and not leases.is_held(row, now()):
        _give_up_lease(errand, row)
    if row.state == OutgoingState.UNCERTAIN and row.next_attempt_at and row.next_attempt_at <= now():
        _look(errand, row)
    if row.state == OutgoingState.HANDED_OVER and row.next_attempt_at and row.next_attempt_at <= now():
        _miss_confirmation(errand, row)


def backoff(attempts: int) -> timedelta:
    """The pause after ``attempts`` failures: doubling, between half and all of it by chance."""
    pause = min(settings.OUTBOX_BACKOFF_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timedelta(seconds=pause * random.uniform(0.5, 1))  # noqa: S311  spreads load, hides nothing


def _claim(errand: Errand[Row], pk: int) -> tuple[Row, Connector] | None:
    """The row as ours, or ``None`` when something keeps it back. Raises ``AlreadyChanged`` when it is not due."""
    try:
        with transaction.atomic():
            return _claimed(errand, pk)
    except IntegrityError:
        _let_the_twin_go_first(errand, pk)
        return None


def _let_the_twin_go_first(errand: Errand[Row], pk: int) -> None:
    """Equal words are in the air to the same place; this row waits until their outcome is known."""
    row = errand.find(pk)
    if row is None or not _is_due(row, now()):
        return
    reason = _("The same text is on its way to this place. As soon as its arrival is certain, this one follows.")
    try:
        compare_and_set(row, expected=_as_read(row), next_attempt_at=now() + TWIN_HOLD, error=reason)
    except AlreadyChanged:
        return


def _claimed(errand: Errand[Row], pk: int) -> tuple[Row, Connector] | None:
    at = now()
    row = errand.find(pk)
    if row is None or not _is_due(row, at):
        raise AlreadyChanged
    latest = errand.latest(row)
    if latest and at > latest:
        _finish(errand, row, OutgoingState.MISSED, row.error or _("It was too late when it could have gone out."))
        return None
    channel = errand.channel_of(row)
    obstacle = errand.obstacle(row) or broken_access(channel) or wish_to_wait(channel, at)
    if isinstance(obstacle, Void):
        _finish(errand, row, OutgoingState.WITHDRAWN, obstacle.reason)
        return None
    if isinstance(obstacle, Miss):
        _finish(errand, row, OutgoingState.MISSED, obstacle.reason)
        return None
    until = errand.by_hand_until(row)
    if until and obstacle is None:
        _hand_over(errand, row, until)
        return None
    try:
        connector = connector_of(channel)
        client_key = row.client_key or connector.prepare(row.key, at)
    except ConnectorError as error:
        obstacle = Hold(str(error))
    if isinstance(obstacle, Hold):
        _hold(errand, row, obstacle, latest)
        return None
    row.is_repetition = bool(row.said)  # only a person's word, no search, has said that it is not there
    is_ours = leases.take(
        row,
        timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
        to=OutgoingState.SENDING,
        only_if=_as_read(row) | errand.conditions(row),
        attempts=row.attempts + 1,
        client_key=client_key,
        said="" if connector.finds_by_key else errand.wording(row),
        next_attempt_at=None,
        error="",
    )
    if not is_ours:
        raise AlreadyChanged
    return row, connector


def _hold(errand: Errand[Row], row: Row, hold: Hold, latest: datetime | None) -> None:
    until = hold.until or now() + HOLD
    if hold.until and latest and until > latest:
        _finish(errand, row, OutgoingState.MISSED, hold.reason)
        return
    compare_and_set(row, expected=_as_read(row), next_attempt_at=until, error=hold.reason)


def _hand_over(errand: Errand[Row], row: Row, until: datetime) -> None:
    """Give the row to a person, under the same conditions under which software would send it."""
    change_state(
        row,
        OutgoingState.HANDED_OVER,
        only_if=_as_read(row) | errand.conditions(row),
        next_attempt_at=until,
        error="",
    )
    errand.booked(row)


def _miss_confirmation(errand: Errand[Row], row: Row) -> None:
    try:
        with transaction.atomic():
            _finish(errand, row, OutgoingState.MISSED, _("Nobody has confirmed in time that it was published by hand."))
    except AlreadyChanged:
        return


def _is_due(row: Outgoing, at: datetime) -> bool:
    if row.state not in (OutgoingState.SCHEDULED, OutgoingState.RETRY_WAIT) or row.due_at > at:
        return False
    return row.next_attempt_at is None or row.next_attempt_at <= at


def _as_read(row: Outgoing) -> dict[str, Any]:
    """What makes the row the one that was read: no later claim, no new date."""
    return {"state": row.state, "attempts": row.attempts, "due_at": row.due_at}


def _call(errand: Errand[Row], row: Row, connector: Connector) -> Done | ConnectorError:
    try:
        return errand.carry_out(row, connector)
    except ConnectorError as error:
        return error
    except Exception:
        logger.exception("unexpected error while sending %s %s", row._meta.label, row.pk)
        return OutcomeUnknown(_("Something unexpected happened while sending."))


def _book(errand: Errand[Row], row: Row, connector: Connector, result: Done | ConnectorError) -> None:
    """Write down how the call ended. Past our lease, only proof that it worked still counts."""
    if isinstance(result, NeedsReconnect):
        note_broken_access(errand.channel_of(row), connector)
    if isinstance(result, Throttled):
        note_wish_to_wait(errand.channel_of(row), result)
    try:
        with transaction.atomic():
            _booked(errand, row, connector, result)
    except IntegrityError:
        _leave_to_a_person(errand, row)
    except AlreadyChanged:
        logger.warning("%s %s was answered after its lease", row._meta.label, row.pk)
        late = errand.find(row.pk)
        if isinstance(result, Done) and late is not None and late.state == OutgoingState.UNCERTAIN:
            try:
                with transaction.atomic():
                    _publish(errand, late, result)
            except (AlreadyChanged, IntegrityError):
                return  # a person, or the search, has settled it meanwhile


def _leave_to_a_person(errand: Errand[Row], row: Row) -> None:
    """The platform names a post that is booked for another row: nobody knows what became of this one."""
    reason = _("The platform names a post that already belongs to another one. Please look there yourself.")
    logger.warning("%s %s was answered with a post that is booked already", row._meta.label, row.pk)
    try:
        with transaction.atomic():
            if row.state == OutgoingState.SENDING:
                _doubt(errand, row, reason, None)
            else:
                compare_and_set(
                    row, expected=_as_claimed(row) | {"state": row.state}, next_attempt_at=None, error=reason
                )
                errand.booked(row)
    except AlreadyChanged:
        return


def _booked(errand: Errand[Row], row: Row, connector: Connector, result: Done | ConnectorError) -> None:
    at = now()
    match result:
        case Done():
            _publish(errand, row, result)
        case NeedsReconnect():
            # Nothing was sent; it goes out once the channel is connected again, if that is in time.
            _wait(errand, row, at + HOLD, str(result), fault=result.raw)
        case TryLater():
            is_wish = bool(result.retry_after) and row.waits < MOST_WAITS
            failures = max(row.attempts - row.waits - is_wish, 1)
            pause = max(backoff(failures), timedelta(seconds=result.retry_after or 0))
            _wait(errand, row, at + pause, str(result), waits=row.waits + is_wish, fault=result.raw)
        case Rejected():
            _finish(errand, row, OutgoingState.REJECTED, str(result), fault=result.raw)
        case _:
            _doubt(errand, row, str(result), at + timedelta(seconds=connector.settle_seconds), fault=result.raw)


def _publish(errand: Errand[Row], row: Row, done: Done) -> None:
    found = {"fault": "", "remote_id": done.remote_id, "remote_url": done.url, "remote_data": dict(done.data)}
    if done.outcome:
        found["outcome"] = done.outcome
    found |= errand.booking(row, done)
    _finish(errand, row, OutgoingState.PUBLISHED, "", published_at=now(), **found)


def _wait(
    errand: Errand[Row], row: Row, until: datetime, reason: str, waits: int | None = None, fault: str = ""
) -> None:
    """Try again at ``until``, unless that is too late or failed too often; ``waits`` attempts are no failures."""
    latest, waits = errand.latest(row), row.waits if waits is None else waits
    if row.attempts - waits >= settings.OUTBOX_ATTEMPTS or (latest and until > latest):
        _finish(errand, row, OutgoingState.REJECTED, reason, fault=fault)
        return
    change_state(
        row,
        OutgoingState.RETRY_WAIT,
        only_if=_as_claimed(row),
        lease_until=None,
        next_attempt_at=until,
        waits=waits,
        said="",
        error=reason,
        fault=fault,
    )


def _doubt(errand: Errand[Row], row: Row, reason: str, look_at: datetime | None, *, fault: str = "") -> None:
    """``look_at`` is when the platform is asked; ``None`` leaves it to a person."""
    change_state(
        row,
        OutgoingState.UNCERTAIN,
        only_if=_as_claimed(row),
        lease_until=None,
        uncertain_since=now(),
        next_attempt_at=look_at,
        error=reason,
        fault=fault,
    )
    errand.booked(row)


def _finish(errand: Errand[Row], row: Row, state: str, error: str, **changes: Any) -> None:
    change_state(
        row,
        state,
        only_if=_as_claimed(row),
        lease_until=None,
        next_attempt_at=None,
        uncertain_since=None,
        error=error,
        **changes,
    )
    errand.booked(row)


def _as_claimed(row: Outgoing) -> dict[str, Any]:
    """What makes the row still ours: the same claim, not swept and not claimed again."""
    return {"attempts": row.attempts, **leases.held(row)}


def _give_up_lease(errand: Errand[Row], row: Row) -> None:
    """Its sender died. It may have arrived, and may still arrive for as long as the platform stores late."""
    try:
        settle = timedelta(seconds=connector_of(errand.channel_of(row)).settle_seconds)
    except ConnectorError:
        settle = LOOK_AGAIN
    try:
        with transaction.atomic():
            _doubt(errand, row, _("Sending was interrupted."), now() + settle)
    except AlreadyChanged:
        return


def _look(errand: Errand[Row], row: Row) -> None:
    channel = errand.channel_of(row)
    connector = None
    result: Done | Exception | None
    try:
        connector = connector_of(channel)
        if wish := wish_to_wait(channel, now()):
            assert wish.until is not None  # noqa: S101  a wish names its end
            raise TryLater(wish.reason, int((wish.until - now()).total_seconds()) + 1)
        result = errand.look_for(row, connector)
    except ConnectorError as error:
        result = error
    except Exception as error:
        logger.exception("unexpected error while looking for %s %s", row._meta.label, row.pk)
        result = error
    if isinstance(result, NeedsReconnect) and connector is not None:
        note_broken_access(channel, connector)
    if isinstance(result, Throttled):
        note_wish_to_wait(channel, result)
    try:
        with transaction.atomic():
            _settle(errand, row, result)
    except IntegrityError:
        _leave_to_a_person(errand, row)
    except AlreadyChanged:
        return


def _settle(errand: Errand[Row], row: Row, result: Done | Exception | None) -> None:
    at = now()
    doubted_since = row.uncertain_since or at
    match result:
        case Done():
            _publish(errand, row, result)
        case None if row.attempts - row.waits >= settings.OUTBOX_ATTEMPTS:
            _finish(errand, row, OutgoingState.REJECTED, row.error)
        case None:
            _finish(errand, row, OutgoingState.SCHEDULED, row.error, said="")
        case TryLater() | NeedsReconnect() if (look_at := _next_look(doubted_since, at, result)) is not None:
            _look_again(row, look_at)
        case _:
            _look_again(row, None)
            errand.booked(row)


def _next_look(doubted_since: datetime, at: datetime, result: Exception) -> datetime | None:
    """When to ask again; ``None`` when a person is to be told before the platform would answer."""
    ends_at = doubted_since + LOOK_FOR
    wish = getattr(result, "retry_after", None) or 0
    if at >= ends_at or at + timedelta(seconds=wish) > ends_at:
        return None
    return min(at + max(LOOK_AGAIN, timedelta(seconds=wish)), ends_at)


def _look_again(row: Outgoing, at: datetime | None) -> None:
    """``None`` leaves the row to a person."""
    compare_and_set(row, expected=_as_claimed(row) | {"state": row.state}, next_attempt_at=at)
