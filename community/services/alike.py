# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One decision, with one rationale, about a wave of nearly identical comments: all of them or none.

A person has chosen each of them; nothing is decided by a score. Every comment gets a decision of its own, with its
own evidence, its own line in the audit trail and its own ten seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.models import Comment, Decision
from community.queries.alike import MOST
from community.services.decisions import hide_comment, leave_comment, undo_decision
from community.services.queue import claim_comment
from community.services.wording import raise_if_changed
from core.errors import AlreadyChanged, DomainError, Refused
from core.text import shortened
from netiquette.models import Clause
from netiquette.services import hold_versions

KINDS = (Decision.Kind.LEAVE, Decision.Kind.HIDE)


@transaction.atomic
def decide_alike(
    town: Municipality,
    *,
    actor: User,
    kind: str,
    seen: Mapping[int, int],
    clause: Clause | None = None,
    rationale: str = "",
) -> list[Decision]:
    """Decide the same about the comments whose numbers and revisions are ``seen``.

    Raises ``Refused`` and decides about none when one was edited, deleted or taken by a colleague meanwhile, naming
    each; and for fewer than two, more than ``MOST``, or what hiding itself would refuse.
    """
    require(actor, "community.decide_comment", town)
    if kind not in KINDS:
        raise Refused(_("Please choose whether the comments are left or hidden."))
    if not 2 <= len(seen) <= MOST:
        raise Refused(_("Please choose between 2 and %(most)s comments.") % {"most": MOST})
    if kind == Decision.Kind.HIDE:
        hold_versions(town)
    # Always in the order of their numbers, so that two people never wait for each other.
    found = Comment.objects.filter(municipality=town, pk__in=seen).select_related("channel", "author", "delivery")
    comments = list(found.order_by("pk"))
    changed = [] if len(comments) == len(seen) else [_("One of the comments does not exist any more.")]
    # All of them are held before the first entry in the audit trail, which everybody waits for.
    for comment in comments:
        try:
            with transaction.atomic():
                claim_comment(comment, actor=actor, may_be_decided=False)
                raise_if_changed(comment, seen[comment.pk])
        except AlreadyChanged as error:
            changed.append(f"{comment.author}: {shortened(comment.text, 60)} – {error}")
    if changed:
        words = ngettext(
            "Nothing was decided: %(n)s comment has changed meanwhile.",
            "Nothing was decided: %(n)s comments have changed meanwhile.",
            len(changed),
        )
        raise Refused(words % {"n": len(changed)}, changed)
    if kind == Decision.Kind.LEAVE:
        return [leave_comment(comment, actor=actor, seen_revision=seen[comment.pk]) for comment in comments]
    grounds: dict[str, Any] = {"actor": actor, "clause": clause, "rationale": rationale}
    return [hide_comment(comment, seen_revision=seen[comment.pk], **grounds) for comment in comments]


def undo_alike(decisions: Sequence[Decision], *, actor: User) -> int:
    """Take own decisions back within their ten seconds; what has left already stays. Returns how many were."""
    undone = 0
    for decision in decisions:
        try:
            undo_decision(decision, actor=actor)
        except DomainError:
            continue  # too late, or undone already: the others still can be
        undone += 1
    return undone
