# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a citizen's question to an answer for everybody, in the town's own words (docs/adr/0059)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import may, require
from community.domain.plain_text import one_line, plain
from community.models import Comment, FaqEntry
from community.models.faq import LONGEST_ANSWER, LONGEST_QUESTION
from community.queries.faq import forget_public_faq
from community.services.snippets import refuse_gaps, refuse_the_citizen
from core.errors import AlreadyChanged, Refused
from core.folding import fold_words
from core.states import change_state, compare_and_set
from core.text import grouped

State = FaqEntry.State
Made = TypeVar("Made")


def draft_faq(
    town: Municipality,
    *,
    actor: User,
    question: str,
    answer: str,
    as_of: date,
    owner: User | None = None,
    valid_until: date | None = None,
    comment: Comment | None = None,
) -> FaqEntry:
    """Write a question with its answer; nobody outside sees it. ``comment`` is why it is written.

    Raises ``Refused`` for what is missing, for the citizen's own words as the question, and for who wrote them.
    """
    require(actor, "community.manage_texts", town)
    answering = owner or actor
    question, answer = _checked(town, comment, question, answer, as_of, answering)

    @transaction.atomic
    def create() -> FaqEntry:
        entry = FaqEntry.objects.create(
            municipality=town,
            question=question,
            answer=answer,
            as_of=as_of,
            owner=answering,
            valid_until=valid_until,
            comment=comment,
        )
        record(actor, "community.faq_drafted", entry, comment=f"#{comment.pk}" if comment else None)
        return entry

    return _once(create)


@transaction.atomic
def change_faq(
    entry: FaqEntry,
    *,
    actor: User,
    seen_version: int,
    question: str,
    answer: str,
    as_of: date,
    owner: User,
    valid_until: date | None,
) -> None:
    """Change a draft, or what everybody reads already: then at once.

    Raises ``AlreadyChanged`` when a colleague has changed it meanwhile or it is withdrawn.
    """
    require(actor, "community.manage_texts", entry)
    question, answer = _checked(entry.municipality, entry.comment, question, answer, as_of, owner)
    if entry.is_published:
        refuse_gaps(answer)
    if entry.is_withdrawn:
        raise AlreadyChanged(_("This question is withdrawn. Please take it up again first."))
    changes = {"question": question, "answer": answer, "as_of": as_of, "owner": owner, "valid_until": valid_until}
    expected = {"version": seen_version, "state": entry.state}
    _once(lambda: compare_and_set(entry, expected=expected, version=seen_version + 1, changed_at=now(), **changes))
    record(actor, "community.faq_changed", entry, version=entry.version, state=entry.state, as_of=as_of)


@transaction.atomic
def publish_faq(entry: FaqEntry, *, actor: User, seen_version: int) -> None:
    """Let everybody read it, in the wording that was on the screen."""
    require(actor, "community.manage_texts", entry)
    refuse_gaps(entry.answer)
    change_state(entry, State.PUBLISHED, only_if={"version": seen_version}, published_at=now(), published_by=actor)
    _forget(entry.municipality)
    record(actor, "community.faq_published", entry, version=entry.version)


@transaction.atomic
def withdraw_faq(entry: FaqEntry, *, actor: User) -> None:
    """Take it off the public page, or set a draft aside; ``reopen_faq`` makes a draft of it again."""
    require(actor, "community.manage_texts", entry)
    change_state(entry, State.WITHDRAWN)
    _forget(entry.municipality)
    record(actor, "community.faq_withdrawn", entry)


@transaction.atomic
def reopen_faq(entry: FaqEntry, *, actor: User) -> None:
    """Raises ``Refused`` when another entry has the same question meanwhile."""
    require(actor, "community.manage_texts", entry)
    _once(lambda: change_state(entry, State.DRAFT))
    record(actor, "community.faq_reopened", entry)


def _forget(town: Municipality) -> None:
    forget_public_faq(town)
    # Once more after the commit: in between, somebody may have read and kept what was.
    transaction.on_commit(lambda: forget_public_faq(town))


def _checked(
    town: Municipality, comment: Comment | None, question: str, answer: str, as_of: date, owner: User
) -> tuple[str, str]:
    question, answer = one_line(question).strip(), plain(answer).strip()
    missing = []
    if not question:
        missing.append(_("Please write the question."))
    if len(question) > LONGEST_QUESTION:
        missing.append(_("The question is longer than %(n)s characters.") % {"n": grouped(LONGEST_QUESTION)})
    if not answer:
        missing.append(_("Please write the answer."))
    if len(answer) > LONGEST_ANSWER:
        missing.append(_("The answer is longer than %(n)s characters.") % {"n": grouped(LONGEST_ANSWER)})
    if as_of > town.local_day():
        missing.append(_("The day on which the answer was found true is not in the future."))
    if not may(owner, "community.manage_texts", town):
        missing.append(_("%(person)s cannot answer for a text here.") % {"person": owner})
    if missing:
        raise Refused(missing[0], missing)
    if comment is not None:
        if fold_words(question) == fold_words(comment.text):
            raise Refused(
                _(
                    "These are the words of the comment. Please put the question in your own words, "
                    "as many would ask it."
                )
            )
        refuse_the_citizen(comment, question, answer)
    return question, answer


def _once(change: Callable[[], Made]) -> Made:
    try:
        with transaction.atomic():
            return change()
    except IntegrityError:
        raise Refused(_("This question is there already, as a draft or published.")) from None
