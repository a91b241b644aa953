# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees the citizens' comments and who decides about them (DOMAIN § 1)."""

from typing import Any

import rules

from accounts.models import Role, User
from accounts.tenancy.permissions import allow


@rules.predicate
def is_own_decision(user: User, decision: Any) -> bool:
    """Whoever decided takes it back; nobody undoes a colleague's decision behind their back."""
    return bool(decision.actor_id == user.pk)


@rules.predicate
def has_not_written(user: User, decision: Any) -> bool:
    """Four eyes: nobody releases an answer of their own. A town is no answer."""
    return getattr(decision, "actor_id", None) != user.pk


@rules.predicate
def has_not_decided(user: User, appeal: Any) -> bool:
    """Four eyes: an appeal is not judged by whoever took the decision it contests. A town is no appeal."""
    return getattr(appeal, "contested_by_id", None) != user.pk


@rules.predicate
def has_not_requested(user: User, restriction: Any) -> bool:
    """Four eyes: whoever asks for a restriction does not decide on it. A town is no restriction."""
    return getattr(restriction, "requested_by_id", None) != user.pk


@rules.predicate
def is_on_a_practice_channel(user: User, comment: Any) -> bool:
    """Asked of the stored channel of the comment itself; a town is no comment."""
    channel = getattr(comment, "channel", None)
    return channel is not None and bool(channel.is_practice)


REPLYING_IN_PRACTICE = (Role.ADMINISTRATOR, Role.LEADERSHIP, Role.MODERATOR, Role.COMMUNICATIONS)

allow("community.view_queue", Role.MODERATOR, Role.COMMUNICATIONS, Role.READER)
allow("community.decide_comment", Role.MODERATOR, Role.COMMUNICATIONS)
# Nobody can bring a deleted comment back, and hiding works at once: the press office deletes (docs/adr/0060).
allow("community.delete_comment", Role.COMMUNICATIONS)
# A person alone in an empty town answers an invented citizen; nobody's real words are read (docs/adr/0034).
allow(
    "community.answer_practice",
    *REPLYING_IN_PRACTICE,
    also=is_on_a_practice_channel,
)
allow("community.undo_decision", Role.MODERATOR, Role.COMMUNICATIONS, also=is_own_decision)
# Texts to answer with, the page of answered questions and how a town answers.
allow("community.manage_texts", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.set_replying", Role.COMMUNICATIONS)
# What software suggests: counts of the town, no citizen's words. Percentages are for those who know what they are not.
allow("community.view_triage", Role.MODERATOR, Role.COMMUNICATIONS, Role.READER, Role.ADMINISTRATOR, Role.LEADERSHIP)
allow("community.view_triage_percentages", Role.ADMINISTRATOR)
allow("community.release_reply", Role.MODERATOR, Role.COMMUNICATIONS, also=has_not_written)
allow("community.settle_action", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.mark_account", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.enter_comments", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.view_unread_entries", Role.MODERATOR, Role.COMMUNICATIONS, Role.ADMINISTRATOR)
allow("community.settle_unread_entry", Role.MODERATOR, Role.COMMUNICATIONS, Role.ADMINISTRATOR)

# The head of the authority is the deputy where only one person decides about comments.
REVIEWERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.LEADERSHIP)
allow("community.view_appeals", *REVIEWERS, Role.READER)
allow("community.handle_appeal", *REVIEWERS, also=has_not_decided)
allow("community.close_appeal", *REVIEWERS)
allow("community.request_restriction", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.give_notice", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.view_restrictions", *REVIEWERS, Role.READER)
# A second person: never whoever asked.
allow("community.decide_restriction", *REVIEWERS, also=has_not_requested)
allow("community.end_restriction", *REVIEWERS)
# Giving a citizen their word back needs no four eyes: whoever hid by mistake may put it right.
allow("community.show_comment", *REVIEWERS)
allow("community.set_public_pages", Role.COMMUNICATIONS, Role.LEADERSHIP)
allow("community.set_contacts", Role.COMMUNICATIONS)
# Staff law (docs/adr/0067): who reads what concerns a person of the staff is said by name, and in the trail.
allow("community.name_staff_readers", Role.COMMUNICATIONS, Role.LEADERSHIP)
# As long as nobody is named; afterwards the names count alone (``queries.staff_matters``).
allow("community.read_staff_matters", Role.COMMUNICATIONS)
allow("community.view_staff_readers", Role.MODERATOR, Role.COMMUNICATIONS, Role.READER, Role.LEADERSHIP)
allow("community.view_retention", Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.LEADERSHIP, Role.READER)
# Whoever may set how long something is kept may let it go; neither page shows a citizen's words.
allow("community.release_cases", Role.ADMINISTRATOR, Role.COMMUNICATIONS)
allow("community.set_retention", Role.ADMINISTRATOR, Role.COMMUNICATIONS)
