# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking in what the council decided, from its information system or pasted, and making a draft of it.

A decision of the system is one row for ever, whoever asks how often; it becomes one post.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Rejected, TryLater
from channels_mgmt.models import CouncilDecision, CouncilSource, Post
from core.errors import AlreadyChanged, Refused
from core.leases import give_back, take
from core.states import change_state, compare_and_set
from core.text import clean_text

State = CouncilDecision.State
TITLE_LENGTH, TEXT_LENGTH, BODY_LENGTH = 300, 20_000, 300
LEASE = timedelta(minutes=2)
"""A reading takes three quarters of one."""
EVERY, AT_MOST = timedelta(hours=1), timedelta(hours=12)
LOOKED_BACK = timedelta(days=90)
OVERLAP = timedelta(hours=1)
"""Clocks of servers differ; what is read twice is the same row."""
AT_ONCE = 20


# -- where decisions come from ---------------------------------------------------------------------


@transaction.atomic
def save_source(town: Municipality, *, actor: User, url: str) -> CouncilSource | None:
    """Ask the system at ``url`` from now on; empty: ask nobody. Raises ``UnsafeAddress`` for what may not be asked."""
    from channels_mgmt.connectors.oparl import check_address  # slow

    require(actor, "channels_mgmt.set_council", town)
    if not url:
        CouncilSource.objects.filter(municipality=town).delete()
        record(actor, "planning.council_source_set", town, url="")
        return None
    checked = check_address(url, allow_local=settings.ALLOW_LOCAL_PEERS)
    fresh = {"next_at": now(), "read_until": None, "began_at": None, "rest": "", "error": "", "failures": 0}
    source, _is_new = CouncilSource.objects.update_or_create(municipality=town, defaults=fresh | {"url": checked})
    record(actor, "planning.council_source_set", town, url=checked)
    return source


def is_source_due(at: datetime) -> bool:
    """Whether ``due_sources`` would find any. Needs all towns in scope."""
    return bool(CouncilSource.objects.due(at).exists())


def due_sources(at: datetime) -> list[tuple[int, int]]:
    """Row and town. Needs all towns in scope."""
    return list(CouncilSource.objects.due(at).values_list("pk", "municipality_id")[:AT_ONCE])


def read_source(pk: int) -> bool:
    """Ask system ``pk`` if it is due and take in what it says; false when somebody else does."""
    from channels_mgmt.connectors.oparl import read_decisions  # slow

    at = now()
    source = CouncilSource.objects.due(at).filter(pk=pk).select_related("municipality").first()
    if source is None or not take(source, LEASE):
        return False
    began = source.began_at if source.rest and source.began_at else at
    since = (source.read_until or began - LOOKED_BACK) - OVERLAP
    try:
        reading = read_decisions(source.url, since=since, rest=source.rest, allow_local=settings.ALLOW_LOCAL_PEERS)
    except (TryLater, Rejected) as error:
        wait = min(EVERY * 2 ** min(source.failures, 4), AT_MOST)
        # The page it had come to may be what is wrong with it.
        _book(source, error=str(error)[:300], failures=source.failures + 1, next_at=at + wait, rest="")
        return True
    with transaction.atomic():
        take_in(source.municipality, reading.decided, reading.gone)
        if reading.rest:
            _book(source, rest=reading.rest, began_at=began, next_at=at, unreadable=reading.unreadable)
        else:
            done = {"rest": "", "began_at": None, "read_until": began, "last_success_at": now()}
            fine = {"error": "", "failures": 0, "next_at": at + EVERY, "unreadable": reading.unreadable}
            _book(source, **done, **fine)
    return True


def _book(source: CouncilSource, **changes: Any) -> None:
    """Give the row back. Entered anew meanwhile, it says something else and stays as it is."""
    try:
        give_back(source, **changes)
    except AlreadyChanged:
        return


