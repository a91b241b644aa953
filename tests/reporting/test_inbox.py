# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute* is the one inbox: it says that nothing waits only when it is so, and settles what can be settled there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Letter, Role
from channels_mgmt.models import Post
from reporting.presenters.waiting import waiting_for
from tests.factories import person, secure
from tests.reporting.test_readiness import complete
from tests.reporting.test_today import causes, page_of, planned_in
from tests.strategy.factories import asked_question

NOTHING = "Alles ist entschieden."


@pytest.mark.parametrize("role", Role.values)
def test_in_a_town_that_is_not_ready_nobody_reads_that_all_is_decided(town, role):
    assert NOTHING not in page_of(person(town, role), town)


def test_in_a_ready_town_without_work_it_does(town):
    complete(town)

    assert NOTHING in page_of(person(town, Role.EDITOR), town)


def test_steps_i_can_take_are_lines_of_my_own(town):
    page = page_of(person(town, Role.COMMUNICATIONS), town)

    assert "Noch offen: Die Adresse des Impressums ist eingetragen" in page
    assert "weitere Schritte können Sie gehen" in page
    assert waiting_for(person(town, Role.COMMUNICATIONS), town, now()) == []  # no mail repeats them


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADERSHIP])
def test_whose_account_opens_the_most_doors_is_asked_for_a_second_factor(town, role):
    holder = person(town, role)
    assert "account:second_factor" in causes(holder, town)
    assert "account:second_factor" not in causes(person(town, Role.EDITOR), town)

    secure(holder)

    assert "account:second_factor" not in causes(holder, town)


@pytest.mark.parametrize(("days", "is_there"), [(-1, True), (4, True), (6, False)])
def test_an_own_draft_waits_when_its_day_comes_near(town, days, is_there):
    editor, other = person(town, Role.EDITOR), person(town, Role.EDITOR)
    post = planned_in(town, days, author=editor)
    cause = f"post:{post.pk}:{'late' if days < 0 else 'unfinished'}"

    assert (cause in causes(editor, town)) == is_there
    assert causes(other, town) == set()

    Post.objects.filter(pk=post.pk).update(state=Post.State.IN_REVIEW, submitted_by=editor, submitted_at=now())
    assert cause not in causes(editor, town)


def test_a_returned_draft_is_one_line_and_not_two(town):
    editor = person(town, Role.EDITOR)
    post = planned_in(town, 1, author=editor, return_reason="Bitte kürzer.")

    assert causes(editor, town) == {f"post:{post.pk}:returned"}


def test_a_role_that_nobody_has_is_invited_by_who_may_and_named_to_others(town):
    invite = f'href="{reverse("settings:invite", args=[town.slug])}"'

    administrator = page_of(person(town, Role.ADMINISTRATOR), town)
    editor = page_of(person(town, Role.EDITOR), town)

    assert invite in administrator
    assert "Diese Rolle hat noch niemand: Behördenspitze" in administrator
    assert invite not in editor
    assert "Die Administration kann jemanden einladen." in editor


def test_a_question_is_answered_where_it_stands(town):
    mayor, editor = person(town, Role.LEADERSHIP), person(town, Role.EDITOR)
    question = asked_question(town, editor)
    client = Client()
    client.force_login(mayor, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = reverse("today:today", args=[town.slug])
    address = reverse("strategy:answer_question", args=[town.slug, question.pk])
    page = client.get(here).content.decode()

    answer = client.post(address, {"answer": "1", "next": here})

    assert f'action="{address}"' in page
    assert answer.url == here
    question.refresh_from_db()
    assert question.chosen == 1


def test_one_mail_that_did_not_leave_is_sent_again_where_it_stands(town):
    administrator = person(town, Role.ADMINISTRATOR)
    secure(administrator)

    def given_up(number):
        return Letter.objects.create(
            municipality=town,
            to="amt@stadt.example",
            subject="Bericht",
            text="…",
            key=f"letter:{number}",
            state=Letter.State.GIVEN_UP,
            due_at=now() - timedelta(hours=1),
            error="abgelehnt",
        )

    letter = given_up(1)
    (alone,) = waiting_for(administrator, town, now())
    client = Client()
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = reverse("today:today", args=[town.slug])

    answer = client.post(alone.settling.path, {"answer": "", "next": here})

    assert answer.url == here
    letter.refresh_from_db()
    assert letter.state == Letter.State.DUE
    given_up(2)
    given_up(3)
    (several,) = waiting_for(administrator, town, now())
    assert several.settling is None


def test_the_way_back_leads_nowhere_else(town):
    administrator = person(town, Role.ADMINISTRATOR)
    letter = Letter.objects.create(
        municipality=town,
        to="amt@stadt.example",
        subject="Bericht",
        text="…",
        key="letter:1",
        state=Letter.State.GIVEN_UP,
        due_at=now(),
        error="abgelehnt",
    )
    client = Client()
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        reverse("settings:send_letter_again", args=[town.slug, letter.pk]), {"next": "https://anderswo.example/"}
    )

    assert answer.url == reverse("settings:letters", args=[town.slug])
