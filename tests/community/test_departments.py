# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A department is asked because of a comment and answers behind a link, without an account."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Letter, Role
from community.frame.waiting import SOURCES
from community.models import Comment, Decision, DepartmentQuestion
from community.queries.retention import has_a_reason_to_stay
from community.services.cases import empty_comment
from community.services.decisions import undo_decision
from community.services.departments import (
    MOST_OPEN,
    receive_answer,
    remind_department,
    withdraw_department_question,
)
from community.services.queue import claim_comment
from community.services.retention import replace_author
from community.services.wording import CommentChanged
from community.tasks import remind_departments
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import comment_in, decision_on, department_answered, department_asked, moderator
from tests.factories import person
from tests.racing import race

State = DepartmentQuestion.State
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=BERLIN)


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town):
    return comment_in(town, text="Gilt das auch für Fahrräder? Gruß, Hafenliebe")


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def link_in(letter: Letter) -> str:
    return re.search(r"https?://[^/\s]+(/fachamt/\S+)", letter.text).group(1)


def letter_of(asked, kind="asked") -> Letter:
    return Letter.objects.get(key=f"department:{asked.pk}:{kind}")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# -- asking -----------------------------------------------------------------------------------------


def test_a_question_leaves_by_letter_and_the_comment_waits_with_the_department(town, alma, comment):
    asked = department_asked(comment, alma)

    letter = letter_of(asked)
    assert letter.to == "bauamt@stadt.example"
    assert "Gilt die Sperrung für Räder?" in letter.text
    assert stored(comment).state == Comment.State.WITH_DEPARTMENT
    assert stored(comment).claimed_by is None


def test_the_letter_names_no_citizen_and_quotes_only_what_was_typed(town, alma, comment):
    """Detects a letter that carries the comment or its author out of the house."""
    text = letter_of(department_asked(comment, alma)).text

    assert comment.author.name not in text
    assert comment.author.handle not in text
    assert "Gruß" not in text


def test_the_answer_is_due_at_the_end_of_the_third_working_day(town, alma, comment):
    with time_machine.travel(FRIDAY, tick=False):
        asked = department_asked(comment, alma)

    assert asked.due_at.astimezone(BERLIN) == datetime(2026, 12, 2, 23, 59, tzinfo=BERLIN)
    assert asked.remind_at.astimezone(BERLIN) == datetime(2026, 12, 2, 7, 30, tzinfo=BERLIN)


def test_a_first_answer_goes_to_the_citizen_and_can_be_taken_back(town, alma, comment):
    asked = department_asked(comment, alma, interim_answer="Wir fragen nach und antworten bis Mittwoch.")

    decision = Decision.objects.get(comment=comment)
    assert decision.reply_text == "Wir fragen nach und antworten bis Mittwoch."
    assert stored(comment).state == Comment.State.DECIDED

    undo_decision(decision, actor=alma)

    assert stored(comment).state == Comment.State.CLAIMED
    assert stored(asked).state == State.ASKED


def test_a_first_answer_that_is_too_long_asks_nobody(town, alma, comment):
    """Detects a letter that leaves although the answer beside it was refused."""
    with pytest.raises(Refused):
        department_asked(comment, alma, interim_answer="a" * 400)

    assert not DepartmentQuestion.objects.exists()
    assert not Letter.objects.filter(key__startswith="department:").exists()
    assert stored(comment).state == Comment.State.NEW


@pytest.mark.parametrize(
    "given",
    [{"department": " "}, {"question": "\n"}, {"question": "a" * 2001}, {"days": 0}, {"days": 31}],
)
def test_what_is_missing_is_named_and_nothing_happens(town, alma, comment, given):
    with pytest.raises(Refused):
        department_asked(comment, alma, **given)

    assert stored(comment).state == Comment.State.NEW


def test_the_same_department_is_asked_once_another_one_as_well(town, alma, comment):
    department_asked(comment, alma)

    with pytest.raises(Refused, match="bereits"):
        department_asked(comment, alma, email="BAUAMT@stadt.example")
    department_asked(comment, alma, department="Ordnungsamt", email="ordnung@stadt.example")

    assert DepartmentQuestion.objects.filter(comment=comment).open().count() == 2