def take_in(town: Municipality, decided: Iterable[Any], gone: Iterable[str]) -> None:
    """Store what is new, change what has changed, forget what was deleted; the same twice is the same once."""
    wanted = {one.id: one for one in decided}
    known = {row.oparl_id: row for row in CouncilDecision.objects.filter(municipality=town, oparl_id__in=wanted)}
    for one in wanted.values():
        said = {
            "meeting_id": one.meeting,
            "title": one.title,
            "text": one.text,
            "result": one.result,
            "body": one.body,
            "decided_on": one.day,
            "web": one.web,
        }
        row = known.get(one.id)
        if row is None:
            CouncilDecision.objects.get_or_create(
                municipality=town, oparl_id=one.id, defaults=said | {"noted_at": now()}
            )
        elif any(getattr(row, name) != value for name, value in said.items()):
            _change(row, said)
    names = list(gone)
    rows = CouncilDecision.objects.filter(municipality=town)
    for row in [*rows.filter(oparl_id__in=names), *rows.filter(meeting_id__in=names).exclude(meeting_id="")]:
        _forget(row)


def _change(row: CouncilDecision, said: dict[str, Any]) -> None:
    if row.state == State.GONE:
        change_state(row, State.NEW, **said)
    else:
        compare_and_set(row, expected={"state": row.state}, is_outdated=row.post_id is not None, **said)


def _forget(row: CouncilDecision) -> None:
    """Its words were deleted at their source, perhaps for data protection, so they go here as well."""
    empty: dict[str, Any] = {"title": "", "text": "", "result": "", "body": "", "web": ""}
    if row.state == State.EXPLAINED:
        compare_and_set(row, expected={"state": row.state}, is_outdated=True, **(empty | {"title": row.title}))
    elif row.state != State.GONE:
        change_state(row, State.GONE, **empty)


@transaction.atomic
def note_decision(
    town: Municipality,
    *,
    actor: User,
    title: str,
    text: str,
    decided_on: date | None = None,
    body: str = "",
    web: str = "",
) -> CouncilDecision:
    """Keep a decision that somebody has pasted. Raises ``Refused`` without a subject or without words."""
    require(actor, "channels_mgmt.note_decision", town)
    subject, words = " ".join(title.split())[:TITLE_LENGTH], clean_text(text).strip()[:TEXT_LENGTH]
    if not subject or not words:
        raise Refused(_("Please enter the subject and the words of the decision."))
    decision = CouncilDecision.objects.create(
        municipality=town,
        title=subject,
        text=words,
        decided_on=decided_on,
        body=" ".join(body.split())[:BODY_LENGTH],
        web=web,
        noted_by=actor,
        noted_at=now(),
    )
    record(actor, "planning.decision_noted", decision)
    return decision


# -- what becomes of them --------------------------------------------------------------------------


@transaction.atomic
def set_decision_aside(decision: CouncilDecision, *, actor: User) -> None:
    require(actor, "channels_mgmt.settle_topic", decision)
    refuse_unless(decision, State.NEW)
    change_state(decision, State.SET_ASIDE)
    record(actor, "planning.decision_set_aside", decision)


@transaction.atomic
def reopen_decision(decision: CouncilDecision, *, actor: User) -> None:
    require(actor, "channels_mgmt.settle_topic", decision)
    refuse_unless(decision, State.SET_ASIDE)
    change_state(decision, State.NEW)
    record(actor, "planning.decision_reopened", decision)


def refuse_unless(decision: CouncilDecision, state: str) -> None:
    if decision.state != state:
        raise AlreadyChanged(
            _("Somebody else has dealt with this decision in the meantime. Please look at the current list.")
        )


def free_decision_of(post: Post, *, actor: User) -> None:
    """Let the decision that ``post`` explains be new again; within the transaction that deletes the post."""
    decision = CouncilDecision.objects.filter(post=post).first()
    if decision is not None:
        is_gone = decision.is_outdated and not decision.text and not decision.result
        change_state(decision, State.GONE if is_gone else State.NEW, post=None, is_outdated=False)
        record(actor, "planning.decision_reopened", decision)
