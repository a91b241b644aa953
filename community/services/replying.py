# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers: its settings, initials by consent, and the second person who releases an answer."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.domain.plain_text import one_line, plain
from community.models import Comment, Decision, PlatformAction, ReplySettings, StaffInitials
from community.models.decisions import LONGEST_RETURN_REASON
from community.models.replying import LONGEST_GUIDE, LONGEST_INITIALS
from community.services.answer_parts import withdraw_parts
from community.services.wording import raise_if_changed
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from core.text import grouped


@transaction.atomic
def set_replying(town: Municipality, *, actor: User, uses_initials: bool, release: int, tone_guide: str) -> None:
    """Without initials in the town, no answer carries any; who agreed to them has to agree anew when they return."""
    require(actor, "community.set_replying", town)
    guide = plain(tone_guide).strip()
    if len(guide) > LONGEST_GUIDE:
        raise Refused(_("The text is longer than %(n)s characters.") % {"n": grouped(LONGEST_GUIDE)})
    if release not in ReplySettings.Release.values:
        raise Refused(_("Please choose which answers a second person releases."))
    values = {"uses_initials": uses_initials, "release": release, "tone_guide": guide}
    settings, _is_new = ReplySettings.objects.update_or_create(
        municipality=town, defaults=values | {"changed_by": actor, "changed_at": now()}
    )
    if not uses_initials:
        StaffInitials.objects.filter(municipality=town).delete()
    record(actor, "community.replying_set", settings, uses_initials=uses_initials, release=release)


@transaction.atomic
def agree_to_initials(town: Municipality, *, actor: User, initials: str) -> StaffInitials:
    """Let one's own initials stand below one's answers. Nobody does this for somebody else.

    Raises ``Refused`` where the town uses none, for what is no word of letters, and for those of a colleague.
    """
    require(actor, "community.decide_comment", town)
    if not ReplySettings.objects.filter(municipality=town, uses_initials=True).exists():
        raise Refused(_("Answers of this town carry no initials."))
    initials = one_line(initials).strip().lstrip("^")
    if not initials.isalpha() or len(initials) > LONGEST_INITIALS:
        raise Refused(_("Please enter one to %(n)s letters.") % {"n": LONGEST_INITIALS})
    try:
        with transaction.atomic():
            agreed, _is_new = StaffInitials.objects.update_or_create(
                municipality=town, person=actor, defaults={"initials": initials, "agreed_at": now()}
            )
    except IntegrityError:
        raise Refused(_("A colleague has these initials already.")) from None
    record(actor, "community.initials_agreed", town)
    return agreed


@transaction.atomic
def take_initials_back(town: Municipality, *, actor: User) -> None:
    """From now on one's answers carry none."""
    require(actor, "community.decide_comment", town)
    if StaffInitials.objects.filter(municipality=town, person=actor).delete()[0]:
        record(actor, "community.initials_taken_back", town)


def signed(text: str, initials: str) -> str:
    """``text`` with the initials in its last line, once."""
    if not initials or text.endswith(f"^{initials}"):
        return text
    return f"{text} ^{initials}"


@transaction.atomic
def release_reply(decision: Decision, *, actor: User) -> None:
    """Let an answer leave that a colleague has written; after ten seconds, as any other.

    Raises ``NotPermitted`` for one's own, ``AlreadyChanged`` when it is released, returned or taken back already,
    ``CommentChanged`` when the citizen has changed the comment since.
    """
    require(actor, "community.release_reply", decision)
    raise_if_changed(decision.comment, decision.comment_revision)
    at = now()
    if not decision.waits_for_release:
        raise _settled()
    compare_and_set(
        decision,
        expected={
            "released_at": None,
            "undone_at": None,
            "needs_release": True,
            "comment__revision": decision.comment_revision,
            "comment__state__in": Comment.DECIDED_STATES,
        },
        released_at=at,
        released_by=actor,
    )
    decision.parts.update(due_at=at + Decision.UNDO_TIME)
    PlatformAction.objects.create(decision=decision, due_at=at + Decision.UNDO_TIME)
    record(actor, "community.reply_released", decision)


@transaction.atomic
def return_reply(decision: Decision, *, actor: User, reason: str) -> None:
    """Give an answer back with a reason: the comment is open again, and whoever wrote it finds the words there."""
    require(actor, "community.release_reply", decision)
    reason = one_line(reason).strip()
    if not reason:
        raise Refused(_("Please write what should be different."))
    if not decision.waits_for_release:
        raise _settled()
    compare_and_set(
        decision,
        expected={"released_at": None, "undone_at": None, "needs_release": True},
        undone_at=now(),
        undone_by=actor,
        return_reason=reason[:LONGEST_RETURN_REASON],
    )
    withdraw_parts(decision)
    comment = decision.comment
    if comment.is_decided:
        change_state(comment, Comment.State.NEW, decided_at=None)
    record(actor, "community.reply_returned", decision)


def _settled() -> AlreadyChanged:
    return AlreadyChanged(_("This answer waits for nobody any more. Please look at the comment as it is now."))