def test_more_than_five_departments_are_not_asked_at_once(town, alma, comment):
    for number in range(MOST_OPEN):
        department_asked(comment, alma, email=f"amt{number}@stadt.example")

    with pytest.raises(Refused):
        department_asked(comment, alma, email="amt6@stadt.example")


def test_what_a_colleague_holds_is_not_passed_on(town, alma, comment):
    claim_comment(comment, actor=moderator(town, name="Bo"))

    with pytest.raises(AlreadyChanged, match="Bo"):
        department_asked(comment, alma)


def test_a_comment_that_was_edited_meanwhile_is_not_passed_on(town, alma, comment):
    Comment.objects.filter(pk=comment.pk).update(revision=2)

    with pytest.raises(CommentChanged):
        department_asked(comment, alma, seen_revision=1)
    assert not DepartmentQuestion.objects.exists()


def test_a_reader_asks_nobody(town, comment):
    with pytest.raises(NotPermitted):
        department_asked(comment, person(town, Role.READER))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_at_once_ask_once(town, alma, comment):
    bo = moderator(town)

    outcomes = race(town, [lambda who=who: department_asked(comment, who) for who in (alma, bo)])

    assert sum(isinstance(one, DepartmentQuestion) for one in outcomes) == 1
    assert DepartmentQuestion.objects.count() == 1


# -- answering --------------------------------------------------------------------------------------


def test_the_answer_brings_the_comment_back_and_says_why(town, alma, comment):
    asked = department_answered(comment, alma)

    found = stored(comment)
    assert (found.state, found.urgency) == (Comment.State.NEW, Comment.Urgency.SOON)
    assert "Bauamt" in found.urgency_reason
    assert stored(asked).answer == "Räder dürfen durch."


def test_the_answer_opens_a_comment_again_that_got_a_first_answer(town, alma, comment):
    asked = department_asked(comment, alma, interim_answer="Wir fragen nach.")

    receive_answer(asked, text="Ja.")

    assert (stored(comment).state, stored(comment).decided_at) == (Comment.State.NEW, None)


def test_whoever_is_at_work_on_the_comment_keeps_it(town, alma, comment):
    asked = department_asked(comment, alma)
    claim_comment(stored(comment), actor=alma)

    receive_answer(stored(asked), text="Ja.")

    assert (stored(comment).state, stored(comment).claimed_by) == (Comment.State.CLAIMED, alma)


def test_a_danger_stays_the_most_urgent(town, alma):
    threat = comment_in(town, urgency=Comment.Urgency.DANGER)

    department_answered(threat, alma)

    assert stored(threat).urgency == Comment.Urgency.DANGER


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(town, alma, comment):
    asked = department_asked(comment, alma)

    outcomes = race(town, [lambda text=text: receive_answer(stored(asked), text=text) for text in ("Ja.", "Nein.")])

    assert sum(isinstance(one, AlreadyChanged) for one in outcomes) == 1
    assert stored(asked).answer in {"Ja.", "Nein."}


def test_the_link_shows_the_question_and_changes_nothing(town, alma, comment, client):
    """Detects a link that acts by being opened: mail scanners open them all."""
    asked = department_asked(comment, alma)
    link = link_in(letter_of(asked))

    for _ in range(3):
        page = client.get(link)
        assert client.head(link).status_code == 200
    text = page.content.decode()
    assert "Gilt die Sperrung für Räder?" in text
    assert comment.author.name not in text
    assert stored(asked).state == State.ASKED
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_a_department_answers_without_an_account_once(town, alma, comment, client):
    asked = department_asked(comment, alma)
    link = link_in(letter_of(asked))

    first = client.post(link, {"text": "Räder dürfen durch.", "answered_as": "Zi. 12"}, follow=True)
    second = client.post(link, {"text": "Doch nicht."})

    assert "Räder dürfen durch." not in first.content.decode()  # whoever finds the link later reads no answer
    assert second.status_code == 409
    assert stored(asked).answer == "Räder dürfen durch."
    assert "_auth_user_id" not in client.session


