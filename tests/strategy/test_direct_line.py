# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One question to the head, one answer, by a given time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import datetime, make_aware, now

from accounts.models import AuditEntry, Letter, Membership, Role
from core.errors import AlreadyChanged, NotPermitted, Refused
from reporting.models import Reminder
from reporting.presenters.waiting import waiting_for
from reporting.services.reminders import update_reminders
from strategy import services, tasks
from strategy.models import DirectQuestion, Strategy
from strategy.queries import direct_line_record
from strategy.services.direct_line import MOST_OPEN
from tests.factories import person, secure
from tests.menu import questions_waiting_for
from tests.strategy.factories import asked_question, signed_strategy

State = DirectQuestion.State


@pytest.fixture
def mayor(town):
    head = person(town, Role.LEADERSHIP, name="Bürgermeisterin")
    secure(head)
    return head


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Redaktion")


def causes(user, town):
    return {item.cause for item in waiting_for(user, town, now())}


def test_every_head_gets_a_letter_with_one_link_per_answer(town, mayor, editor):
    deputy = person(town, Role.LEADERSHIP)

    services.ask_head(
        town,
        actor=editor,
        question="Dürfen wir heute antworten?",
        answers=["Ja", "Nein"],
        context="Es geht um die Brücke.",
    )

    letters = Letter.objects.order_by("to")
    assert {letter.to for letter in letters} == {mayor.email, deputy.email}
    for letter in letters:
        assert letter.text.count("/antwort/") == 2
        assert "Dürfen wir heute antworten?" in letter.text
        assert "Es geht um die Brücke." in letter.text
        assert "Redaktion" in letter.text


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ((2026, 11, 25, 10, 0), (2026, 11, 26, 10, 0)),
        ((2026, 11, 27, 10, 0), (2026, 11, 30, 14, 0)),  # two hours on Friday, six on Monday
        ((2026, 11, 28, 14, 37), (2026, 11, 30, 16, 0)),  # asked on a Saturday
        ((2026, 12, 24, 12, 0), (2026, 12, 28, 12, 0)),  # over Christmas, two public holidays and a week-end
        ((2026, 3, 28, 14, 37), (2026, 3, 30, 16, 0)),  # the night in which an hour is left out
        ((2026, 10, 24, 14, 37), (2026, 10, 26, 16, 0)),  # the night in which an hour comes twice
    ],
)
def test_without_a_strategy_the_answer_is_due_after_a_day_of_service(town, mayor, editor, asked, due):
    with time_machine.travel(make_aware(datetime(*asked)), tick=False):
        question = asked_question(town, editor)

    assert abs(question.due_at - make_aware(datetime(*due))) < timedelta(seconds=1)


def test_the_promise_in_force_is_kept_with_the_question(town, editor):
    signed_strategy(town)
    question = asked_question(town, editor)
    Strategy.objects.update(answer_promise_hours=2)

    question.refresh_from_db()

    assert question.promise_hours == 24


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.EDITOR, Role.MODERATOR, Role.COMMUNICATIONS}))
def test_only_the_team_asks(town, mayor, role):
    with pytest.raises(NotPermitted):
        services.ask_head(town, actor=person(town, role), question="Darf ich?", answers=["Ja", "Nein"])


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("", ["Ja", "Nein"]),
        ("   ", ["Ja", "Nein"]),
        ("x" * 281, ["Ja", "Nein"]),
        ("Geht das?", ["Ja"]),
        ("Geht das?", ["Ja", "Nein", "Später", "Nie"]),
        ("Geht das?", ["Ja", "ja"]),
        ("Geht das?", ["Ja", "N" * 41]),
    ],
)
def test_a_question_nobody_can_answer_by_a_tap_is_refused(town, mayor, editor, question, answers):
    with pytest.raises(Refused):
        services.ask_head(town, actor=editor, question=question, answers=answers)

    assert not DirectQuestion.objects.exists()
    assert not Letter.objects.exists()


def test_without_a_head_nobody_can_be_asked(town, editor):
    with pytest.raises(Refused, match="Behördenspitze"):
        asked_question(town, editor)


