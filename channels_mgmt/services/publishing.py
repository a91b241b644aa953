# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an approved post to its deliveries, and each delivery to its channel, exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Connector, Image, OutgoingPost, Rejected, Video
from channels_mgmt.connectors.counting import comparable
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.models import Channel, Delivery, Film, Post, PostMedia
from channels_mgmt.queries.elections import nobody_stands
from channels_mgmt.queries.outbox import delivery_with_parts, states_of_post
from channels_mgmt.queries.posts import wording_of
from channels_mgmt.services import outbox
from channels_mgmt.services.fetching import with_address, with_film_address
from channels_mgmt.services.hindrances import film_reasons, no_right_to_show, why_not_publish
from channels_mgmt.services.media import rendition_for, shape_on
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Miss, Void
from channels_mgmt.services.outbox.keeping import keeper
from channels_mgmt.services.outbox.lanes import Item, items_of
from channels_mgmt.services.outbox.obstacles import no_second_person
from channels_mgmt.services.reach import ask_for_links_of
from channels_mgmt.services.video_sending import video_to_send
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.localtime import to_instant
from core.states import change_state, hold_and_read

State = Delivery.State
MOVING = {State.SCHEDULED, State.SENDING, State.RETRY_WAIT, State.HANDED_OVER}
AT_ONCE = 1000
"""Due rows looked at per alarm."""


class DeliveryErrand(Errand[Delivery]):
    """A post on its way to a channel."""

    model = Delivery

    def find(self, pk: int) -> Delivery | None:
        return delivery_with_parts(pk)

    def channel_of(self, row: Delivery) -> Channel:
        return row.channel

    def obstacle(self, row: Delivery) -> Hold | Miss | Void | None:
        post = row.post
        if not post.may_go_out:
            return Void(_("The post is no longer approved."))
        if not post.is_approval_valid:
            return Void(_("The post was changed after its approval. It needs a new one."))
        if void := no_second_person(row):
            return void
        if void := no_right_to_show(row):
            return void
        if row.channel.state == Channel.State.CLOSED:
            return Void(_("The channel has been closed."))
        if _is_stopped(row):
            return Miss(_("Publishing was stopped: %(reason)s") % {"reason": row.stop_reason})  # type: ignore[attr-defined]
        reasons = [*why_not_publish(row.channel), *film_reasons(row)]
        return Hold(" ".join(reasons)) if reasons else None

    def conditions(self, row: Delivery) -> dict[str, Any]:
        conditions = {
            "channel__state": Channel.State.LIVE,
            "channel__municipality__publishing_stop__pk": row.stop_key,  # type: ignore[attr-defined]  # read with the row
            # What is free of the mandate because it is practice must not be sent anywhere else.
            "channel__connector": row.channel.connector,
            "post__revision": row.post.revision,
            "post__approved_hash": row.post.approved_hash,
            "post__approved_by": row.post.approved_by_id,
        }
        approver = row.post.approved_by_id
        if approver is not None:  # an emergency rests on no approver
            conditions["approver_stands"] = nobody_stands(row.post.municipality_id, approver, now())
        return conditions

    def latest(self, row: Delivery) -> datetime:
        tolerance = settings.OUTBOX_BY_HAND_SECONDS if row.channel.is_by_hand else settings.OUTBOX_LATENESS_SECONDS
        return row.due_at + timedelta(seconds=tolerance)

    def by_hand_until(self, row: Delivery) -> datetime | None:
        """A person gets the whole tolerance from the hand-over on: the hour it comes may be a night's."""
        return now() + timedelta(seconds=settings.OUTBOX_BY_HAND_SECONDS) if row.channel.is_by_hand else None

    def wording(self, row: Delivery) -> str:
        return content_hash([row.channel_id, comparable(wording_of(row))])

    def carry_out(self, row: Delivery, connector: Connector) -> Done:
        published = connector.publish(outgoing_post(row, connector))
        return Done(published.remote_id, published.url, dict(published.data))

    def look_for(self, row: Delivery, connector: Connector) -> Done | None:
        published = connector.read_back(outgoing_post(row, connector))
        return Done(published.remote_id, published.url, dict(published.data)) if published else None

    def booked(self, row: Delivery) -> None:
        follow_deliveries(row.post)
        action = {State.PUBLISHED: "published", State.SCHEDULED: "not_found"}.get(State(row.state), row.state)
        record(
            None,
            f"channels_mgmt.delivery_{action}",
            row,
            channel=row.channel.name,
            url=row.remote_url,
            reason=row.error,
            attempts=row.attempts,
        )


def _is_stopped(row: Any) -> bool:
    """Whether publishing is stopped for it. An emergency goes past the stop that its publisher saw, and no other."""
    if row.emergency is None:
        return row.stop_reason is not None
    return row.stop_key is not None and row.stop_key != row.emergency.past_stop


