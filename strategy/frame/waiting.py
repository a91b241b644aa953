# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of the strategy and the direct line."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, Settling, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from accounts.signoff.waiting import returned_items, signature_items
from accounts.tenancy.permissions import may
from core.moments import german_datetime
from core.questions import question
from strategy.models import DirectQuestion
from strategy.queries import open_strategy, renewal_of, today_in
from strategy.queries.waiting import own_questions_to_see, questions_to_answer, strategies_returned, strategies_to_sign


def menu_rows(person: User, town: Municipality) -> Iterator[str]:
    """What the menu counts: versions to sign or to rework, questions to answer, answers to read."""
    yield "strategies.returned"
    if Role.LEADERSHIP in person.roles_in(town):
        yield "strategies.to_sign"
    if may(person, "strategy.answer_questions", town):
        yield "questions.to_answer"
        yield "questions.answered"
    elif may(person, "strategy.ask_head", town):
        yield "questions.answered"


def _to_sign(case: Case) -> Iterator[WaitingItem]:
    documents = strategies_to_sign(case.town, case.person).select_related("submitted_by")
    yield from signature_items(documents, "admin:strategy_strategy_change")


def _returned(case: Case) -> Iterator[WaitingItem]:
    page = reverse("strategy:document", args=[case.town.slug])
    yield from returned_items(strategies_returned(case.town, case.person), page)


def _renewal(case: Case) -> Iterator[WaitingItem]:
    town = case.town
    renewal, today = renewal_of(town), today_in(town, case.at)
    if renewal is None or not renewal.is_near(today) or open_strategy(town) is not None:
        return  # whoever writes the next version has begun the review
    yield WaitingItem(
        cause=f"strategy.renewal:{renewal.version}:{renewal.due_on}",
        urgency=2 if renewal.is_overdue(today) else 3,
        icon="strategy",
        text=_("The strategy should be looked at again by %(day)s.") % {"day": f"{renewal.due_on:%d.%m.%Y}"},
        path=reverse("strategy:document", args=[town.slug]),
        action=_("To the strategy"),
        note=_("Start a new version and have it signed. Until then the present one stays in force."),
    )


@question
def first_questions(town: Municipality, person: User) -> QuerySet[DirectQuestion]:
    return questions_to_answer(town, person).select_related("asked_by")[:MAX_LINES_PER_KIND]


def _questions_to_the_head(case: Case) -> Iterator[WaitingItem]:
    for asked in first_questions(case.town, case.person):
        is_late = asked.is_late(case.at)
        words = _("overdue since %(moment)s") if is_late else _("answer until %(moment)s")
        yield WaitingItem(
            cause=f"question:{asked.pk}:{'late' if is_late else 'answer'}",
            urgency=1 if is_late else 2,
            icon="ask",
            text=_("%(name)s asks: %(question)s") % {"name": asked.asked_by, "question": asked.question},
            path=reverse("strategy:question", args=[case.town.slug, asked.pk]),
            action=_("Give an answer"),
            since=asked.asked_at,
            note=words % {"moment": german_datetime(asked.due_at, case.town)},
            is_mailed=not is_late,
            settling=Settling(
                reverse("strategy:answer_question", args=[case.town.slug, asked.pk]),
                tuple((str(number), text) for number, text in asked.answers),
            ),
        )


def _own_questions(case: Case) -> Iterator[WaitingItem]:
    for asked in own_questions_to_see(case.town, case.person, case.at)[:MAX_LINES_PER_KIND]:
        is_answered = asked.state == DirectQuestion.State.ANSWERED
        yield WaitingItem(
            cause=f"question:{asked.pk}:{'answered' if is_answered else 'overdue'}",
            urgency=2,
            icon="success" if is_answered else "hourglass",
            text=_("The answer is there: %(answer)s") % {"answer": asked.chosen_text}
            if is_answered
            else _("Your question to the head is overdue. Please call."),
            path=reverse("strategy:question", args=[case.town.slug, asked.pk]),
            action=_("Read the answer") if is_answered else _("Look at it"),
            since=asked.answered_at or asked.due_at,
            note=asked.question,
            is_mailed=is_answered,
            settling=Settling(reverse("strategy:read_answer", args=[case.town.slug, asked.pk]), (("", _("Noted")),))
            if is_answered
            else None,
        )


HEAD, WRITING = frozenset({Role.LEADERSHIP}), frozenset({Role.COMMUNICATIONS, Role.EDITOR})
SOURCES = (
    WaitingSource(10, HEAD, _to_sign, ("strategies.to_sign",)),
    WaitingSource(30, WRITING, _returned, ("strategies.returned",)),
    WaitingSource(50, HEAD | {Role.COMMUNICATIONS}, _renewal),
    WaitingSource(60, HEAD, _questions_to_the_head, ("questions.to_answer",)),
    WaitingSource(70, WRITING | {Role.MODERATOR}, _own_questions, ("questions.own",)),
)
