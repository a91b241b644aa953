# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person decides about a comment, least intrusive first: leave, reply, hide, delete.

Nothing here happens by itself: every decision has a person, the wording it was made on, and ten
seconds in which it can be taken back before anything leaves the house.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import OutgoingPost, gaps
from community.domain.answer_parts import Span
from community.models import Comment, Decision, HandedOn, PlatformAction
from community.queries.below import answered_by_others
from community.queries.replying import initials_of, reply_settings
from community.services.answer_parts import confirmed_spans, keep_parts, withdraw_parts
from community.services.evidence import capture_evidence, keep_evidence
from community.services.queue import LEASE, claim_comment, raise_if_held, require_deciding
from community.services.remote import remote_ref, speaker_without_access
from community.services.replying import signed
from community.services.showing import refuse_while_being_shown
from community.services.snippets import count_uses, refuse_gaps, refuse_unadapted
from community.services.triage.teaching import forget_decision, learn_from_decision
from community.services.wording import CommentChanged, raise_if_changed
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set
from core.text import plain_lines
from netiquette.models import Clause
from netiquette.queries import citable_clauses
from netiquette.services import hold_versions

__all__ = [
    "CommentChanged",
    "capture_evidence",
    "delete_comment",
    "hide_comment",
    "leave_comment",
    "reply_to_comment",
    "undo_decision",
]


@transaction.atomic
def leave_comment(comment: Comment, *, actor: User, seen_revision: int | None = None) -> Decision:
    """Decide that the comment stays as it is and needs no answer. See ``_decide`` for errors."""
    require(actor, "community.decide_comment", comment)
    return _decide(comment, Decision.Kind.LEAVE, actor=actor, seen_revision=seen_revision)


@transaction.atomic
def reply_to_comment(
    comment: Comment,
    *,
    actor: User,
    text: str,
    seen_revision: int | None = None,
    snippets: Iterable[int] = (),
    confirmed_parts: str = "",
) -> Decision:
    """Answer in the town's name, under the comment. Leaves the house after ten seconds, or after its release.

    Where the town asks for it, a second person releases it first (``release_reply``): until then nothing exists that
    could be sent.

    ``snippets`` are the texts it was begun with: their use is counted. Raises ``Refused`` for an empty text, one with
    gaps that a person has to fill in, or one that the platform, by its own way of counting,
    would not take; ``TooLongForOne`` with its parts where several posts would do and ``confirmed_parts`` does not say
    that a person has seen exactly these (docs/adr/0068). See ``_decide`` for the other errors.
    """
    require_deciding(actor, comment)
    text = plain_lines(text).strip()
    if not text:
        raise Refused(_("Please write an answer first."))
    refuse_gaps(text)
    town = comment.municipality
    text = signed(text, initials_of(town, actor))
    answer = OutgoingPost(key=uuid4(), created_at=timezone.now(), text=text, reply_to=remote_ref(comment))
    speaker, spans = speaker_without_access(comment.channel), []
    if missing := gaps(speaker, answer):
        spans = confirmed_spans(comment, speaker, text, missing, confirmed_parts)
    count_uses(town, snippets)
    return _decide(
        comment,
        Decision.Kind.REPLY,
        actor=actor,
        seen_revision=seen_revision,
        spans=spans,
        reply_text=text,
        part_count=max(1, len(spans)),
        needs_release=reply_settings(town).asks_release_of(comment) and not comment.channel.is_practice,
    )


@transaction.atomic
def hide_comment(
    comment: Comment,
    *,
    actor: User,
    clause: Clause | None,
    rationale: str,
    seen_revision: int | None = None,
    snippets: Iterable[int] = (),
) -> Decision:
    """Hide the comment, or do what the platform offers instead. Evidence is kept before anything else.

    Hiding touches Art. 5 GG (DOMAIN § 3), so it rests on a clause of the netiquette in force and on
    written reasons. The clause was in force at ``decided_at``, to the microsecond, also while a new version
    takes effect. Raises ``Refused`` listing what is missing, and for
    prepared reasons that nobody has adapted. See ``_decide`` for the other errors.
    """
    require(actor, "community.decide_comment", comment)
    rationale = rationale.strip()
    at = hold_versions(comment.municipality)
    if missing := _missing_grounds(comment, clause, rationale, at):
        raise Refused(_("The comment was not hidden. Something is still missing."), missing)
    refuse_unadapted(comment.municipality, rationale)
    count_uses(comment.municipality, snippets)
    evidence = keep_evidence(comment, actor=actor)
    return _decide(
        comment,
        Decision.Kind.HIDE,
        actor=actor,
        seen_revision=seen_revision,
        at=at,
        clause=clause,
        rationale=rationale,
        evidence=evidence,
    )


