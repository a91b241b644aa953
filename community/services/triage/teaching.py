# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people's acts say of the labels of a comment: the only thing a town's model learns from (docs/adr/0066).

Only what somebody did counts: an answer to a suggestion, a kind that was chosen, the clause of a measure, a comment
left standing against a suggestion, an account marked as advertising. Whether a suggestion was on the screen is kept
with it, and who acted is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from community.domain.blind_sample import is_blind
from community.models import Author, Comment, Decision, TriageLabel
from community.queries.hints import DENIED_BY_LEAVING, KINDS, NAMED, answers_to, suggested_labels
from community.services.wording import raise_if_changed
from community.triage.labels import Label
from core.errors import Refused
from core.states import hold

Source = TriageLabel.Source

#: Keys of the clauses of the house → what a measure that rests on them says of a comment.
LABELS_OF_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "beleidigung": (Label.INSULT,),
    "diskriminierung": (Label.HATE,),
    "gewalt": (Label.THREAT,),
    "aufrufe": (Label.THREAT,),
    "werbung": (Label.SPAM,),
    "falsche-tatsachen": (Label.CLAIM,),
}
#: Comments of an account marked as advertising that count, newest first: one account must not outweigh the rest.
MOST_OF_ACCOUNT = 20


@transaction.atomic
def answer_label(comment: Comment, *, actor: User, label: str, is_right: bool, seen_revision: int) -> None:
    """Say whether ``label`` is right for the comment as it read in ``seen_revision``.

    Whoever answers again corrects the answer. A kind that is said to be right becomes the kind of the comment, and
    denies the other kinds. Raises ``Refused`` for an unknown label and ``CommentChanged`` after an edit.
    """
    require(actor, "community.decide_comment", comment)
    if label not in NAMED:
        raise Refused(_("Please choose one of the labels."))
    raise_if_changed(comment, seen_revision)
    hold(comment, revision=seen_revision, emptied_at=None)
    suggested = suggested_labels(comment)
    was_shown = not is_blind(comment.pk) or bool(answers_to(comment))
    given = {label: is_right}
    if label in KINDS and is_right:
        given |= dict.fromkeys(KINDS.keys() - {label}, False)
    source = Source.ANSWER if label in suggested and was_shown else Source.KIND
    _keep(comment, given, source, suggested, was_shown=was_shown, replaces=True)
    if label in KINDS and (is_right or comment.kind == KINDS[label]):
        kind = KINDS[label] if is_right else Comment.Kind.OTHER
        Comment._base_manager.filter(pk=comment.pk, revision=seen_revision).update(kind=kind)
    record(actor, "community.comment_classified", comment, label=label, is_right=is_right)


def learn_from_decision(decision: Decision) -> None:
    """What a decision says without another word; within its transaction. An answer to a suggestion outweighs it."""
    comment = decision.comment
    if decision.kind in Decision.NEEDS_GROUNDS and decision.clause is not None:
        given = dict.fromkeys(LABELS_OF_CLAUSES.get(decision.clause.key, ()), True)
        source = Source.MEASURE
    elif decision.kind == Decision.Kind.LEAVE:
        given, source = dict.fromkeys(DENIED_BY_LEAVING, False), Source.LEFT
    else:
        return
    suggested = suggested_labels(comment)
    if source == Source.LEFT:
        # What nobody suspected is denied by the decision itself; a row is kept where there was a suggestion.
        given = {label: value for label, value in given.items() if label in suggested}
    if given:
        was_shown = not is_blind(comment.pk) or TriageLabel._base_manager.filter(comment=comment).exists()
        _keep(comment, given, source, suggested, was_shown=was_shown, decision=decision)


def forget_decision(decision: Decision) -> None:
    """A decision that was taken back says nothing."""
    TriageLabel._base_manager.filter(decision=decision).delete()


def learn_from_marking(author: Author) -> None:
    """An account that a person marked as advertising: its newest comments are; taken back, nothing is said of them."""
    if author.standing != Author.Standing.SPAM:
        TriageLabel._base_manager.filter(comment__author=author, source=Source.SPAM).delete()
        return
    newest = Comment._base_manager.filter(author=author, is_private=False).order_by("-posted_at", "-pk")
    for comment in newest[:MOST_OF_ACCOUNT]:
        _keep(comment, {Label.SPAM.value: True}, Source.SPAM, suggested=(), was_shown=False)


def _keep(
    comment: Comment,
    given: Mapping[str, bool],
    source: str,
    suggested: Iterable[str],
    *,
    was_shown: bool,
    decision: Decision | None = None,
    replaces: bool = False,
) -> None:
    """Store answers about the words as they stand; those about earlier words go."""
    labels = TriageLabel._base_manager.filter(comment=comment, label__in=given)
    if comment.revision > 1:
        labels.exclude(revision=comment.revision).delete()
    if replaces:
        labels.delete()
    rows = [
        TriageLabel(
            municipality_id=comment.municipality_id,
            comment=comment,
            label=str(label),
            revision=comment.revision,
            value=value,
            source=source,
            was_suggested=label in suggested,
            was_shown=was_shown and label in suggested,
            decision=decision,
            given_at=now(),
        )
        for label, value in given.items()
    ]
    TriageLabel._base_manager.bulk_create(rows, ignore_conflicts=not replaces)