def test_a_double_click_is_one_question(town, mayor, editor):
    asked_question(town, editor)

    with pytest.raises(Refused, match="Genau"):
        asked_question(town, editor)

    assert DirectQuestion.objects.count() == Letter.objects.count() == 1


def test_the_head_is_not_buried(town, mayor, editor):
    for number in range(MOST_OPEN):
        asked_question(town, editor, question=f"Frage {number}?")

    with pytest.raises(Refused, match=str(MOST_OPEN)):
        asked_question(town, editor, question="Noch eine?")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/{slug}/dialog/?tab=open", True),
        ("/anderswo/dialog/", False),
        ("https://boese.example/{slug}/", False),
        ("//boese.example/{slug}/", False),
        ("javascript:alert(1)", False),
        ("/{slug}/" + "x" * 300, False),
    ],
)
def test_only_a_page_of_the_town_is_kept_as_the_place_of_asking(town, mayor, editor, path, kept):
    path = path.format(slug=town.slug)

    question = asked_question(town, editor, asked_from=path)

    assert question.asked_from == (path if kept else "")


def test_an_answer_is_given_once_and_told_to_the_asker(town, mayor, editor):
    question = asked_question(town, editor)

    services.answer_question(question, actor=mayor, chosen=2, remark="Erst nach der Sitzung.")

    question.refresh_from_db()
    assert (question.state, question.chosen_text, question.answered_by) == (State.ANSWERED, "Nein", mayor)
    letter = Letter.objects.get(to=editor.email)
    assert "Nein" in letter.subject
    assert "Erst nach der Sitzung." in letter.text
    with pytest.raises(AlreadyChanged):
        services.answer_question(question, actor=mayor, chosen=1)
    question.refresh_from_db()
    assert question.chosen == 2


def test_an_answer_that_was_not_offered_changes_nothing(town, mayor, editor):
    question = asked_question(town, editor, answers=["Ja", "Nein"])

    with pytest.raises(Refused):
        services.answer_question(question, actor=mayor, chosen=3)

    question.refresh_from_db()
    assert question.state == State.ASKED


def test_nobody_answers_the_own_question(town, mayor):
    both = person(town, Role.LEADERSHIP, Role.COMMUNICATIONS)
    question = asked_question(town, both)

    assert Letter.objects.get().to == mayor.email
    with pytest.raises(NotPermitted):
        services.answer_question(question, actor=both, chosen=1)


def test_only_the_asker_withdraws_and_then_nobody_answers(town, mayor, editor):
    question = asked_question(town, editor)
    with pytest.raises(NotPermitted):
        services.withdraw_question(question, actor=person(town, Role.COMMUNICATIONS))

    services.withdraw_question(question, actor=editor)

    with pytest.raises(AlreadyChanged):
        services.answer_question(question, actor=mayor, chosen=1)
    with pytest.raises(AlreadyChanged):
        services.withdraw_question(question, actor=editor)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "answered"},
        {"chosen": 1},
        {"state": "withdrawn"},
        {"answer_2": ""},
        {"answer_1": "Nein"},
        {"promise_hours": 0},
        {"due_at": make_aware(datetime(2000, 1, 1))},
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(town, mayor, editor, changes):
    question = asked_question(town, editor)

    with pytest.raises(IntegrityError), transaction.atomic():
        DirectQuestion.objects.filter(pk=question.pk).update(**changes)


def test_a_question_waits_for_the_head_and_becomes_urgent_when_overdue(town, mayor, editor):
    question = asked_question(town, editor)
    assert causes(mayor, town) == {f"question:{question.pk}:answer"}
    assert causes(editor, town) == set()

    with time_machine.travel(question.due_at + timedelta(minutes=1)):
        (item,) = waiting_for(mayor, town, now())
        assert (item.cause, item.urgency) == (f"question:{question.pk}:late", 1)
        assert causes(editor, town) == {f"question:{question.pk}:overdue"}


def test_a_reminder_repeats_no_letter_and_comes_when_the_time_is_over(town, mayor, editor):
    question = asked_question(town, editor)
    update_reminders(town, now())
    assert not Reminder.objects.exists()

    with time_machine.travel(question.due_at + timedelta(minutes=1)):
        update_reminders(town, now())

        assert set(Reminder.objects.values_list("person", flat=True)) == {mayor.pk, editor.pk}