@transaction.atomic
def delete_comment(
    comment: Comment,
    *,
    actor: User,
    clause: Clause | None,
    rationale: str,
    why_not_hidden: str,
    seen_revision: int | None = None,
) -> Decision:
    """Delete the comment on its platform for good, where that is offered. Leaves the house after ten seconds.

    Rests on all that hiding rests on, on a clause whose ladder goes so far, and on why hiding is not enough; never
    where others have answered below, whose words would go too (docs/adr/0060). Raises ``Refused`` listing what is
    missing, and for prepared reasons that nobody has adapted. See ``_decide`` for the other errors.
    """
    require(actor, "community.delete_comment", comment)
    rationale, why_not_hidden = rationale.strip(), why_not_hidden.strip()
    at = hold_versions(comment.municipality)
    missing = _missing_grounds(comment, clause, rationale, at)
    if not missing and clause is not None and not clause.supports(Clause.Measure.DELETE):
        missing.append(_("Clause “%(clause)s” supports no measure as strong as deleting.") % {"clause": clause})
    if not why_not_hidden:
        missing.append(_("Please write down why hiding the comment is not enough."))
    if not speaker_without_access(comment.channel).abilities.delete_comments:
        missing.append(_("This platform lets nobody delete the comments of others. Nothing was changed."))
    if answered_by_others(comment):
        missing.append(_("Others have answered below this comment; their words would be deleted too. Please hide it."))
    if missing:
        raise Refused(_("The comment was not deleted. Something is still missing."), missing)
    for words in (rationale, why_not_hidden):
        refuse_unadapted(comment.municipality, words)
    evidence = keep_evidence(comment, actor=actor)
    return _decide(
        comment,
        Decision.Kind.DELETE,
        actor=actor,
        seen_revision=seen_revision,
        at=at,
        clause=clause,
        rationale=rationale,
        why_not_hidden=why_not_hidden,
        evidence=evidence,
    )


@transaction.atomic
def undo_decision(decision: Decision, *, actor: User) -> None:
    """Take one's own decision back within ten seconds, an answer that waits for release at any time.

    The comment is open and leased to ``actor`` again.

    After showing a comment again was taken back, the measure stands and the comment's place in the queue is
    as it was.

    Raises ``Refused`` when the time is over or the platform call has begun, ``AlreadyChanged`` when
    it was undone already. Evidence stays: it is true whatever was decided.
    """
    require(actor, "community.undo_decision", decision)
    at = timezone.now()
    too_late = Refused(_("Too late to undo: the decision has been carried out."))
    if not decision.waits_for_release and at > decision.undo_until:
        raise too_late
    action = PlatformAction.objects.filter(decision=decision).first()
    if action is None and decision.kind == Decision.Kind.SHOW:
        raise too_late  # somebody did it by hand; the platform has it
    if action is not None:
        try:
            change_state(action, PlatformAction.State.WITHDRAWN)
        except (AlreadyChanged, IllegalTransition):
            raise too_late from None
    try:
        withdraw_parts(decision)
    except (AlreadyChanged, IllegalTransition):
        raise too_late from None
    compare_and_set(decision, expected={"undone_at": None}, undone_at=at, undone_by=actor)
    forget_decision(decision)
    if decision.kind != Decision.Kind.SHOW:
        change_state(decision.comment, Comment.State.CLAIMED, claimed_by=actor, claim_until=at + LEASE, decided_at=None)
    record(actor, "community.decision_undone", decision, kind=decision.kind)


def _decide(
    comment: Comment,
    kind: Decision.Kind,
    *,
    actor: User,
    seen_revision: int | None,
    at: datetime | None = None,
    spans: Sequence[Span] = (),
    **grounds: Any,
) -> Decision:
    """Decide about the wording ``seen_revision`` (what ``comment`` was read with, if not given).

    A free comment is leased first. Raises ``NotPermitted``; ``CommentChanged`` when the author changed
    the words meanwhile; ``AlreadyChanged`` when a colleague holds or has decided it.
    """
    require_deciding(actor, comment)
    if kind != Decision.Kind.LEAVE and comment.gone_at is not None:
        raise Refused(
            _("The comment is no longer on the platform: nothing can be done there. You can leave it as it is.")
        )
    seen = comment.revision if seen_revision is None else seen_revision
    if comment.is_decided:
        raise AlreadyChanged(_("This comment has been decided already. Nothing was sent a second time."))
    at = at or timezone.now()
    try:
        claim_comment(comment, actor=actor)
        change_state(
            comment,
            Comment.State.DECIDED,
            only_if={"revision": seen, "claimed_by": actor.pk},
            claimed_by=None,
            claim_until=None,
            decided_at=at,
        )
    except AlreadyChanged:
        raise_if_changed(comment, seen)
        raise_if_held(comment, actor)
        raise
    refuse_while_being_shown(comment)
    decision = Decision.objects.create(
        comment=comment, comment_revision=seen, kind=kind, actor=actor, decided_at=at, **grounds
    )
    HandedOn.objects.filter(comment=comment).delete()
    keep_parts(decision, spans, at + Decision.UNDO_TIME)
    learn_from_decision(decision)
    if kind != Decision.Kind.LEAVE and not decision.needs_release:
        PlatformAction.objects.create(decision=decision, due_at=at + Decision.UNDO_TIME)
    record(
        actor,
        "community.comment_decided",
        decision,
        kind=kind,
        comment=comment.pk,
        revision=seen,
        **({"parts": decision.part_count} if spans else {}),
        clause=str(decision.clause or ""),
        # Reasons quote citizens; the fingerprint proves which ones these were.
        rationale_sha256=content_hash(decision.rationale) if decision.rationale else "",
        evidence_sha256=decision.evidence.sha256 if decision.evidence else "",
    )
    return decision


def _missing_grounds(comment: Comment, clause: Clause | None, rationale: str, at: datetime) -> list[str]:
    citable = list(citable_clauses(comment.municipality, at))
    missing = []
    if not citable:
        missing.append(
            _("No netiquette is in force that measures could rest on. The press office can have one signed.")
        )
    elif clause is None:
        missing.append(_("Please choose the clause of the netiquette that the comment violates."))
    elif clause not in citable:
        missing.append(
            _("Clause “%(clause)s” is no ground for measures in the netiquette in force.") % {"clause": clause}
        )
    if not rationale:
        missing.append(_("Please write down why: a measure without reasons does not stand."))
    return missing