def test_an_employee_who_is_signed_in_may_use_the_link_as_well(town, alma, comment):
    """Detects a check for the person of the link: nobody's account stands behind this one."""
    asked = department_asked(comment, alma)

    answer = signed_in(person(town, Role.EDITOR)).post(link_in(letter_of(asked)), {"text": "Ja."})

    assert answer.status_code == 302
    assert stored(asked).state == State.ANSWERED


def test_an_answer_after_the_due_time_counts(town, alma, comment, client):
    asked = department_asked(comment, alma)

    with time_machine.travel(asked.due_at + timedelta(days=3)):
        page = client.get(link_in(letter_of(asked)))
        client.post(link_in(letter_of(asked)), {"text": "Ja."})

    assert page.status_code == 200
    assert stored(asked).state == State.ANSWERED


def test_a_link_ends_a_month_after_the_due_time(town, alma, comment, client):
    asked = department_asked(comment, alma)

    with time_machine.travel(asked.link_until + timedelta(minutes=1)):
        answer = client.post(link_in(letter_of(asked)), {"text": "Ja."})

    assert answer.status_code == 410
    assert "Gilt die Sperrung" not in answer.content.decode()
    assert stored(asked).state == State.ASKED


def test_a_changed_link_opens_nothing(town, alma, comment, client):
    link = link_in(letter_of(department_asked(comment, alma)))

    assert client.get(link[:-3] + "abc/").status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "a" * 5001])
def test_an_answer_that_is_refused_keeps_what_was_typed(town, alma, comment, client, text):
    asked = department_asked(comment, alma)

    answer = client.post(link_in(letter_of(asked)), {"text": text, "answered_as": "Zimmer 12"})

    assert answer.status_code == 422
    assert "Zimmer 12" in answer.content.decode()
    assert stored(asked).state == State.ASKED


# -- reminding and taking back ----------------------------------------------------------------------


def test_a_department_is_reminded_once_on_the_day_it_is_due(town, alma, comment):
    with time_machine.travel(FRIDAY, tick=False):
        asked = department_asked(comment, alma)
    with time_machine.travel(asked.remind_at - timedelta(minutes=1), tick=False):
        remind_departments()
        assert not Letter.objects.filter(key__endswith=":reminded").exists()

    with time_machine.travel(asked.remind_at, tick=False):
        remind_departments()
        remind_departments()

    assert Letter.objects.filter(key__endswith=":reminded").count() == 1
    assert "/fachamt/" in link_in(letter_of(asked, "reminded"))


def test_an_answered_question_is_not_reminded(town, alma, comment):
    asked = department_answered(comment, alma)

    with time_machine.travel(asked.due_at):
        assert not remind_department(stored(asked))


def test_a_question_taken_back_tells_the_department_and_frees_the_comment(town, alma, comment, client):
    asked = department_asked(comment, alma)
    link = link_in(letter_of(asked))

    withdraw_department_question(stored(asked), actor=alma)

    assert stored(comment).state == Comment.State.NEW
    assert letter_of(asked, "withdrawn")
    assert client.get(link).status_code == 410
    assert client.post(link, {"text": "Ja."}).status_code == 409


def test_with_a_second_question_open_the_comment_goes_on_waiting(town, alma, comment):
    first = department_asked(comment, alma)
    department_asked(comment, alma, email="ordnung@stadt.example")

    withdraw_department_question(stored(first), actor=alma)

    assert stored(comment).state == Comment.State.WITH_DEPARTMENT


def test_what_is_owed_longer_than_promised_waits_on_the_start_page(town, alma, comment):
    asked = department_asked(comment, alma)
    client = signed_in(alma)

    assert "hat noch nicht geantwortet" not in client.get(reverse("today:today", args=[town.slug])).content.decode()
    with time_machine.travel(asked.due_at + timedelta(minutes=1)):
        page = signed_in(alma).get(reverse("today:today", args=[town.slug])).content.decode()

    assert "Bauamt hat noch nicht geantwortet" in page
    assert any(source.position == 145 for source in SOURCES)


# -- pages ------------------------------------------------------------------------------------------


def ask_page(comment) -> str:
    return reverse("dialog:ask_department", args=[comment.municipality.slug, comment.pk])