def test_an_answer_waits_for_the_asker_until_it_is_read(town, mayor, editor):
    question = asked_question(town, editor)
    services.answer_question(question, actor=mayor, chosen=1)
    assert causes(editor, town) == {f"question:{question.pk}:answered"}
    assert questions_waiting_for(editor, town) == 1
    with pytest.raises(NotPermitted):
        services.read_answer(question, actor=person(town, Role.EDITOR))

    services.read_answer(question, actor=editor)
    services.read_answer(question, actor=editor)

    assert causes(editor, town) == set()
    assert questions_waiting_for(editor, town) == 0
    assert AuditEntry.objects.filter(action="strategy.answer_read").count() == 1


def test_the_audit_names_the_question_without_its_words(town, mayor, editor):
    question = asked_question(town, editor, question="Darf Frau Muster das sagen?")
    services.answer_question(question, actor=mayor, chosen=1, remark="Ja, gern.")

    entries = AuditEntry.objects.filter(action__startswith="strategy.question")

    assert {entry.action for entry in entries} == {"strategy.question_asked", "strategy.question_answered"}
    assert not any("Muster" in f"{e.object_label}{e.details}" or "gern" in str(e.details) for e in entries)


def test_the_promise_is_measured_in_service_hours(town, mayor, editor):
    friday = make_aware(datetime(2026, 11, 27, 12, 0))
    for number, hours in enumerate((1, 71, 90)):  # one hour; Monday at eleven; Tuesday morning, too late
        with time_machine.travel(friday, tick=False):
            question = asked_question(town, editor, question=f"Frage {number}?")
        with time_machine.travel(friday + timedelta(hours=hours), tick=False):
            services.answer_question(question, actor=mayor, chosen=1)
    with time_machine.travel(friday, tick=False):
        withdrawn = asked_question(town, editor, question="Zurückgezogen?")
        services.withdraw_question(withdrawn, actor=editor)
        asked_question(town, editor, question="Noch offen?")

    record = direct_line_record(town, at=friday + timedelta(hours=2))
    later = direct_line_record(town, at=friday + timedelta(days=7))

    assert (record.asked, record.answered, record.median_hours, record.promise_hours) == (4, 3, 3.0, 8)
    assert record.kept_percent == 67
    assert later.kept_percent == 50  # the open one counts as broken by now


def test_without_questions_there_is_nothing_to_measure(town):
    record = direct_line_record(town)

    assert (record.asked, record.median_hours, record.kept_percent) == (0, None, None)


def test_the_record_costs_one_query(town, mayor, editor, django_assert_num_queries):
    for number in range(3):
        question = asked_question(town, editor, question=f"Frage {number}?")
        services.answer_question(question, actor=mayor, chosen=1)

    with django_assert_num_queries(1):
        direct_line_record(town)


def with_deputy(town, editor, deputy):
    question = asked_question(town, editor)
    DirectQuestion.objects.filter(pk=question.pk).update(deputy=deputy)
    question.refresh_from_db()
    Letter.objects.all().delete()
    return question


def test_the_deputy_is_told_once_when_half_the_time_is_over(town, mayor, editor):
    deputy = person(town, Role.LEADERSHIP)
    question = with_deputy(town, editor, deputy)

    tasks.tell_deputies()
    before = Letter.objects.count()
    with time_machine.travel(question.half_at + timedelta(minutes=1)):
        for _ in range(3):
            tasks.tell_deputies()

    assert before == 0
    assert Letter.objects.get().to == deputy.email


@pytest.mark.parametrize("settle", ["answer", "withdraw", "lose the role"])
def test_the_deputy_is_not_told_of_what_is_settled(town, mayor, editor, settle):
    deputy = person(town, Role.LEADERSHIP)
    question = with_deputy(town, editor, deputy)
    if settle == "answer":
        services.answer_question(question, actor=mayor, chosen=1)
    elif settle == "withdraw":
        services.withdraw_question(question, actor=editor)
    else:
        Membership.objects.filter(user=deputy).delete()

    with time_machine.travel(question.half_at + timedelta(minutes=1)):
        tasks.tell_deputies()

    assert not Letter.objects.filter(to=deputy.email).exists()
