# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the head, answering, withdrawing (D4, docs/adr/0013).

Every letter is posted in the transaction of its cause; every change of state is compare-and-set, so that
of two heads who tap at the same moment one has answered and the other is told so.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.frame.clock import after_service_hours
from accounts.models import Municipality, Role, User
from accounts.queries import people_with_role
from accounts.services import post_letter, words_of
from accounts.tenancy.links import seal_link
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from core.text import grouped
from core.urls import absolute, absolute_address
from strategy.models import LONGEST_ANSWER, LONGEST_QUESTION, DirectQuestion
from strategy.queries import DEFAULT_PROMISE_HOURS, strategy_in_force

State = DirectQuestion.State

PURPOSE = "direct_line"
#: A head with more open questions than this answers none of them.
MOST_OPEN = 10


def ask_head(
    town: Municipality,
    *,
    actor: User,
    question: str,
    answers: Sequence[str],
    context: str = "",
    asked_from: str = "",
) -> DirectQuestion:
    """Ask the head of the authority one question with two or three answers to tap.

    Due when the promised service hours have passed. Everybody with the role of the head gets a
    letter at once; the deputy named in the strategy gets it when half the time is over. ``asked_from`` is
    kept only if it is a path of this town.
    """
    require(actor, "strategy.ask_head", town)
    question, given = " ".join(question.split()), [" ".join(text.split()) for text in answers if text.strip()]
    _must_be_askable(question, given)
    heads = heads_of(town, but=actor)
    if not heads:
        raise Refused(
            _("Nobody holds the role “Head of the authority” who could answer. Please tell the administration.")
        )
    if DirectQuestion.objects.filter(municipality=town).open().count() >= MOST_OPEN:
        raise Refused(
            _("%(n)s questions wait for an answer already. Please call, or withdraw one that has become unnecessary.")
            % {"n": MOST_OPEN}
        )
    at, (hours, deputy) = now(), _promise_of(town)
    if deputy not in heads or len(heads) == 1:
        deputy = None
    try:
        with transaction.atomic():
            asked = DirectQuestion.objects.create(
                municipality=town,
                question=question,
                context=context.strip()[:1000],
                asked_from=_own_path(town, asked_from),
                **{f"answer_{number}": text for number, text in enumerate(given, 1)},
                asked_by=actor,
                asked_at=at,
                promise_hours=hours,
                half_at=after_service_hours(town, at, hours / 2),
                due_at=after_service_hours(town, at, hours),
                deputy=deputy,
            )
            for head in heads:
                if head != deputy:
                    _post_question(asked, head)
            record(actor, "strategy.question_asked", asked, due_at=asked.due_at)
    except IntegrityError:
        raise Refused(_("You have asked exactly this already; it waits for an answer.")) from None
    return asked


@transaction.atomic
def answer_question(question: DirectQuestion, *, actor: User, chosen: int, remark: str = "") -> None:
    """Choose one of the answers, once. Raises ``AlreadyChanged`` when somebody else was faster."""
    require(actor, "strategy.answer_question", question)
    if chosen not in dict(question.answers):
        raise Refused(_("Please choose one of the answers."))
    if question.state != State.ASKED:
        raise AlreadyChanged(_("This question is no longer open. Nothing was changed."))
    change_state(
        question,
        State.ANSWERED,
        chosen=chosen,
        remark=" ".join(remark.split())[:500],
        answered_by=actor,
        answered_at=now(),
    )
    _post(question, question.asked_by, "answered", _("Answer: %(answer)s") % {"answer": question.chosen_text})
    record(actor, "strategy.question_answered", question, chosen=chosen, is_in_time=question.is_kept)


@transaction.atomic
def withdraw_question(question: DirectQuestion, *, actor: User) -> None:
    """Take back a question that is no longer needed; its links explain that."""
    require(actor, "strategy.withdraw_question", question)
    if question.state != State.ASKED:
        raise AlreadyChanged(_("This question is no longer open. Nothing was changed."))
    change_state(question, State.WITHDRAWN, withdrawn_at=now())
    record(actor, "strategy.question_withdrawn", question)


@transaction.atomic
def read_answer(question: DirectQuestion, *, actor: User) -> None:
    """Let an answer no longer wait on the asker's start page; harmless if done twice."""
    require(actor, "strategy.read_answer", question)
    if question.state != State.ANSWERED or question.read_at:
        return
    try:
        compare_and_set(question, expected={"state": State.ANSWERED, "read_at": None}, read_at=now())
    except AlreadyChanged:
        return  # tapped in two windows at the same moment
    record(actor, "strategy.answer_read", question)


