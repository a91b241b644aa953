# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who drafts, approves and schedules posts, and who runs the channels.

External help and departments draft; they never approve, schedule or publish (D8). At most one
approver stands between a draft and its publication (D4).
"""

from typing import Any

import rules
from django.utils.timezone import now

from accounts.models import Role, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION, allow
from channels_mgmt.models import Post, StandingPerson

EDITORIAL = (Role.EDITOR, Role.COMMUNICATIONS, Role.LEADERSHIP)
DRAFTING = (*EDITORIAL, Role.DEPARTMENT, Role.EXTERNAL)
APPROVING = (Role.COMMUNICATIONS, Role.LEADERSHIP)

# What people who only draft may still change, as long as it is their own.
OPEN_STATES = (Post.State.IDEA, Post.State.DRAFT, Post.State.IN_REVIEW)


@rules.predicate
def is_editorial_or_own_draft(user: User, post: Any) -> bool:
    if user.roles_in(post.municipality_id) & set(EDITORIAL):
        return True
    return post.author_id == user.pk and post.state in OPEN_STATES


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
allow("channels_mgmt.create_post", *DRAFTING)
allow("channels_mgmt.add_image", *DRAFTING)
allow("channels_mgmt.suggest_topic", *DRAFTING, Role.MODERATOR, Role.ADMINISTRATOR)
allow("channels_mgmt.settle_topic", *EDITORIAL)
allow("channels_mgmt.edit_post", *DRAFTING, also=is_editorial_or_own_draft)
allow(
    "channels_mgmt.approve_post",
    *APPROVING,
    also=is_neither_author_nor_submitter & decides_on_this_risk & stands_in_no_election,
)
allow("channels_mgmt.return_post", *APPROVING)
allow("channels_mgmt.enter_election", Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR)
allow("channels_mgmt.schedule_post", *EDITORIAL)
allow("channels_mgmt.manage_series", *EDITORIAL)
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
