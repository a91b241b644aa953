# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking a department because of a comment; it answers behind a link, without an account (docs/adr/0052).

The department reads the question as a colleague has written it, never the citizen's name. Its answer brings the
comment back into the queue; only a person answers the citizen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.frame.clock import end_of_working_day
from accounts.models import Municipality, User
from accounts.services import post_letter, words_of
from accounts.tenancy.links import seal_link
from accounts.tenancy.permissions import require
from channels_mgmt.services.register import note_department
from community.domain.plain_text import one_line, plain
from community.models import Comment, DepartmentQuestion
from community.models.departments import LONGEST_ANSWER, LONGEST_NAME, LONGEST_QUESTION
from community.services.decisions import reply_to_comment
from community.services.department_files import forget_department_files, keep_attachments, read_attachments
from community.services.queue import claim_comment, raise_if_held
from community.services.wording import raise_if_changed
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from core.storage import all_files_or_none
from core.text import grouped
from core.urls import absolute_address

State = DepartmentQuestion.State

#: Not "department": so are the links sealed by which departments bring topics, and numbers of rows repeat.
PURPOSE = "department_question"
#: Nobody's account stands behind this link.
NOBODY = 0
DEFAULT_DAYS, MOST_DAYS = 3, 30
#: More open questions about one comment answer nobody.
MOST_OPEN = 5


def ask_department(
    comment: Comment,
    *,
    actor: User,
    department: str,
    email: str,
    question: str,
    days: int = DEFAULT_DAYS,
    seen_revision: int | None = None,
    interim_answer: str = "",
) -> DepartmentQuestion:
    """Send ``question`` by letter to a department, to be answered within ``days`` working days.

    The comment waits with the department, or is decided by ``interim_answer`` to the citizen, which leaves after
    ten seconds like any answer. Raises ``Refused`` for what is missing or the same department asked twice,
    ``CommentChanged`` and ``AlreadyChanged`` as for a decision. All of it happens or nothing.
    """
    require(actor, "community.decide_comment", comment)
    department, question = one_line(department).strip(), plain(question).strip()
    _must_be_askable(department, question, days)
    at, town = now(), comment.municipality
    seen = comment.revision if seen_revision is None else seen_revision
    due = end_of_working_day(town, at, days)
    try:
        with transaction.atomic():
            _take(comment, actor, seen)
            if DepartmentQuestion.objects.filter(comment=comment).open().count() >= MOST_OPEN:
                raise Refused(
                    _("%(n)s departments are asked already. Please wait for their answers or withdraw one.")
                    % {"n": MOST_OPEN}
                )
            note_department(town, actor=actor, name=department, email=email)
            asked = DepartmentQuestion.objects.create(
                municipality=town,
                comment=comment,
                department=department,
                email=email.strip().lower(),
                question=question,
                asked_by=actor,
                asked_at=at,
                remind_at=max(at, _morning_of(town, due)),
                due_at=due,
            )
            if interim_answer.strip():
                reply_to_comment(comment, actor=actor, text=interim_answer, seen_revision=seen)
            else:
                change_state(
                    comment,
                    Comment.State.WITH_DEPARTMENT,
                    only_if={"claimed_by": actor.pk, "revision": seen},
                    claimed_by=None,
                    claim_until=None,
                )
            _post(asked, "asked", link=answer_link(asked))
            record(
                actor,
                "community.department_asked",
                asked,
                comment=comment.pk,
                department=department,
                due_at=due,
                has_interim_answer=bool(interim_answer.strip()),
            )
    except IntegrityError:
        raise Refused(_("This department has been asked already; its answer is still open.")) from None
    return asked


def receive_answer(
    question: DepartmentQuestion, *, text: str, answered_as: str = "", files: Sequence[Any] = ()
) -> None:
    """Keep what the department answers, once, and bring the comment back into the queue. Anybody with the link may.

    Late answers count. Raises ``Refused`` for an empty or too long text and for files that cannot be kept,
    ``AlreadyChanged`` when the question is answered or withdrawn already. All of it is kept or nothing.
    """
    text = plain(text).strip()
    if not text:
        raise Refused(_("Please write your answer first."))
    if len(text) > LONGEST_ANSWER:
        raise Refused(_("The answer is longer than %(n)s characters.") % {"n": grouped(LONGEST_ANSWER)})
    if not question.is_open:
        raise AlreadyChanged(_("This question is no longer open. Nothing was changed."))
    attachments = read_attachments(files)
    at = now()
    with all_files_or_none(), transaction.atomic():
        change_state(
            question, State.ANSWERED, answer=text, answered_as=one_line(answered_as)[:LONGEST_NAME], answered_at=at
        )
        keep_attachments(question, attachments)
        reason = _("%(department)s has answered.") % {"department": question.department}
        _back_into_the_queue(question.comment, urgency_reason=reason[:200])
        record(
            None,
            "community.department_answered",
            question,
            comment=question.comment_id,
            is_late=at > question.due_at,
            files=len(attachments),
        )


