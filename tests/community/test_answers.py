# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer library: published answers are found by their words, and one is kept without the citizen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import Role
from community.models import Comment, Decision, PlatformAction, Snippet
from community.queries import answers
from community.queries.answers import answers_with
from community.services.cases import empty_comment
from community.services.snippets import keep_answer
from core.errors import NotPermitted, Refused
from reporting.presenters.waiting import waiting_for
from tests.community.factories import (
    address,
    comment_in,
    decision_on,
    moderator,
    published_answer,
    snippet_in,
)
from tests.factories import MunicipalityFactory, person


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# -- search -----------------------------------------------------------------------------------------


def test_an_answer_is_found_by_its_words_and_by_those_of_the_question(town, alma):
    answer = published_answer(comment_in(town, text="Wohin mit Sperrmüll?"), alma, text="Auf den Bauhof, bitte.")

    assert answers_with(town, "bauhof") == [answer]
    assert answers_with(town, "Sperrmuell") == [answer]
    assert answers_with(town, "schwimmbad") == []
    assert answers_with(town, "???") == []


@pytest.mark.parametrize("walked", [0, 2000])
def test_only_answers_everybody_can_read_are_found(town, alma, walked, monkeypatch):
    """By the newest and by the index alike. Detects private answers, and those that never left or were taken back."""
    monkeypatch.setattr(answers, "WALKED", walked)
    published_answer(comment_in(town, is_private=True), alma, text="Bauhof privat")
    decision_on(comment_in(town), alma, "reply", text="Bauhof unterwegs")
    undone = published_answer(comment_in(town), alma, text="Bauhof zurückgenommen")
    Decision.objects.filter(pk=undone.pk).update(undone_at=now(), undone_by=alma)
    emptied = published_answer(comment_in(town), alma, text="Bauhof geleert")
    Decision.objects.filter(pk=emptied.pk).update(emptied_at=now())
    found = published_answer(comment_in(town), alma, text="Bauhof öffentlich")

    assert answers_with(town, "Bauhof") == [found]


def test_answers_of_another_town_are_not_found(town, alma, anywhere):
    other = MunicipalityFactory()
    published_answer(comment_in(other), moderator(other), text="Bauhof anderswo")

    assert answers_with(town, "Bauhof") == []


def test_the_search_costs_the_same_for_one_answer_and_for_many(town, alma, django_assert_num_queries):
    for count in (1, 4):
        for _ in range(count):
            published_answer(comment_in(town), alma, text="Bauhof")
        with django_assert_num_queries(2):
            answers_with(town, "bauhof")


def test_an_emptied_case_leaves_no_word_to_be_found(town, alma):
    comment = comment_in(town)
    answer = published_answer(comment, alma, text="Zwetschgenverordnung")
    assert stored(answer).searchable == "zwetschgenverordnung"
    Comment.objects.filter(pk=comment.pk).update(state="closed", decided_at=now() - timedelta(days=4000))

    empty_comment(stored(comment), {}, now(), [])

    assert stored(answer).searchable == ""


def test_an_answer_is_taken_as_a_start_and_nothing_is_sent(town, alma):
    answer = published_answer(comment_in(town), alma, text="Auf den Bauhof, bitte.")
    comment, client = comment_in(town), signed_in(alma)

    offered = client.get(address(town, "pick", comment.pk) + "?wort=Bauhof").content.decode()
    assert f"antwort={answer.pk}" in offered
    page = client.get(address(town, "comment", comment.pk) + f"?antwort={answer.pk}").content.decode()

    assert "Auf den Bauhof, bitte." in page
    assert PlatformAction.objects.count() == 1


# -- keeping ----------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_its_source_once(town, alma):
    answer = published_answer(comment_in(town), alma)

    text = keep_answer(answer, actor=alma, name="Sperrung und Rad", text="Mit dem Rad kommt man durch.")

    assert (text.source, text.kind, text.owner) == (answer, Snippet.Kind.ANSWER, alma)
    with pytest.raises(Refused):
        keep_answer(answer, actor=alma, name="Noch einmal", text="Anders.")


@pytest.mark.parametrize("name_of", ["name", "handle"])
def test_a_kept_answer_names_no_citizen(town, alma, name_of):
    """Detects a library that keeps names beyond their period."""
    answer = published_answer(comment_in(town), alma)
    named = getattr(answer.comment.author, name_of)

    with pytest.raises(Refused):
        keep_answer(answer, actor=alma, name="Rad", text=f"Hallo {named.upper()}, mit dem Rad kommen Sie durch.")


def test_what_never_left_or_was_private_is_not_kept(town, alma):
    private = published_answer(comment_in(town, is_private=True), alma)
    waiting = decision_on(comment_in(town), alma, "reply")

    for answer in (private, waiting):
        with pytest.raises(Refused):
            keep_answer(stored(answer), actor=alma, name="Rad", text="Mit dem Rad kommt man durch.")


def test_whoever_only_reads_keeps_nothing(town, alma):
    answer = published_answer(comment_in(town), alma)

    with pytest.raises(NotPermitted):
        keep_answer(answer, actor=person(town, Role.READER), name="Rad", text="Mit dem Rad kommt man durch.")


def test_an_answer_is_kept_on_its_page_and_leads_to_the_text_afterwards(town, alma):
    answer, client = published_answer(comment_in(town), alma), signed_in(alma)
    where = address(town, "keep_answer", answer.pk)
    assert where in client.get(address(town, "comment", answer.comment_id)).content.decode()
    given = {"version": 0, "name": "Rad", "text": f"Hallo {answer.comment.author.name}", "owner": alma.pk}

    refused = client.post(where, given)
    assert refused.status_code == 422
    assert given["text"] in refused.content.decode()
    client.post(where, given | {"text": "Mit dem Rad kommt man durch."})

    text = Snippet.objects.get()
    assert client.get(where).url == address(town, "text_edit", text.pk)


# -- reminding --------------------------------------------------------------------------------------


def test_whoever_answers_for_an_expired_text_is_reminded_and_nobody_else(town, alma):
    ben, yesterday = moderator(town), town.local_day() - timedelta(days=1)
    expired = snippet_in(town, alma, name="Winterdienst", valid_until=yesterday)
    snippet_in(town, alma, name="Heute noch", valid_until=town.local_day())
    snippet_in(town, ben, name="Ohne Tag")

    causes = {item.cause for item in waiting_for(alma, town, now())}
    assert {cause for cause in causes if cause.startswith("text:")} == {f"text:{expired.pk}:{yesterday}"}
    assert not [item for item in waiting_for(ben, town, now()) if item.cause.startswith("text:")]
