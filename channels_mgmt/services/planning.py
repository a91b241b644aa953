# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a draft to an approved and scheduled post.

An approval is pinned to the SHA-256 of what was approved. Whoever changes approved content makes it
a draft again and withdraws what was scheduled, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import Channel, Film, Post, Topic
from channels_mgmt.queries.elections import windows_of_a_stander
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.posts import needs_approver
from channels_mgmt.services.approval_requests import ask_for_approval, take_back_asking
from channels_mgmt.services.campaigns import refuse_foreign_campaign
from channels_mgmt.services.council import free_decision_of
from channels_mgmt.services.drafts import WITHDRAWN, back_to_draft, withdraw_all
from channels_mgmt.services.parts import Images, set_images, set_targets, title_as_stored
from channels_mgmt.services.publishing import schedule_deliveries
from channels_mgmt.services.topics import free_topic_of, plan_topic
from channels_mgmt.services.versions import keep_first_version, keep_version
from channels_mgmt.services.videos import let_go_of
from channels_mgmt.services.writing_rights import keep_to_right, require_writing
from core.errors import AlreadyChanged, Refused
from core.localtime import to_instant, to_wall
from core.states import change_state, compare_and_set

State = Post.State

REASON_LENGTH = 3
UNCHANGED: Any = object()
NOWHERE = Placing()
NO_PLAN: dict[str, Any] = {"planned_day": None, "planned_time": None, "planned_at": None}


@transaction.atomic
def create_post(
    municipality: Municipality,
    *,
    actor: User,
    title: str,
    text: str = "",
    kind: str = Post.Kind.OTHER,
    risk: str = Post.Risk.SENSITIVE,
    citizen_benefit: str = "",
    alternative_url: str = "",
    placing: Placing = NOWHERE,
    ai_use: str = "",
    channels: Sequence[Channel] = (),
    wordings: Mapping[int, str] | None = None,
    shapes: Mapping[int, str] | None = None,
    images: Images = (),
    ai_images: Mapping[int, bool] | None = None,
    film: Film | None = None,
    wall: datetime | None = None,
    topic: Topic | None = None,
) -> Post:
    """Store a draft.

    ``wordings`` maps channel ids to their own text, ``shapes`` to the part of the images they show, ``images`` are
    pairs of asset and alt text in order, ``ai_images`` says by an image's key whether AI has made it. ``wall`` is the
    intended naive wall time in the town's zone; nothing is scheduled by it. ``topic`` is what it is made of; unless
    that is still open, nothing is stored.
    """
    require_writing(actor, "channels_mgmt.create_post", municipality)
    chosen = keep_to_right(municipality, channels, actor=actor)
    refuse_foreign_campaign(municipality, placing)
    post = Post.objects.create(
        municipality=municipality,
        title=title_as_stored(title),
        text=text,
        kind=kind,
        risk=risk,
        citizen_benefit=citizen_benefit,
        alternative_url=alternative_url,
        **asdict(placing),
        ai_use=ai_use,
        film=film,
        author=actor,
        edited_by=actor,
        edited_at=now(),
        **plan_for(municipality, wall),
    )
    set_targets(post, chosen, wordings or {}, shapes)
    set_images(post, images, ai_made=ai_images or {}, actor=actor)
    keep_version(post, actor=actor)
    record(actor, "planning.post_created", post)
    if topic is not None:
        plan_topic(topic, post, actor=actor)
    return post


