# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which post a comment stands below, where the platform told only what it answers.

One goes up from answer to answer, through what we know without asking, one request for each step we do not
know. The comment is in the queue all the while.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Connector
from channels_mgmt.models import Channel, Delivery
from community.domain.thread_schedule import next_attempt
from community.models import AnswerPart, Comment, PlatformAction, RootSearch
from community.services.threads import note_activity
from core.errors import AlreadyChanged
from core.leases import give_back, held, take
from core.states import change_state

State = RootSearch.State
LEASE = timedelta(minutes=3)
ATTEMPTS = 8
STEPS = 100
"""Higher than any conversation goes; a chain that is longer leads in a circle."""


def claim_search(search: RootSearch) -> None:
    """Raises ``AlreadyChanged`` when somebody else is at it."""
    if not take(search, LEASE, only_if={"state": State.WAITING}, attempts=min(search.attempts + 1, 1000)):
        raise AlreadyChanged


def go_up(channel: Channel, connector: Connector, search: RootSearch) -> None:
    """Follow the answers up to their beginning and book what was found.

    What the platform refuses leaves as an error; ``search`` then remembers how far it came.
    """
    passed: set[str] = set()
    while (place := search.at_remote_id) not in passed and len(passed) < STEPS:
        passed.add(place)
        delivery = Delivery._base_manager.filter(channel=channel, remote_id=place).values_list("pk", flat=True).first()
        known = None if delivery else _known(channel, place)
        if known is not None:
            delivery = known.delivery_id
        if delivery:
            return _book(search, State.FOUND, root_id=place, delivery=delivery)
        parent = known.parent_remote_id if known is not None else connector.parent_of(place)
        if parent is None:
            return _book(search, State.GIVEN_UP, error=_("The platform no longer shows what this comment answers."))
        if not parent:
            return _book(search, State.ELSEWHERE, root_id=place)
        search.at_remote_id = parent[:300]
    return _book(search, State.GIVEN_UP, error=_("The conversation has no beginning."))


def book_search_failure(search: RootSearch, error: str, wish: int | None, *, is_final: bool) -> None:
    """Try again later, from where it stands; what the platform refuses or never answers is given up."""
    if is_final or search.attempts >= ATTEMPTS:
        _book(search, State.GIVEN_UP, error=error)
    else:
        _wait(search, error=error[:300], due_at=next_attempt(now(), search.attempts, wish))


def put_back_search(search: RootSearch) -> None:
    """No room for another request; it stays due."""
    _wait(search, attempts=max(search.attempts - 1, 0))


def _wait(search: RootSearch, **changes: Any) -> None:
    give_back(search, at_remote_id=search.at_remote_id, **changes)


@transaction.atomic
def _book(search: RootSearch, state: str, *, root_id: str = "", delivery: int | None = None, error: str = "") -> None:
    change_state(
        search,
        state,
        only_if=held(search),
        lease_until=None,
        at_remote_id=search.at_remote_id,
        error=error[:300],
    )
    if root_id:
        comment = Comment._base_manager.only("remote_data", "delivery").get(pk=search.comment_id)
        kept = comment.remote_data | {"root_id": root_id}
        place = {"delivery": delivery} if delivery else {}
        Comment._base_manager.filter(pk=comment.pk, delivery=None, pseudonymised_at=None).update(
            remote_data=kept, **place
        )
    if delivery:
        note_activity(search.channel, [delivery], now())


def _known(channel: Channel, remote_id: str) -> Comment | None:
    """The comment of this id, or the one that our own answer of this id replies to."""
    comment = Comment._base_manager.filter(channel=channel, remote_id=remote_id).defer("text").first()
    if comment is not None:
        return comment
    for table in (PlatformAction, AnswerPart):
        answers = table._base_manager.filter(remote_id=remote_id, decision__comment__channel=channel)
        if (answer := answers.select_related("decision__comment").first()) is not None:
            return answer.decision.comment
    return None
