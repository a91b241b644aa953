# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The direct line on its pages, and the link that answers without login."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from accounts.models import Letter, Membership, Role
from accounts.tenancy.links import seal_link
from strategy import services
from strategy.models import DirectQuestion
from tests.factories import MunicipalityFactory, person
from tests.strategy.factories import asked_question

State = DirectQuestion.State


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Bürgermeisterin")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Redaktion")


@pytest.fixture
def question(town, mayor, editor):
    return asked_question(town, editor, context="Wortlaut der Antwort.")


def links_in_mail_to(head) -> list[str]:
    return re.findall(r"https?://[^/]+(/antwort/\S+)", Letter.objects.get(to=head.email).text)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def state_of(question) -> str:
    question.refresh_from_db()
    return question.state


# -- the link ---------------------------------------------------------------------------------------


def test_opening_a_link_shows_and_asks_and_changes_nothing(question, mayor, client):
    """Detects a link that acts by being opened: mail scanners open them all, several times."""
    for link in links_in_mail_to(mayor):
        for _ in range(3):
            answer = client.get(link)
            assert client.head(link).status_code == 200
            assert client.options(link).status_code == 405
            assert answer.status_code == 200
            assert "Dürfen wir das heute so beantworten?" in answer.content.decode()
            assert "Wortlaut der Antwort." in answer.content.decode()

    assert state_of(question) == State.ASKED


def test_the_page_of_a_link_is_neither_stored_nor_indexed_nor_told_to_others(question, mayor, client):
    answer = client.get(links_in_mail_to(mayor)[0])

    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert not re.findall(r'(?:src|href|action)="https?://', answer.content.decode())


def test_the_answer_of_the_link_stands_in_front(question, mayor, client):
    page = client.get(links_in_mail_to(mayor)[1]).content.decode()

    assert re.findall(r'kern-btn--primary"\s+name="answer"\s+value="(\d)"', page) == ["2"]


def test_one_tap_answers_without_login(question, mayor, client):
    link = links_in_mail_to(mayor)[0]

    answer = client.post(link, {"answer": "1", "remark": "Gern."}, follow=True)

    assert "Danke" in answer.content.decode()
    question.refresh_from_db()
    assert (question.chosen_text, question.remark, question.answered_by) == ("Ja", "Gern.", mayor)
    assert "_auth_user_id" not in client.session  # the link signs nobody in


def test_a_second_tap_explains_and_changes_nothing(question, mayor, client):
    yes, no, _call = links_in_mail_to(mayor)
    client.post(yes, {"answer": "1"})

    again, shown = client.post(no, {"answer": "2"}), client.get(no)

    assert again.status_code == 409
    assert "Ja" in shown.content.decode()
    question.refresh_from_db()
    assert question.chosen == 1


def test_a_deputy_who_is_late_learns_who_answered(question, town, mayor, editor, client):
    deputy = person(town, Role.LEADERSHIP, name="Beigeordneter")
    second = asked_question(town, editor, question="Und das?")
    link = next(link for link in re.findall(r"(/antwort/\S+)", Letter.objects.get(to=deputy.email).text))
    services.answer_question(second, actor=mayor, chosen=1)

    answer = client.get(link)

    assert answer.status_code == 410
    assert "Bürgermeisterin" in answer.content.decode()


def test_a_withdrawn_question_says_so(question, mayor, editor, client):
    services.withdraw_question(question, actor=editor)

    answer = client.post(links_in_mail_to(mayor)[0], {"answer": "1"})

    assert answer.status_code == 409
    assert "nicht mehr nötig" in answer.content.decode()
    assert state_of(question) == State.WITHDRAWN