@transaction.atomic
def withdraw_department_question(question: DepartmentQuestion, *, actor: User) -> None:
    """Take back a question that is no longer needed; the department gets a letter, its link explains that."""
    require(actor, "community.decide_comment", question.comment)
    if not question.is_open:
        raise AlreadyChanged(_("This question is no longer open. Nothing was changed."))
    change_state(question, State.WITHDRAWN, withdrawn_by=actor, withdrawn_at=now())
    comment = question.comment
    if (
        comment.state == Comment.State.WITH_DEPARTMENT
        and not DepartmentQuestion.objects.filter(comment=comment).open().exists()
    ):
        change_state(comment, Comment.State.NEW)
    _post(question, "withdrawn")
    record(actor, "community.department_question_withdrawn", question, comment=comment.pk)


@transaction.atomic
def remind_department(question: DepartmentQuestion) -> bool:
    """Write the department once, on the morning of the due day; whether it was written now."""
    at = now()
    if question not in DepartmentQuestion.objects.to_remind(at):
        return False
    try:
        compare_and_set(question, expected={"state": State.ASKED, "reminded_at": None}, reminded_at=at)
    except AlreadyChanged:
        return False  # answered, withdrawn or reminded by another worker
    _post(question, "reminded", link=answer_link(question))
    return True


def answer_link(question: DepartmentQuestion) -> str:
    """The address at which whoever has it answers; it ends a month after the due time."""
    return absolute_address(
        "department:answer",
        seal_link(
            PURPOSE,
            town=question.municipality_id,
            person=NOBODY,
            subject=question.pk,
            until=question.link_until,
        ),
    )


def replace_in_department_questions(comment: Comment, in_text: Callable[[str], str]) -> None:
    """Let ``in_text`` take the citizen's name out of what was asked and answered about ``comment``; its files go."""
    forget_department_files(comment)
    longest = {"question": LONGEST_QUESTION, "answer": LONGEST_ANSWER, "answered_as": LONGEST_NAME}
    for asked in DepartmentQuestion._base_manager.filter(comment=comment):
        values = {name: in_text(getattr(asked, name))[: longest[name]] for name in DepartmentQuestion.WORDS}
        DepartmentQuestion._base_manager.filter(pk=asked.pk).update(**values)


def empty_department_questions(comment: Comment, at: datetime) -> None:
    """Take away what was asked and answered about ``comment``; who was asked, and when, stays."""
    forget_department_files(comment)
    asked = DepartmentQuestion._base_manager.filter(comment=comment)
    asked.update(emptied_at=at, question=Comment.GONE, answered_as="")
    asked.exclude(answer="").update(answer=Comment.GONE)


def _must_be_askable(department: str, question: str, days: int) -> None:
    gaps = []
    if not department:
        gaps.append(_("Please name the department."))
    if len(department) > LONGEST_NAME:
        gaps.append(_("The name of the department is longer than %(n)s characters.") % {"n": LONGEST_NAME})
    if not question:
        gaps.append(_("Please write what the department is to answer."))
    if len(question) > LONGEST_QUESTION:
        gaps.append(_("The question is longer than %(n)s characters.") % {"n": grouped(LONGEST_QUESTION)})
    if not 1 <= days <= MOST_DAYS:
        gaps.append(_("The answer is due in 1 to %(n)s working days.") % {"n": MOST_DAYS})
    if gaps:
        raise Refused(gaps[0], gaps)


def _take(comment: Comment, actor: User, seen: int) -> None:
    """Hold the comment as for a decision, at the wording that was on the screen."""
    if comment.is_decided:
        raise AlreadyChanged(_("This comment has been decided already. Nothing was sent a second time."))
    try:
        claim_comment(comment, actor=actor)
    except AlreadyChanged:
        raise_if_changed(comment, seen)
        raise_if_held(comment, actor)
        raise
    raise_if_changed(comment, seen)


def _morning_of(town: Municipality, due: datetime) -> datetime:
    """Half past seven on the day of ``due``, before the first office hour."""
    return due.astimezone(town.zone).replace(hour=7, minute=30, second=0, microsecond=0)


def _back_into_the_queue(comment: Comment, **changes: Any) -> None:
    """Open again, whatever it waits in; a colleague who is at work on it keeps it and sees the answer."""
    stored = Comment.objects.get(pk=comment.pk)
    if stored.pseudonymised_at:
        return
    urgency = min(stored.urgency, Comment.Urgency.SOON)
    if stored.state == Comment.State.WITH_DEPARTMENT:
        change_state(stored, Comment.State.NEW, urgency=urgency, **changes)
    elif stored.is_decided:
        change_state(stored, Comment.State.NEW, decided_at=None, urgency=urgency, **changes)


def _post(question: DepartmentQuestion, kind: str, **more: Any) -> None:
    town = question.municipality
    with translation.override(settings.LANGUAGE_CODE):
        context = {"question": question, "town": town, **more}
        words = words_of(f"community/email/department_{kind}", context)
        subject = {
            "asked": _("A question to %(department)s"),
            "reminded": _("Due today: a question to %(department)s"),
            "withdrawn": _("No longer needed: the question to %(department)s"),
        }[kind] % {"department": question.department}
    post_letter(
        town,
        to=question.email,
        subject=f"{town.name}: {subject}",
        **words,
        key=f"department:{question.pk}:{kind}",
    )