ERRAND = DeliveryErrand()


def publish_delivery(pk: int) -> bool:
    """Publish delivery ``pk`` if it is due and everything it rests on still holds. Idempotent; false when taken."""
    return outbox.send(ERRAND, pk)


def recover_delivery(pk: int) -> None:
    """Find out what became of delivery ``pk`` whose sender died or got no clear answer. Idempotent."""
    outbox.recover(ERRAND, pk)


def is_anything_due(at: datetime) -> bool:
    """Whether anything is to be sent, in an emergency or not."""
    return bool(Delivery.objects.due(at).exists())


def due_deliveries(at: datetime) -> list[Item]:
    """What is to be sent at ``at``, emergencies apart, oldest first. Needs all towns in scope."""
    return items_of(Delivery.objects.due(at).filter(post__approved_by__isnull=False)[:AT_ONCE])


def urgent_deliveries(at: datetime) -> list[Item]:
    """Emergencies to be sent at ``at``, which rest on no approval: they wait behind nothing (docs/adr/0057)."""
    return items_of(Delivery.objects.due(at).filter(post__approved_by__isnull=True)[:AT_ONCE])


def sweep_deliveries(at: datetime) -> list[Item]:
    """What is to be recovered at ``at``: left by a dead sender, or of unknown outcome."""
    rows = Delivery.objects
    found = (rows.past_their_lease(at), rows.to_look_for(at), rows.past_their_hand_over(at))
    return [item for left in found for item in items_of(left[:AT_ONCE])]


def busy_servers(at: datetime) -> Counter[str]:
    """How many calls are running to each server."""
    sending = Delivery.objects.filter(state=State.SENDING, lease_until__gt=at)
    return Counter(item.server for item in items_of(sending))


def outgoing_post(delivery: Delivery, connector: Connector) -> OutgoingPost:
    """What goes to the platform: the channel's own wording, images in order and in the size it takes."""
    parts = delivery.post.parts or delivery.post.parts_as_stored()
    try:
        images = [_image(delivery, media, connector) for media in parts.media]
    except OSError as error:
        raise Rejected(_("The image file can no longer be read.")) from error
    except UnfitImage as error:
        raise Rejected(str(error)) from error
    return OutgoingPost(
        key=delivery.key,
        created_at=delivery.created_at,
        text=wording_of(delivery),
        images=images,
        video=_film(delivery.post.film, connector) if delivery.post.film else None,
        client_key=delivery.client_key,
        is_repetition=delivery.is_repetition,
        booked=partial(_booked_elsewhere, delivery),
        remember=keeper(delivery),
    )


def _image(delivery: Delivery, media: PostMedia, connector: Connector) -> Image:
    post, channel = delivery.post, delivery.channel
    image = rendition_for(post, channel, media.asset, connector.limits, alt_text=media.spoken)
    if not connector.profile.fetches_media:
        return image
    return with_address(image, media.asset, connector.kind, shape_on(post, channel))


def _film(film: Film, connector: Connector) -> Video:
    video = video_to_send(film)
    return with_film_address(video, film) if connector.profile.fetches_media else video


def _booked_elsewhere(delivery: Delivery, remote_ids: Sequence[str]) -> set[str]:
    others = Delivery.objects.filter(channel=delivery.channel, remote_id__in=remote_ids).exclude(pk=delivery.pk)
    return set(others.values_list("remote_id", flat=True))


def follow_deliveries(post: Post) -> None:
    """Let the post's state say what became of its deliveries. Call in the transaction that moved one.

    The post's row is held until the commit, so that of two deliveries booked at the same moment the
    second sees the first. What moved is on record with the delivery.
    """
    hold_and_read(post, "state")
    target = _state_after(set(states_of_post(post.municipality, post.pk)))
    if target and target in Post.TRANSITIONS[Post.State(post.state)]:
        change_state(post, target)


def _state_after(states: set[str]) -> str | None:
    states = states - {State.WITHDRAWN}
    if not states or states & MOVING:
        return None
    if states == {State.PUBLISHED}:
        return Post.State.PUBLISHED
    if State.PUBLISHED in states:
        return Post.State.PARTLY
    return None if State.UNCERTAIN in states else Post.State.FAILED


