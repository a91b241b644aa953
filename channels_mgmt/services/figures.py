# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what platforms count: which looks are due, each look once, and what people type where no software looks.

A look that could not be taken in its time becomes a gap with its reason. Nothing is estimated between two looks.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Connector, ConnectorError, NeedsReconnect, TryLater
from channels_mgmt.connectors.figures import PartOf
from channels_mgmt.connectors.registry import CONNECTORS, profile_of
from channels_mgmt.models import Channel, ChannelFigure, Delivery, PostFigure
from channels_mgmt.models.figures import HOURS_AFTER, FigureRow
from channels_mgmt.queries.figures import names_to_type
from channels_mgmt.services.connections import (
    BudgetSpent,
    RequestBudget,
    connector_of,
    note_broken_access,
    paid_after,
    reading_budget,
    stored_access,
)
from channels_mgmt.services.outbox.lanes import Item, items_of
from channels_mgmt.services.outbox.obstacles import wish_to_wait
from core import leases
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set

logger = logging.getLogger(__name__)

State = FigureRow.State
AT_ONCE = 500
LEASE = timedelta(seconds=120)
"""One look takes two requests and no longer than half a minute each."""
PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(minutes=60)
RESERVE = 10
"""Requests that looks leave to the reading of comments: citizens come first."""
LOOKED_AT_FOR = timedelta(hours=max(HOURS_AFTER))
READ_STATES = (Channel.State.LIVE, Channel.State.PAUSED)
MOST = 1_000_000_000


def plan_figures(at: datetime) -> int:
    """Make the rows of what is to be looked at; each once, however often this runs. Needs all towns in scope."""
    return _plan_posts(at) + _plan_channels(at)


def _plan_posts(at: datetime) -> int:
    counting = [code for code, profile in CONNECTORS.items() if profile.post_figures]
    planned = PostFigure.objects.filter(delivery=OuterRef("pk"), hours_after__isnull=False)
    fresh = Delivery.objects.filter(
        ~Exists(planned),
        state=Delivery.State.PUBLISHED,
        published_at__gt=at - LOOKED_AT_FOR,
        channel__connector__in=counting,
        channel__state__in=READ_STATES,
    ).exclude(remote_id="")
    rows = []
    for pk, published_at in fresh.order_by("pk").values_list("pk", "published_at")[:AT_ONCE]:
        if published_at is None:
            continue
        for hours in HOURS_AFTER:
            due = published_at + timedelta(hours=hours)
            rows.append(PostFigure(delivery_id=pk, hours_after=hours, due_at=due, next_attempt_at=due))
    PostFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _plan_channels(at: datetime) -> int:
    counting = [code for code, profile in CONNECTORS.items() if profile.account_figures]
    channels = Channel.objects.filter(connector__in=counting, state__in=READ_STATES).select_related("municipality")
    today = {channel.pk: channel.municipality.local_day(at) for channel in channels}
    known = set(
        ChannelFigure.objects.filter(channel__in=today, day__in=set(today.values())).values_list("channel", "day")
    )
    rows = [
        ChannelFigure(channel_id=pk, day=day, due_at=at, next_attempt_at=at)
        for pk, day in today.items()
        if (pk, day) not in known
    ]
    ChannelFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def is_a_figure_due(at: datetime) -> bool:
    """Whether the two functions below would find any. Needs all towns in scope."""
    return bool(PostFigure.objects.due(at).exists() or ChannelFigure.objects.due(at).exists())


def due_post_figures(at: datetime) -> list[Item]:
    """Looks at posts that are due, the longest waiting first. Needs all towns in scope."""
    return items_of(PostFigure.objects.due(at)[:AT_ONCE], "delivery__channel")


def due_channel_figures(at: datetime) -> list[Item]:
    """The same for accounts."""
    return items_of(ChannelFigure.objects.due(at)[:AT_ONCE])


def read_post_figure(pk: int) -> bool:
    """Take the look at a post if it is due; false when somebody else does. Idempotent."""
    rows = PostFigure.objects.due(now()).filter(pk=pk)
    row = rows.select_related("delivery__channel__municipality", "delivery__channel__credential").first()
    return row is not None and _look(row, lambda connector: connector.metrics(row.delivery.remote_id))


def read_channel_figure(pk: int) -> bool:
    """The same for an account."""
    row = (
        ChannelFigure.objects.due(now())
        .filter(pk=pk)
        .select_related("channel__municipality", "channel__credential")
        .first()
    )
    return row is not None and _look(row, lambda connector: connector.audience())


def _look(row: Any, ask: Any) -> bool:
    at, channel = now(), row.channel
    try:
        if at > row.latest:
            change_state(row, State.GAP, only_if=leases.held(row), lease_until=None, reason=_why_late(row))
            return True
        if channel.is_closed:
            change_state(row, State.GAP, only_if=leases.held(row), reason=_("The channel was closed by then."))
            return True
        if until := _not_before(channel, at):
            compare_and_set(
                row, expected={"state": State.DUE} | leases.held(row), next_attempt_at=min(until, row.latest + PAUSE)
            )
            return True
    except AlreadyChanged:
        return False
    if not leases.take(row, LEASE, only_if={"state": State.DUE}, attempts=row.attempts + 1):
        return False
    requests = reading_budget(channel)
    try:
        _book(row, _asked(channel, requests, ask))
    except AlreadyChanged:
        logger.info("%s %s was read by somebody else", row._meta.label, row.pk)
    finally:
        _pay(channel, requests.used)
    return True


