# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Emergency posts: one person publishes at once, a second one confirms or objects afterwards (docs/adr/0041).

What goes out rests on a release pinned to the content, asked again in the claim (``services.outbox.obstacles``).
Every letter is posted in the transaction of its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.audit import record
from accounts.models import User
from accounts.services import post_letter, words_of
from accounts.tenancy.permissions import require
from channels_mgmt.models import Delivery, EmergencyRelease, Post
from channels_mgmt.models.emergencies import TO_CONFIRM
from channels_mgmt.queries.emergencies import heads_to_tell, second_people
from channels_mgmt.queries.gaps import WAY
from channels_mgmt.queries.stops import publishing_stop
from channels_mgmt.services.drafts import NO_APPROVAL
from channels_mgmt.services.planning import plan_for, refuse_gaps, refuse_idle_channels
from channels_mgmt.services.publishing import follow_deliveries, schedule_deliveries
from core.errors import AlreadyChanged, Refused
from core.localtime import to_wall
from core.states import change_state, compare_and_set
from core.urls import absolute_address

State = EmergencyRelease.State
REASON_LENGTH = 300
SHORTEST_REASON = 10
NOTE_LENGTH = 1000
HELD_BACK = [
    Delivery.State.SCHEDULED,
    Delivery.State.RETRY_WAIT,
    Delivery.State.HANDED_OVER,
    Delivery.State.MISSED,
    Delivery.State.REJECTED,
]
"""What an objection still keeps from the public: everything that surely is not there."""


def checked_reason(reason: str) -> str:
    """``reason`` as it is kept. Raises ``Refused`` when it says nothing."""
    said = " ".join(reason.split())[:REASON_LENGTH]
    if len(said) < SHORTEST_REASON:
        raise Refused(_("Please say in one sentence why this cannot wait for a second person. It stays on record."))
    return said


def refuse_release(post: Post) -> None:
    """Raises what keeps ``post`` from being released: gaps, channels that are not live, an approval it has already."""
    if not post.may_become_emergency:
        raise Refused(_("Only a post that is written and not approved yet can become an emergency post."))
    refuse_gaps(post, besides={WAY})  # a warning does not wait for the gazette
    refuse_idle_channels(post)


def publish_emergency(
    post: Post, *, actor: User, reason: str, seen_hash: str, is_sure: bool, past_stop: int | None = None
) -> EmergencyRelease:
    """Let exactly the content whose hash is ``seen_hash`` go out at once, and ask a second person to confirm.

    ``past_stop`` is the key of the stop of all publishing that the person has seen and goes past. Raises ``Refused``
    for a stop not gone past, ``AlreadyChanged`` when the content is not what the person has read.
    """
    require(actor, "channels_mgmt.publish_emergency", post)
    said = checked_reason(reason)
    if not is_sure:
        raise Refused(_("Please read text, channels and images once more and tick the box. Nothing has gone out."))
    refuse_release(post)
    if seen_hash != post.current_hash():
        raise AlreadyChanged(
            _("The post was changed after you had opened it. Nothing has gone out; please read the current version.")
        )
    stop = publishing_stop(post.municipality)
    if stop is not None and past_stop != stop.pk:
        raise Refused(
            _("Publishing is stopped: %(reason)s Tick that this post goes out all the same, or leave it stopped.")
            % {"reason": stop.reason}
        )
    try:
        return _release(post, actor, said, seen_hash, stop.pk if stop else None)
    except IntegrityError:
        raise AlreadyChanged(_("Somebody has released this post just now. Please look at its current state.")) from None


@transaction.atomic
def _release(post: Post, actor: User, reason: str, approved_hash: str, past_stop: int | None) -> EmergencyRelease:
    at = now()
    wall = to_wall(at, post.municipality.timezone)
    change_state(
        post,
        Post.State.APPROVED,
        only_if={"revision": post.revision},
        approved_by=None,  # nobody has approved it: the release stands in for that until a second person has spoken
        approved_at=at,
        approved_hash=approved_hash,
        submitted_by=actor,
        submitted_at=at,
        return_reason="",
        returned_by=None,
        **plan_for(post.municipality, wall),
    )
    release = EmergencyRelease.objects.create(
        municipality=post.municipality,
        post=post,
        content_hash=approved_hash,
        reason=reason,
        released_by=actor,
        released_at=at,
        past_stop=past_stop,
        confirm_until=at + TO_CONFIRM,
    )
    schedule_deliveries(post, actor=actor)
    people = second_people(post, actor)
    record(
        actor,
        "planning.emergency_released",
        post,
        reason=reason,
        hash=approved_hash,
        past_stop=past_stop is not None,
        asked=len(people),
    )
    _write_to(people, release, "asked", gettext_noop("Please confirm the emergency post “%(title)s”"))
    return release