def test_a_link_ends_two_weeks_after_its_time(question, mayor, client):
    link = links_in_mail_to(mayor)[0]

    with time_machine.travel(question.due_at + timedelta(days=13)):
        late = client.get(link).status_code
    with time_machine.travel(question.due_at + timedelta(days=15)):
        shown, sent = client.get(link), client.post(link, {"answer": "1"})

    assert late == 200
    assert (shown.status_code, sent.status_code) == (410, 410)
    assert "Dürfen wir" not in shown.content.decode()
    assert state_of(question) == State.ASKED


@pytest.mark.parametrize("spoil", [lambda t: t[:-6], lambda t: f"x{t}", str.swapcase])
def test_a_changed_link_explains_itself_and_reveals_nothing(question, mayor, client, spoil):
    token = links_in_mail_to(mayor)[0].removeprefix("/antwort/").removesuffix("/")
    changed = reverse("direct_line:answer", args=[spoil(token)])

    shown, sent = client.get(changed), client.post(changed, {"answer": "1"})

    assert (shown.status_code, sent.status_code) == (404, 404)
    assert "Dürfen wir" not in shown.content.decode()
    assert state_of(question) == State.ASKED


def test_a_link_of_another_purpose_does_not_answer(question, town, mayor, client):
    token = seal_link(
        "sign", town=town.pk, person=mayor.pk, subject=question.pk, until=question.link_until, more={"answer": 1}
    )

    assert client.post(reverse("direct_line:answer", args=[token]), {"answer": "1"}).status_code == 404
    assert state_of(question) == State.ASKED


def test_a_link_cannot_be_pointed_at_another_town(question, mayor, client):
    other = MunicipalityFactory()
    token = seal_link("direct_line", town=other.pk, person=mayor.pk, subject=question.pk, until=question.link_until)

    assert client.post(reverse("direct_line:answer", args=[token]), {"answer": "1"}).status_code == 404


def test_somebody_else_who_is_signed_in_is_told_so_and_shown_nothing(question, mayor, editor):
    link, other = links_in_mail_to(mayor)[0], signed_in(editor)

    shown, sent = other.get(link), other.post(link, {"answer": "1"})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "Dürfen wir" not in shown.content.decode()
    assert state_of(question) == State.ASKED


def test_the_person_of_the_link_may_be_signed_in(question, mayor):
    client = signed_in(mayor)

    client.post(links_in_mail_to(mayor)[0], {"answer": "1"})

    assert state_of(question) == State.ANSWERED


def test_who_is_no_longer_head_answers_nothing(question, mayor, client):
    Membership.objects.filter(user=mayor).delete()

    answer = client.post(links_in_mail_to(mayor)[0], {"answer": "1"})

    assert answer.status_code == 403
    assert state_of(question) == State.ASKED


def test_a_form_sent_from_elsewhere_answers_nothing(question, mayor):
    client = Client(enforce_csrf_checks=True)

    assert client.post(links_in_mail_to(mayor)[0], {"answer": "1"}).status_code == 403
    assert state_of(question) == State.ASKED


@pytest.mark.parametrize("answer", ["", "9", "x"])
def test_an_answer_that_is_none_is_asked_for_again(question, mayor, client, answer):
    sent = client.post(links_in_mail_to(mayor)[0], {"answer": answer, "remark": "Bitte warten"})

    assert sent.status_code == 422
    assert "Bitte warten" in sent.content.decode()
    assert state_of(question) == State.ASKED


# -- inside -----------------------------------------------------------------------------------------


def ask_url(town) -> str:
    return reverse("strategy:ask_head", args=[town.slug])


ANSWERS = {"answer_1": "Ja", "answer_2": "Nein", "answer_3": ""}


def test_a_question_is_asked_from_the_page_one_is_on_and_leads_back_there(town, mayor, editor):
    client, place = signed_in(editor), f"/{town.slug}/planen/?q=Baustelle"
    page = client.get(ask_url(town), {"von": place}).content.decode()
    assert 'name="von" value="/' in page

    answer = client.post(ask_url(town), {"question": "Darf das raus?", "von": place, **ANSWERS})

    assert answer.url == place
    assert DirectQuestion.objects.get().asked_from == place