def test_the_form_proposes_the_words_and_known_departments(town, alma, comment):
    department_asked(comment_in(town), alma)

    page = signed_in(alma).get(ask_page(comment)).content.decode()

    assert "bauamt@stadt.example" in page
    assert "Gilt das auch für Fahrräder?" in page


def test_a_private_message_is_not_copied_into_the_form(town, alma):
    secret = comment_in(town, text="Bitte vertraulich.", is_private=True)

    answer = signed_in(alma).get(ask_page(secret))

    assert "Bitte vertraulich." not in answer.context["form"]["question"].value()


def test_the_form_asks_and_leads_back_to_the_comment(town, alma, comment):
    client = signed_in(alma)
    given = {"revision": 1, "department": "Bauamt", "email": "bau@stadt.example", "question": "Räder?", "days": 2}

    answer = client.post(ask_page(comment), given, follow=True)

    assert answer.redirect_chain[0][0].endswith(f"/{comment.pk}/")
    assert "Bauamt" in answer.content.decode()
    assert stored(comment).state == Comment.State.WITH_DEPARTMENT


def test_a_refused_form_keeps_every_word(town, alma, comment):
    given = {"revision": 1, "department": "Bauamt", "email": "bau", "question": "Räder?", "days": 99}

    answer = signed_in(alma).post(ask_page(comment), given)

    assert answer.status_code == 422
    assert "Räder?" in answer.content.decode()
    assert not DepartmentQuestion.objects.exists()


def test_the_answer_stands_on_the_desk_and_begins_the_reply(town, alma, comment):
    asked = department_answered(comment, alma)
    client = signed_in(alma)
    page = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()

    begun = client.post(reverse("dialog:use_department_answer", args=[town.slug, asked.pk]), follow=True)

    assert "Räder dürfen durch." in page
    assert re.search(r"<textarea[^>]*name=\"text\"[^>]*>\s*Räder dürfen durch\.", begun.content.decode())
    assert stored(comment).claimed_by == alma


def test_the_list_shows_what_is_owed_answered_and_taken_back(town, alma, comment):
    department_asked(comment, alma)
    department_answered(comment_in(town), alma)
    client, address = signed_in(alma), reverse("dialog:departments", args=[town.slug])

    assert "Bauamt" in client.get(address).content.decode()
    assert "dialog-signs" in client.get(f"{address}?tab=answered&q=Räder").content.decode()
    assert "Nichts gefunden" in client.get(f"{address}?q=Schwimmbad").content.decode()
    assert client.get(f"{address}?tab=withdrawn").status_code == 200


def test_the_list_costs_the_same_for_one_and_three(town, alma, django_assert_max_num_queries):
    client, address = signed_in(alma), reverse("dialog:departments", args=[town.slug])
    department_asked(comment_in(town), alma)
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)
    for _ in range(3):
        department_asked(comment_in(town), alma)
    with django_assert_max_num_queries(8):
        client.get(address)


# -- what goes after its time -----------------------------------------------------------------------


def test_a_pseudonym_stands_for_the_citizen_in_question_and_answer(town, alma):
    comment = comment_in(town)
    name = comment.author.name
    asked = department_asked(comment, alma, question=f"{name} fragt nach Rädern.")
    receive_answer(asked, text=f"Bitte {name} grüßen: Räder dürfen durch.")
    decision_on(comment, alma)

    replace_author(stored(comment), {}, now())

    kept = stored(asked)
    assert name not in kept.question + kept.answer
    assert "Räder dürfen durch." in kept.answer


def test_an_open_question_keeps_the_author_until_it_is_settled(town, alma, comment):
    department_asked(comment, alma, interim_answer="Wir fragen nach.")
    assert has_a_reason_to_stay(stored(comment))


def test_a_released_case_keeps_no_word_of_question_and_answer(town, alma, comment):
    asked = department_answered(comment, alma)
    decision_on(comment, alma)
    fresh = stored(comment)
    fresh.municipality = town

    empty_comment(fresh, {}, now(), [])

    kept = stored(asked)
    assert (kept.question, kept.answer, kept.answered_as) == (Comment.GONE, Comment.GONE, "")
