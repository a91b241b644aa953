# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who drafts, approves and schedules posts, and who runs the channels.

External help and departments draft; they never approve, schedule or publish (D8). At most one
approver stands between a draft and its publication (D4). Whom no role lets write may be given the right for one channel
or one series, until a moment (docs/adr/0050).
"""

from typing import Any

import rules
from django.utils.timezone import now

from accounts.models import Role, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION, allow
from channels_mgmt.models import Channel, Post, PostSeries, SeriesChannel, SeriesDate, StandingPerson, WritingRight
from channels_mgmt.models.writing_rights import WritingRightQuerySet

EDITORIAL = (Role.EDITOR, Role.COMMUNICATIONS, Role.LEADERSHIP)
DRAFTING = (*EDITORIAL, Role.DEPARTMENT, Role.EXTERNAL)
APPROVING = (Role.COMMUNICATIONS, Role.LEADERSHIP)

# What people who only draft may still change, as long as it is their own.
OPEN_STATES = (Post.State.IDEA, Post.State.DRAFT, Post.State.IN_REVIEW)


def writes_by_role(user: User, town: Any) -> bool:
    """Whether a role lets this person write, for every channel of ``town``."""
    return bool(user.roles_in(town) & set(DRAFTING))


def rights_of(user: User, town: Any) -> WritingRightQuerySet:
    """What this person, whom no role lets write, may write for at this moment."""
    rights: WritingRightQuerySet = WritingRight.objects.open(now()).filter(person=user, municipality=town)
    return rights if user.roles_in(town) and not writes_by_role(user, town) else rights.none()


def channels_within(rights: Any, post: Any = None) -> set[int]:
    """Keys of the channels ``rights`` cover, and those of the series that ``post`` was made of, if they cover it."""
    given = list(rights)
    covered = {right.channel_id for right in given if right.channel_id}
    if post is not None and (series := _series_of(post)) in {right.series_id for right in given if right.series_id}:
        covered |= set(SeriesChannel.objects.filter(series=series).values_list("channel_id", flat=True))
    return covered


def _series_of(post: Any) -> int | None:
    return SeriesDate.objects.filter(post=post).values_list("series_id", flat=True).first()


@rules.predicate
def holds_a_right_for_a_channel(user: User, obj: Any) -> bool:
    return rights_of(user, obj.municipality).filter(channel__isnull=False).exists()


@rules.predicate
def holds_a_right_to_write(user: User, obj: Any) -> bool:
    return rights_of(user, obj.municipality).exists()


@rules.predicate
def may_write_it_by_right(user: User, post: Any) -> bool:
    """An own draft, or one of the series: as long as every channel it goes to is covered."""
    if post.state not in OPEN_STATES:
        return False
    rights = list(rights_of(user, post.municipality))
    if not rights:
        return False
    if post.author_id != user.pk:
        is_of_series = _series_of(post) in {right.series_id for right in rights if right.series_id}
        if not is_of_series or (post.state == Post.State.IN_REVIEW and post.submitted_by_id != user.pk):
            return False
    covered = channels_within(rights, post)
    return bool(covered) and set(post.targets.values_list("channel_id", flat=True)) <= covered


@rules.predicate
def is_own_by_right(user: User, post: Any) -> bool:
    return post.author_id == user.pk and may_write_it_by_right(user, post)


@rules.predicate
def leads_the_place(user: User, obj: Any) -> bool:
    """Owner and deputy of a channel, whoever answers for a series, and the press office for all of them.

    Of a town it is asked by the page, which then offers what the person leads.
    """
    place = obj.place if isinstance(obj, WritingRight) else obj
    if isinstance(place, Channel):
        leaders = {place.owner_id, place.deputy_id}
    elif isinstance(place, PostSeries):
        leaders = {place.responsible_id}
    else:
        return True
    return user.pk in leaders or Role.COMMUNICATIONS in user.roles_in(place.municipality_id)


@rules.predicate
def is_editorial_or_own_draft(user: User, post: Any) -> bool:
    if user.roles_in(post.municipality_id) & set(EDITORIAL):
        return True
    return post.author_id == user.pk and post.state in OPEN_STATES


@rules.predicate
def is_editorial_or_author(user: User, post: Any) -> bool:
    return bool(user.roles_in(post.municipality_id) & set(EDITORIAL)) or post.author_id == user.pk


@rules.predicate
def is_inside_or_wrote_the_post(user: User, post: Any) -> bool:
    return bool(user.roles_in(post.municipality_id) - {Role.EXTERNAL}) or post.author_id == user.pk


@rules.predicate
def wrote_the_comment(user: User, comment: Any) -> bool:
    return comment.author_id == user.pk and is_inside_or_wrote_the_post(user, comment.post)


@rules.predicate
def is_editorial(user: User, comment: Any) -> bool:
    return bool(user.roles_in(comment.post.municipality_id) & set(EDITORIAL))


@rules.predicate
def is_neither_author_nor_submitter(user: User, post: Any) -> bool:
    return user.pk not in (post.author_id, post.submitted_by_id)


@rules.predicate
def decides_on_this_risk(user: User, post: Any) -> bool:
    """What is said in a crisis is decided by the head of the authority."""
    return post.risk != Post.Risk.CRISIS or Role.LEADERSHIP in user.roles_in(post.municipality_id)


@rules.predicate
def stands_in_no_election(user: User, post: Any) -> bool:
    """Whoever stands approves nothing while the window runs, nor for a day in it."""
    standing = StandingPerson.objects.filter(person=user, window__municipality=post.municipality_id)
    moments = [now()] if post.planned_at is None else [now(), post.planned_at]
    return not any(standing.holding(at).exists() for at in moments)


@rules.predicate
def is_a_second_person(user: User, release: Any) -> bool:
    """Neither who released the emergency post nor who wrote it."""
    return user.pk not in (release.released_by_id, release.post.author_id)


@rules.predicate
def has_not_begun_it(user: User, closing: Any) -> bool:
    return user.pk != closing.begun_by_id


@rules.predicate
def answers_for_the_channel(user: User, channel: Any) -> bool:
    """Owner and deputy, and those who run all channels."""
    if user.roles_in(channel.municipality_id) & {Role.COMMUNICATIONS, Role.ADMINISTRATOR}:
        return True
    return user.pk in (channel.owner_id, channel.deputy_id)


@rules.predicate
def publishes_on_its_channel(user: User, delivery: Any) -> bool:
    """Whoever schedules posts, and owner and deputy of the channel."""
    if user.roles_in(delivery.channel.municipality_id) & set(EDITORIAL):
        return True
    return user.pk in (delivery.channel.owner_id, delivery.channel.deputy_id)


allow("channels_mgmt.view_plan", *Role.values)
allow("channels_mgmt.mark_days", *EDITORIAL, Role.ADMINISTRATOR)
allow("channels_mgmt.create_post", *DRAFTING, besides=holds_a_right_for_a_channel)
allow("channels_mgmt.compose", *DRAFTING, besides=holds_a_right_to_write)
allow("channels_mgmt.add_image", *DRAFTING, besides=holds_a_right_to_write)
allow("channels_mgmt.note_decision", *DRAFTING)
# Who was photographed and agreed is nobody's business outside of the house; a withdrawal may reach anybody inside.
allow("channels_mgmt.view_consents", *EDITORIAL, Role.DEPARTMENT, Role.MODERATOR, Role.READER)
allow("channels_mgmt.keep_consents", *EDITORIAL, Role.DEPARTMENT)
allow("channels_mgmt.withdraw_consent", *EDITORIAL, Role.DEPARTMENT, Role.MODERATOR)
allow("channels_mgmt.view_scan", *EDITORIAL)
allow("channels_mgmt.settle_withdrawal", *EDITORIAL)
allow("channels_mgmt.keep_licences", *DRAFTING)
allow("channels_mgmt.suggest_topic", *DRAFTING, Role.MODERATOR, Role.ADMINISTRATOR)
allow("channels_mgmt.settle_topic", *EDITORIAL)
allow("channels_mgmt.view_topic_mails", *EDITORIAL, Role.ADMINISTRATOR)
allow("channels_mgmt.note_effort", *DRAFTING, also=is_editorial_or_author)
allow("channels_mgmt.view_effort", *EDITORIAL)
allow("channels_mgmt.manage_department_links", Role.COMMUNICATIONS)
allow("channels_mgmt.keep_departments", Role.COMMUNICATIONS)
allow("channels_mgmt.edit_post", *DRAFTING, also=is_editorial_or_own_draft, besides=may_write_it_by_right)
allow("channels_mgmt.discard_post", *DRAFTING, also=is_editorial_or_own_draft, besides=is_own_by_right)
allow("channels_mgmt.delegate_writing", *EDITORIAL, Role.MODERATOR, also=leads_the_place)
# What colleagues say to each other about a post; help from outside reads it on its own posts alone.
allow("channels_mgmt.comment_on_post", *Role.values, also=is_inside_or_wrote_the_post)
allow("channels_mgmt.edit_comment", *Role.values, also=wrote_the_comment)
allow("channels_mgmt.settle_comment", *Role.values, also=wrote_the_comment | is_editorial)
allow(
    "channels_mgmt.approve_post",
    *APPROVING,
    also=is_neither_author_nor_submitter & decides_on_this_risk & stands_in_no_election,
)
allow("channels_mgmt.return_post", *APPROVING)
allow("channels_mgmt.enter_election", Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR)
allow("channels_mgmt.schedule_post", *EDITORIAL)
allow("channels_mgmt.manage_series", *EDITORIAL)
allow("channels_mgmt.set_council", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
allow("channels_mgmt.set_ways", Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR)
allow("channels_mgmt.manage_campaigns", *EDITORIAL)
# One person at once, a second one within half an hour (docs/adr/0041). Help from outside and departments never publish.
allow("channels_mgmt.publish_emergency", *EDITORIAL)
allow("channels_mgmt.answer_emergency", *APPROVING, also=is_a_second_person)
allow("channels_mgmt.settle_delivery", *EDITORIAL)
allow(
    "channels_mgmt.publish_by_hand",
    *[role for role in Role.values if role != Role.EXTERNAL],
    also=publishes_on_its_channel,
)

allow("channels_mgmt.view_channels", *[role for role in Role.values if role not in (Role.EXTERNAL, Role.DEPARTMENT)])
allow("channels_mgmt.manage_channels", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
allow("channels_mgmt.connect_channel", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
allow("channels_mgmt.sign_closing", Role.LEADERSHIP, also=has_not_begun_it)
allow("channels_mgmt.go_live", Role.COMMUNICATIONS, Role.LEADERSHIP)
allow("channels_mgmt.pause_channel", Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR)
# Stopping harms little and cannot wait for the one who may let things go on; moderators see a wave first.
allow("channels_mgmt.read_faults", Role.ADMINISTRATOR)
allow("channels_mgmt.stop_publishing", *EDITORIAL, Role.MODERATOR, Role.ADMINISTRATOR)
allow("channels_mgmt.resume_publishing", Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR)

# Practice reaches nobody, so whoever sets a town up may begin with it (docs/adr/0034).
allow("channels_mgmt.practise", Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.LEADERSHIP)

SEEING_CHANNELS = ROLES_WITH_PERMISSION["channels_mgmt.view_channels"]
allow("channels_mgmt.confirm_links", *SEEING_CHANNELS, also=answers_for_the_channel)
allow("channels_mgmt.enter_figures", *EDITORIAL, Role.ADMINISTRATOR)
allow("channels_mgmt.review_access", *SEEING_CHANNELS, also=answers_for_the_channel)
allow("channels_mgmt.view_documents", *SEEING_CHANNELS)
allow("channels_mgmt.write_documents", Role.COMMUNICATIONS, Role.ADMINISTRATOR)
# Data protection officer and legal department are readers; whoever records their answer may do so as well.
allow("channels_mgmt.check_document", Role.READER, Role.COMMUNICATIONS, Role.ADMINISTRATOR)