@transaction.atomic
def edit_post(
    post: Post,
    *,
    actor: User,
    revision: int | None = None,
    title: str | None = None,
    text: str | None = None,
    kind: str | None = None,
    risk: str | None = None,
    citizen_benefit: str | None = None,
    alternative_url: str | None = None,
    placing: Placing | None = None,
    ai_use: str | None = None,
    channels: Sequence[Channel] | None = None,
    wordings: Mapping[int, str] | None = None,
    shapes: Mapping[int, str] | None = None,
    images: Images | None = None,
    ai_images: Mapping[int, bool] | None = None,
    film: Film | None = UNCHANGED,
    wall: datetime | None = UNCHANGED,
    restored_from: int | None = None,
) -> Post:
    """Change a post; what is not given stays as it is. ``revision`` is the one the person has read.

    What it says is kept as a version, made of the one numbered ``restored_from`` if that is given. Content that was
    submitted or approved becomes a draft again and what was scheduled is withdrawn. Raises ``AlreadyChanged`` when
    somebody else saved in between.
    """
    require_writing(actor, "channels_mgmt.edit_post", post)
    keep_to_right(post.municipality, channels or (), actor=actor, post=post)
    if post.is_public:
        raise Refused(_("This post is already public and stays as it is. Duplicate it to say something new."))
    given: dict[str, Any] = {
        "title": None if title is None else title_as_stored(title),
        "text": text,
        "kind": kind,
        "risk": risk,
        "citizen_benefit": citizen_benefit,
        "alternative_url": alternative_url,
        "ai_use": ai_use,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    changes |= asdict(placing) if placing else {}
    changes |= {} if film is UNCHANGED else {"film": film}
    if changes.get("risk", Post.Risk.ROUTINE) != Post.Risk.ROUTINE and post.is_approved_by_author:
        changes["approved_by"] = None  # one pair of eyes no longer counts; the rest of the approval goes below
    keep_first_version(post)
    if placing is not None:
        refuse_foreign_campaign(post.municipality, placing)
    before = post.current_hash()
    seen = post.revision if revision is None else revision
    plan = {} if wall is UNCHANGED else plan_for(post.municipality, wall)
    if plan and post.is_approved and plan["planned_at"] != post.planned_at:
        raise Refused(_("This post is approved. Please move it with “Schedule”."))
    compare_and_set(
        post,
        expected={"revision": seen, "state": post.state},
        revision=seen + 1,
        edited_by=actor,
        edited_at=now(),
        **changes,
        **plan,
    )
    if channels is not None:
        set_targets(post, channels, wordings or {}, shapes)
    elif wordings is not None:
        set_targets(post, [t.channel for t in post.targets.select_related("channel")], wordings, shapes)
    if images is not None:
        set_images(post, images, ai_made=ai_images or {}, actor=actor)
    keep_version(post, actor=actor, restored_from=restored_from)
    is_voided = post.current_hash() != before and post.state in (State.IN_REVIEW, State.APPROVED, State.FAILED)
    if is_voided:
        back_to_draft(post, actor)
    record(actor, "planning.post_edited", post, revision=post.revision, voided=is_voided)
    return post


@transaction.atomic
def discard_post(post: Post, *, actor: User) -> None:
    """Delete a draft that was never scheduled. The audit trail keeps its title and text."""
    require(actor, "channels_mgmt.discard_post", post)
    if not post.is_being_written or post.deliveries.exists():
        raise Refused(_("Only drafts that were never scheduled can be deleted. Everything else is kept on record."))
    free_topic_of(post, actor=actor)
    free_decision_of(post, actor=actor)
    record(actor, "planning.post_discarded", post, text=post.text)
    post.media.all().delete()
    post.targets.all().delete()
    removed, _rows = Post.objects.filter(pk=post.pk, state=post.state, revision=post.revision).delete()
    if not removed:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    let_go_of(post.film)


@transaction.atomic
def submit_post(post: Post, *, actor: User) -> Post:
    """Ask for approval; a routine post of the editorial team is approved by this step.

    Raises ``Refused`` with the gaps when something is missing.
    """
    require_writing(actor, "channels_mgmt.edit_post", post)
    refuse_gaps(post)
    if needs_approver(post, actor):
        change_state(post, State.IN_REVIEW, only_if={"revision": post.revision}, **_submitted_by(actor))
        record(actor, "planning.post_submitted", post, hash=post.current_hash())
        ask_for_approval(post)
        return post
    approve_as_routine(post, actor=actor)
    _schedule_as_planned(post, actor)
    return post


def approve_as_routine(post: Post, *, actor: User) -> None:
    """Submitted and approved in one step; the caller has asked whether ``actor`` may, and whether it is routine."""
    _change_to_approved(post, actor, post.current_hash(), **_submitted_by(actor))
    record(actor, "planning.post_approved", post, hash=post.approved_hash, routine=True)


def _submitted_by(actor: User) -> dict[str, Any]:
    return {"submitted_by": actor, "submitted_at": now(), "return_reason": "", "returned_by": None}


def _change_to_approved(post: Post, actor: User, approved_hash: str, **changes: Any) -> None:
    approval = {"approved_by": actor, "approved_at": now(), "approved_hash": approved_hash}
    change_state(post, State.APPROVED, only_if={"revision": post.revision}, **approval, **changes)
    take_back_asking(post)


@transaction.atomic
def approve_post(post: Post, *, actor: User, seen_hash: str) -> Post:
    """Approve exactly the content whose hash is ``seen_hash``, and schedule it where a time is planned.

    Author and approver differ; in a crisis the head of the authority approves. Raises
    ``AlreadyChanged`` when the content is no longer what the person has read.
    """
    require(actor, "channels_mgmt.approve_post", post)
    refuse_gaps(post)
    current = post.current_hash()
    if seen_hash != current:
        raise AlreadyChanged(
            _("The post was changed after you had opened it. Nothing was approved; please read the current version.")
        )
    if not post.waits_for_approval:
        raise AlreadyChanged(_("This post no longer waits for an approval. Please look at its current state."))
    _change_to_approved(post, actor, current)
    record(actor, "planning.post_approved", post, hash=current)
    _schedule_as_planned(post, actor)
    return post


@transaction.atomic
def return_post(post: Post, *, actor: User, reason: str) -> Post:
    """Give a submitted or approved post back to its author; what was scheduled is withdrawn."""
    require(actor, "channels_mgmt.return_post", post)
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(_("Please say in one sentence what has to change. The author reads it."))
    if not (post.waits_for_approval or post.is_approved):
        raise AlreadyChanged(_("This post no longer waits for an approval. Please look at its current state."))
    back_to_draft(post, actor, return_reason=reason.strip(), returned_by=actor)
    record(actor, "planning.post_returned", post, reason=reason.strip())
    return post


@transaction.atomic
def recall_post(post: Post, *, actor: User) -> Post:
    """Take a submitted post back before anybody has decided."""
    require(actor, "channels_mgmt.edit_post", post)
    if not post.waits_for_approval:
        raise AlreadyChanged(_("This post no longer waits for an approval. Please look at its current state."))
    back_to_draft(post, actor)
    record(actor, "planning.post_recalled", post)
    return post


@transaction.atomic
def schedule_post(post: Post, *, actor: User, wall: datetime) -> Post:
    """Have an approved post go out at the naive wall time ``wall`` of the town; moves one already scheduled.

    Raises ``NoSuchLocalTime`` for a time the clock skips and ``Refused`` for the past, for content
    that is not approved as it stands, and for channels that are not live.
    """
    require(actor, "channels_mgmt.schedule_post", post)
    if not post.is_approved:
        raise Refused(_("Only approved posts can be scheduled. Please ask for the approval first."))
    if not post.is_approval_valid:
        raise Refused(_("The post was changed after its approval. Please have it approved again."))
    plan = plan_for(post.municipality, wall)
    refuse_gaps(post, day=plan["planned_day"])
    refuse_idle_channels(post)
    _refuse_past(plan["planned_at"])
    _refuse_approver_who_stands(post, plan["planned_at"])
    compare_and_set(post, expected={"state": State.APPROVED, "revision": post.revision}, **plan)
    schedule_deliveries(post, actor=actor)
    record(actor, "planning.post_scheduled", post, wall=wall.isoformat(timespec="minutes"))
    return post


def publish_now(post: Post, *, actor: User) -> Post:
    """Have an approved post go out at once."""
    wall = to_wall(now(), post.municipality.timezone).replace(second=0, microsecond=0)
    return schedule_post(post, actor=actor, wall=wall)


@transaction.atomic
def withdraw_post(post: Post, *, actor: User) -> Post:
    """Take a scheduled post out of the schedule; it stays approved."""
    require(actor, "channels_mgmt.schedule_post", post)
    if not post.is_approved or not post.deliveries.exclude(state=WITHDRAWN).exists():
        raise Refused(_("This post is not scheduled."))
    withdraw_all(post, actor)
    compare_and_set(post, expected={"state": State.APPROVED, "revision": post.revision}, **NO_PLAN)
    record(actor, "planning.post_withdrawn", post)
    return post


def plan_for(municipality: Municipality, wall: datetime | None) -> dict[str, Any]:
    if wall is None:
        return dict(NO_PLAN)
    wall = wall.replace(second=0, microsecond=0)
    instant = to_instant(wall, municipality.timezone)
    return {"planned_day": wall.date(), "planned_time": wall.time(), "planned_at": instant}


def refuse_gaps(post: Post, *, besides: Collection[str] = (), day: date | None = None) -> None:
    """Raises ``Refused``, naming what is missing (for going out on ``day``); gaps in ``besides`` do not count."""
    if gaps := [gap for gap in missing_for_approval(post, day) if gap.part not in besides]:
        raise Refused(_("The post is not complete yet: %(gaps)s") % {"gaps": " ".join(map(str, gaps))}, gaps)


def refuse_idle_channels(post: Post) -> None:
    """Raises ``Refused``, naming the channels that are not live."""
    idle = [t.channel for t in post.targets.select_related("channel") if t.channel.state != Channel.State.LIVE]
    if idle:
        names = ", ".join(channel.name for channel in idle)
        raise Refused(
            _("Not live at the moment: %(channels)s. Let the channel go live or leave it out.") % {"channels": names}
        )


def _refuse_approver_who_stands(post: Post, instant: datetime) -> None:
    """The claim asks again; whoever chooses the day is told at once."""
    if post.approved_by_id is None:  # an emergency rests on no approver
        return
    if windows_of_a_stander(post.municipality_id, post.approved_by_id, instant).exists():
        raise Refused(
            _(
                "%(name)s has approved this post and stands in an election whose window includes that day. Please "
                "choose another day, or change the post and have somebody else approve it."
            )
            % {"name": post.approved_by}
        )


def _refuse_past(instant: datetime) -> None:
    """The current minute still counts as now."""
    if instant <= now() - timedelta(minutes=1):
        raise Refused(_("This time has already passed. Please choose a later one, or “Publish now”."))


def _schedule_as_planned(post: Post, actor: User) -> None:
    """Schedule an approved post at its planned time, where that is still to come and every channel is live."""
    wall = post.planned_wall
    if wall is None or post.planned_at is None or post.planned_at <= now():
        return
    if post.targets.exclude(channel__state=Channel.State.LIVE).exists():
        return
    schedule_deliveries(post, actor=actor)
    record(actor, "planning.post_scheduled", post, wall=wall.isoformat(timespec="minutes"))