def test_every_page_of_the_team_offers_to_ask_and_nobody_elses_does(town, mayor, editor):
    def offers(user):
        return ask_url(town) in signed_in(user).get(reverse("planning:agenda", args=[town.slug])).content.decode()

    assert offers(editor)
    assert not offers(mayor)
    assert not offers(person(town, Role.EXTERNAL))


def test_what_was_typed_is_kept_when_something_is_missing(town, mayor, editor):
    answer = signed_in(editor).post(
        ask_url(town), {"question": "", "context": "Der Wortlaut", "answer_1": "Ja", "answer_2": "Ja", "von": "/x/"}
    )

    assert answer.status_code == 422
    assert "Der Wortlaut" in answer.content.decode()
    assert not DirectQuestion.objects.exists()


def test_in_a_dialog_only_its_inside_comes_back(town, mayor, editor):
    client, script = signed_in(editor), {"HX-Request": "true"}

    inside = client.get(ask_url(town), headers=script).content.decode()
    refused = client.post(ask_url(town), {"question": ""}, headers=script)
    sent = client.post(ask_url(town), {"question": "Darf das raus?", **ANSWERS}, headers=script)

    assert "<html" not in inside
    assert "data-dialog-form" in inside
    assert refused.status_code == 422
    assert "data-sent" in sent.content.decode()
    assert DirectQuestion.objects.count() == 1


def test_the_head_answers_inside_and_the_asker_confirms(question, town, mayor, editor):
    urls = {n: reverse(f"strategy:{n}", args=[town.slug, question.pk]) for n in ("answer_question", "read_answer")}

    signed_in(mayor).post(urls["answer_question"], {"answer": "3", "remark": "Um drei."})
    page = signed_in(editor).get(reverse("strategy:question", args=[town.slug, question.pk])).content.decode()
    signed_in(editor).post(urls["read_answer"])

    assert "Bitte anrufen" in page
    assert "Um drei." in page
    question.refresh_from_db()
    assert question.read_at is not None


def test_the_list_shows_open_and_settled_questions_with_time_against_the_promise(question, town, mayor, editor):
    done = asked_question(town, editor, question="Schon beantwortet?")
    services.answer_question(done, actor=mayor, chosen=1)

    page = signed_in(mayor).get(reverse("strategy:direct_line", args=[town.slug])).content.decode()

    assert page.index("Dürfen wir das heute so beantworten?") < page.index("Schon beantwortet?")
    assert "gehalten" in page


def test_the_admin_view_lists_open_questions_of_the_towns_one_leads(question, mayor, editor):
    elsewhere = MunicipalityFactory()
    with scope(municipality=elsewhere):
        person(elsewhere, Role.LEADERSHIP)
        Membership.objects.create(user=mayor, municipality=elsewhere, role=Role.READER)
        asked_question(elsewhere, question="Geht die andere Stadt nichts an?")

    page = signed_in(mayor).get(reverse("admin:index")).content.decode()

    assert "Dürfen wir das heute so beantworten?" in page
    assert "Geht die andere Stadt nichts an?" not in page


@pytest.mark.parametrize("name", ["strategy:direct_line", "today:today"])
def test_the_lists_cost_the_same_for_one_and_three_questions(town, mayor, editor, name, django_assert_max_num_queries):
    client, url = signed_in(mayor), reverse(name, args=[town.slug])

    def one_of_each(number):
        asked_question(town, editor, question=f"Offen {number}?")
        services.answer_question(asked_question(town, editor, question=f"Zu {number}?"), actor=mayor, chosen=1)

    one_of_each(1)
    client.get(url)
    with django_assert_max_num_queries(100) as with_one:
        client.get(url)
    cost_of_one = len(with_one)
    one_of_each(2)
    one_of_each(3)
    client.get(url)  # what was changed is read again once, for the card of readiness

    with django_assert_max_num_queries(cost_of_one):
        client.get(url)