def _not_before(channel: Channel, at: datetime) -> datetime | None:
    """When to come back instead of asking now: the access is dead, the platform wants rest, or comments come first."""
    access = stored_access(channel)
    if access is not None and access.broken_since is not None:
        return at + LONGEST_PAUSE
    if wish := wish_to_wait(channel, at):
        return wish.until or at + PAUSE
    return at + PAUSE if reading_budget(channel).left <= RESERVE else None


def _asked(channel: Channel, requests: RequestBudget, ask: Any) -> Mapping[str, int] | ConnectorError | None:
    connector: Connector | None = None
    try:
        connector = connector_of(channel, requests=requests)
        found: Mapping[str, int] | None = ask(connector)
        return found
    except NeedsReconnect as error:
        if connector is not None:
            note_broken_access(channel, connector)
        return error
    except ConnectorError as error:
        return error


def _book(row: Any, found: Mapping[str, int] | ConnectorError | None) -> None:
    at, is_ours = now(), leases.held(row)
    match found:
        case None:
            change_state(
                row, State.GAP, only_if=is_ours, lease_until=None, reason=_("The post is no longer on the platform.")
            )
        case TryLater() | NeedsReconnect():
            reason = "" if isinstance(found, BudgetSpent) else str(found)[:300]
            wish = timedelta(seconds=getattr(found, "retry_after", None) or 0)
            pause = max(wish, min(PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE))
            compare_and_set(
                row,
                expected={"state": State.DUE} | is_ours,
                lease_until=None,
                next_attempt_at=min(at + pause, row.latest + PAUSE),
                reason=reason or row.reason,
            )
        case ConnectorError():
            change_state(row, State.GAP, only_if=is_ours, lease_until=None, reason=str(found)[:300])
        case _ if not found:
            reason = _missing(found) or _("The platform does not say it.")
            change_state(row, State.GAP, only_if=is_ours, lease_until=None, reason=reason)
        case _:
            change_state(
                row,
                State.READ,
                only_if=is_ours,
                lease_until=None,
                values=dict(found),
                read_at=at,
                reason=_missing(found),
            )


def _missing(found: Mapping[str, int]) -> str:
    """What the platform did not say this time, in its words."""
    return found.note[:300] if isinstance(found, PartOf) else ""


def _why_late(row: Any) -> str:
    return row.reason or _("Nobody could look in time.")


def _pay(channel: Channel, used: int) -> None:
    """Book the requests on the channel's share, beside whoever reads its comments at the same moment."""
    for _attempt in range(5):
        if not used:
            return
        paid: datetime | None = Channel._base_manager.values_list("reads_paid_until", flat=True).get(pk=channel.pk)
        same = Q(reads_paid_until=paid) if paid else Q(reads_paid_until__isnull=True)
        after = paid_after(paid, now(), used)
        if Channel._base_manager.filter(same, pk=channel.pk).update(reads_paid_until=after):
            return


# -- typed by people ------------------------------------------------------------------------------


@transaction.atomic
def enter_post_figures(
    delivery: Delivery, *, actor: User, values: Mapping[str, int | None], source: str, seen_at: datetime
) -> PostFigure:
    """Keep what a person has seen on the platform about a post; only what no software reads there.

    Raises ``Refused`` without a figure, without a source, and for a moment that is not between publication and now.
    """
    require(actor, "channels_mgmt.enter_figures", delivery)
    profile = profile_of(delivery.channel.connector)
    given = _given(values, names_to_type(profile.post_figures))
    said = _source(source)
    if not delivery.is_published or delivery.published_at is None:
        raise Refused(_("Figures can be entered once the post is public."))
    if not delivery.published_at <= seen_at <= now():
        raise Refused(_("Please name a moment between the publication and now."))
    row = PostFigure.objects.create(
        delivery=delivery,
        state=State.READ,
        due_at=seen_at,
        next_attempt_at=seen_at,
        read_at=seen_at,
        values=given,
        source=said,
    )
    record(actor, "channels.post_figures_entered", delivery, values=given, source=said)
    return row


@transaction.atomic
def enter_channel_figures(
    channel: Channel, *, actor: User, values: Mapping[str, int | None], source: str, day: Any
) -> ChannelFigure:
    """Keep what a person has seen on the platform about the account on ``day``; the later entry of a day counts."""
    require(actor, "channels_mgmt.enter_figures", channel)
    given = _given(values, names_to_type(profile_of(channel.connector).account_figures, of_account=True))
    said = _source(source)
    if day > channel.municipality.local_day():
        raise Refused(_("This day has not come yet."))
    at = now()
    fields: dict[str, Any] = {"state": State.READ, "due_at": at, "next_attempt_at": at, "read_at": at}
    row, _is_new = ChannelFigure.objects.update_or_create(
        channel=channel, day=day, defaults=fields | {"values": given, "source": said, "reason": ""}
    )
    record(actor, "channels.channel_figures_entered", channel, day=day, values=given, source=said)
    return row


def _given(values: Mapping[str, int | None], allowed: Sequence[str]) -> dict[str, int]:
    given = {name: value for name, value in values.items() if value is not None and name in allowed}
    if not given:
        raise Refused(_("Please enter at least one figure."))
    if any(not 0 <= value <= MOST for value in given.values()):
        raise Refused(_("A figure is a whole number from 0 on."))
    return given


def _source(source: str) -> str:
    said = " ".join(source.split())[:120]
    if not said:
        raise Refused(_("Please say where the figures are from."))
    return said