@transaction.atomic
def confirm_emergency(release: EmergencyRelease, *, actor: User, seen_hash: str) -> None:
    """Say as the second person that exactly this was right. Also after the half-hour."""
    require(actor, "channels_mgmt.answer_emergency", release)
    _must_be_open(release)
    if seen_hash != release.content_hash or release.post.current_hash() != release.content_hash:
        raise AlreadyChanged(
            _("This is not the text that was released. Nothing was confirmed; please read the current version.")
        )
    change_state(release, State.CONFIRMED, answered_by=actor, answered_at=now())
    record(actor, "planning.emergency_confirmed", release.post, hash=release.content_hash)


@transaction.atomic
def object_to_emergency(release: EmergencyRelease, *, actor: User, note: str) -> int:
    """Say as the second person what is wrong; what is not public yet stays inside. Returns how much that was.

    A post of which nothing is public goes back to its author with the note.
    """
    require(actor, "channels_mgmt.answer_emergency", release)
    said = note.strip()[:NOTE_LENGTH]
    if len(said) < SHORTEST_REASON:
        raise Refused(_("Please say in one sentence what is wrong. Who published it and the head read it."))
    _must_be_open(release)
    change_state(release, State.OBJECTED, answered_by=actor, answered_at=now(), note=said)
    kept_inside = _hold_back(release.post, actor, said)
    record(actor, "planning.emergency_objected", release.post, reason=said, held_back=kept_inside)
    concerned = {release.released_by, release.post.author, *heads_to_tell(release)} - {actor}
    subject = gettext_noop("Objection to the emergency post “%(title)s”")
    _write_to(sorted(concerned, key=lambda person: person.pk), release, "objected", subject)
    return kept_inside


def tell_heads(at: datetime) -> int:
    """Tell the heads of all releases whose half-hour was over at ``at``; returns of how many. Needs all towns in scope.

    Harmless however often, and by however many, it is called.
    """
    due = EmergencyRelease.objects.head_due(at).select_related(
        "municipality", "post__municipality", "post__author", "released_by"
    )
    return sum(_tell_heads_of(release) for release in due)


@transaction.atomic
def _tell_heads_of(release: EmergencyRelease) -> bool:
    try:
        compare_and_set(release, expected={"state": State.OPEN, "head_told_at": None}, head_told_at=now())
    except AlreadyChanged:
        return False  # answered, or told by another worker
    heads = heads_to_tell(release)
    record(None, "planning.emergency_unconfirmed", release.post, told=len(heads))
    _write_to(heads, release, "unconfirmed", gettext_noop("Nobody has confirmed the emergency post “%(title)s”"))
    return True


def _must_be_open(release: EmergencyRelease) -> None:
    if not release.is_open:
        raise AlreadyChanged(_("About this emergency post a second person has spoken already, or it was taken back."))


def _hold_back(post: Post, actor: User, note: str) -> int:
    """Withdraw what is surely not public. What is on its way or of unknown outcome stays as it is."""
    kept_inside = 0
    for delivery in post.deliveries.filter(state__in=HELD_BACK):
        try:
            change_state(delivery, Delivery.State.WITHDRAWN, next_attempt_at=None, error="")
        except AlreadyChanged:
            continue  # just claimed: it may be public
        kept_inside += 1
    if not post.deliveries.exclude(state=Delivery.State.WITHDRAWN).exists():
        change_state(
            post,
            Post.State.DRAFT,
            only_if={"revision": post.revision},
            return_reason=note,
            returned_by=actor,
            **NO_APPROVAL,
        )
    else:
        follow_deliveries(post)
    return kept_inside


def _write_to(people: Iterable[User], release: EmergencyRelease, kind: str, subject: str) -> None:
    post, town = release.post, release.municipality
    names = [target.channel.name for target in post.targets.select_related("channel").order_by("channel_id")]
    with translation.override(settings.LANGUAGE_CODE):
        for person in people:
            context: dict[str, Any] = {
                "release": release,
                "post": post,
                "town": town,
                "person": person,
                "channels": ", ".join(names),
                "url": absolute_address("planning:post_detail", town.slug, post.pk),
            }
            post_letter(
                town,
                to=person.email,
                subject=f"{town.name}: {_(subject) % {'title': post.title}}",
                **words_of(f"channels_mgmt/email/emergency_{kind}", context),
                key=f"emergency:{release.pk}:{kind}:person:{person.pk}",
            )