@transaction.atomic
def schedule_deliveries(post: Post, *, actor: User) -> list[Delivery]:
    """One delivery per target of an approved post, due at ``post.planned_at``; repeatable to move the date.

    What is public already stays; what waits for a channel no longer chosen is withdrawn. Raises
    ``Refused`` without a valid approval or date, and where a delivery is being sent at this moment.
    """
    require(actor, "channels_mgmt.schedule_post", post)
    if not post.may_go_out or not post.is_approval_valid:
        raise Refused(_("The post needs a valid approval before it can be scheduled."))
    if post.planned_at is None:
        raise Refused(_("Please choose a date and time first."))
    targets = list(post.targets.select_related("channel"))
    chosen = {target.channel_id: target.channel for target in targets}
    standing = {d.channel_id: d for d in Delivery.objects.filter(post=post).exclude(state=State.WITHDRAWN)}
    public = {channel_id for channel_id, delivery in standing.items() if delivery.is_published}
    for channel_id in standing.keys() - public:
        _withdraw(standing[channel_id])
    deliveries = [
        Delivery.objects.create(post=post, channel=channel, due_at=post.planned_at)
        for channel_id, channel in chosen.items()
        if channel_id not in public
    ]
    names = [delivery.channel.name for delivery in deliveries]
    ask_for_links_of(post)
    record(actor, "channels_mgmt.deliveries_scheduled", post, due_at=post.planned_at, channels=names)
    return deliveries


@transaction.atomic
def withdraw_deliveries(post: Post, *, actor: User) -> int:
    """Take back everything of ``post`` that is not public yet; returns how many deliveries that were.

    Raises ``Refused`` while one is being sent or nobody knows whether it arrived: then it may be public.
    """
    require(actor, "channels_mgmt.schedule_post", post)
    open_ones = Delivery.objects.filter(post=post).exclude(state__in=[State.PUBLISHED, State.WITHDRAWN])
    withdrawn = list(open_ones.select_related("channel"))
    for delivery in withdrawn:
        _withdraw(delivery)
    if withdrawn:
        names = [delivery.channel.name for delivery in withdrawn]
        record(actor, "channels_mgmt.deliveries_withdrawn", post, channels=names)
    return len(withdrawn)


def _withdraw(delivery: Delivery) -> None:
    if delivery.is_uncertain:
        raise Refused(
            _("It is not yet known whether the post is public on %(channel)s. Please clear this up first.")
            % {"channel": delivery.channel.name}
        )
    being_sent = Refused(
        _("The post is being sent to %(channel)s at this moment. Please look again in a minute.")
        % {"channel": delivery.channel.name}
    )
    if delivery.state == State.SENDING:
        raise being_sent
    was_handed_over = delivery.is_handed_over
    try:
        change_state(delivery, State.WITHDRAWN, next_attempt_at=None, error="")
    except AlreadyChanged:
        raise (_answered_by_hand(delivery) if was_handed_over else being_sent) from None
    if was_handed_over:
        record(None, "channels_mgmt.hand_over_withdrawn", delivery, channel=delivery.channel.name)


def _answered_by_hand(delivery: Delivery) -> Refused:
    return Refused(
        _("Somebody has just answered for %(channel)s. Please look at the current version.")
        % {"channel": delivery.channel.name}
    )


@transaction.atomic
def settle_delivery(delivery: Delivery, *, actor: User, was_published: bool, remote_url: str = "") -> None:
    """A person looked at the platform: the post is public there (with its address), or it is not and goes out now.

    Raises ``AlreadyChanged`` when the outcome is known meanwhile, ``Refused`` for something that is no address.
    """
    require(actor, "channels_mgmt.settle_delivery", delivery)
    remote_url = remote_url.strip()
    if remote_url:
        try:
            URLValidator(schemes=["https", "http"])(remote_url)
        except ValidationError:
            raise Refused(_("Please copy the whole address of the post, beginning with https://.")) from None
    common: dict[str, Any] = {"next_attempt_at": None, "uncertain_since": None, "error": ""}
    if was_published:
        change_state(delivery, State.PUBLISHED, remote_url=remote_url[:500], published_at=now(), **common)
    else:
        change_state(delivery, State.SCHEDULED, due_at=now(), attempts=0, waits=0, **common)
    follow_deliveries(delivery.post)
    record(actor, "channels_mgmt.delivery_settled", delivery, was_published=was_published, url=delivery.remote_url)


@transaction.atomic
def reschedule_delivery(delivery: Delivery, *, actor: User, wall: datetime) -> None:
    """Send a missed or rejected delivery at the town's wall time ``wall`` (naive).

    Nothing of it is public, so it starts afresh with a key of its own. Raises ``Refused`` for a past
    time or without a valid approval, ``AlreadyChanged`` when somebody was faster.
    """
    require(actor, "channels_mgmt.schedule_post", delivery.post)
    due_at = to_instant(wall, delivery.post.municipality.timezone)
    if due_at < now():
        raise Refused(_("This time has passed. Please choose a later one."))
    if not delivery.post.is_approval_valid:
        raise Refused(_("The post needs a valid approval before it can be scheduled."))
    change_state(
        delivery,
        State.SCHEDULED,
        due_at=due_at,
        key=uuid4(),
        client_key={},
        attempts=0,
        waits=0,
        next_attempt_at=None,
        error="",
    )
    record(actor, "channels_mgmt.delivery_rescheduled", delivery, due_at=due_at)