@transaction.atomic
def tell_deputy(question: DirectQuestion) -> bool:
    """Post the deputy's letter when half the time is over; returns whether it was posted now."""
    if question not in DirectQuestion.objects.deputy_due(now()):
        return False
    try:
        compare_and_set(question, expected={"state": State.ASKED, "deputy_told_at": None}, deputy_told_at=now())
    except AlreadyChanged:
        return False  # answered, withdrawn or told by another worker
    deputy = question.deputy
    if deputy is None or deputy not in heads_of(question.municipality, but=question.asked_by):
        return False  # no longer a head: the link would be refused
    _post_question(question, deputy)
    return True


def heads_of(town: Municipality, *, but: User) -> list[User]:
    """Who may answer: everybody who holds the role of the head today, without ``but``."""
    return [head for head in people_with_role(town, Role.LEADERSHIP) if head != but]


def answer_links(question: DirectQuestion, head: User) -> list[tuple[str, str]]:
    """Each answer with an address of its own, bound to ``head``; it ends two weeks after the due time."""
    return [
        (text, absolute_address("direct_line:answer", _seal(question, head, number)))
        for number, text in question.answers
    ]


def _seal(question: DirectQuestion, head: User, number: int) -> str:
    return seal_link(
        PURPOSE,
        town=question.municipality_id,
        person=head.pk,
        subject=question.pk,
        until=question.link_until,
        more={"answer": number},
    )


def _must_be_askable(question: str, answers: list[str]) -> None:
    gaps = []
    if not question:
        gaps.append(_("The question is missing."))
    if len(question) > LONGEST_QUESTION:
        gaps.append(_("The question is longer than %(n)s characters.") % {"n": grouped(LONGEST_QUESTION)})
    if not 2 <= len(answers) <= 3:
        gaps.append(_("There must be two or three answers."))
    if any(len(text) > LONGEST_ANSWER for text in answers):
        gaps.append(_("An answer is longer than %(n)s characters.") % {"n": grouped(LONGEST_ANSWER)})
    if len({text.casefold() for text in answers}) < len(answers):
        gaps.append(_("Two answers are the same."))
    if gaps:
        raise Refused(gaps[0], gaps)


def _promise_of(town: Municipality) -> tuple[int, User | None]:
    """Promised hours of the strategy in force and its deputy; the default without one."""
    strategy = strategy_in_force(town)
    if strategy is None:
        return DEFAULT_PROMISE_HOURS, None
    return strategy.answer_promise_hours or DEFAULT_PROMISE_HOURS, strategy.answer_deputy


def replace_in_questions(questions: QuerySet[DirectQuestion], in_text: Callable[[str], str]) -> None:
    """Let ``in_text`` take a citizen's name out of what was asked and answered; too long a text is cut."""
    for asked in questions:
        values = {name: in_text(getattr(asked, name)) for name in DirectQuestion.WORDS}
        for number in (1, 2, 3):
            answer = values[f"answer_{number}"]
            if len(answer) > LONGEST_ANSWER:  # two answers that begin alike stay two
                values[f"answer_{number}"] = f"{answer[: LONGEST_ANSWER - 5]}… ({number})"
        fits = {name: text[: DirectQuestion.WORDS[name]] for name, text in values.items()}
        DirectQuestion._base_manager.filter(pk=asked.pk).update(**fits)


def _own_path(town: Municipality, path: str) -> str:
    is_ours = path.startswith(f"/{town.slug}/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and len(path) <= 300 and path.isprintable() else ""


def _post_question(question: DirectQuestion, head: User) -> None:
    _post(question, head, "asked", question.question, links=answer_links(question, head))


def _post(question: DirectQuestion, person: User, kind: str, subject: str, **more: Any) -> None:
    town = question.municipality
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "question": question,
            "person": person,
            "town": town,
            "page": absolute_address("strategy:question", town.slug, question.pk),
            "asked_from": absolute(question.asked_from),
            **more,
        }
        words = words_of(f"strategy/email/question_{kind}", context)
    post_letter(
        town,
        to=person.email,
        subject=f"{town.name}: {subject}",
        **words,
        key=f"direct_line:{question.pk}:{kind}:person:{person.pk}",
    )
