# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answered questions: written anew by a person, published by a person, read by everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from community.models import FaqEntry
from community.services.faq import change_faq, publish_faq, reopen_faq, withdraw_faq
from core.errors import AlreadyChanged, IllegalTransition, NotPermitted, Refused
from netiquette.queries import public_links_of
from reporting.presenters.waiting import waiting_for
from tests.community.factories import address, comment_in, faq_in, moderator, published_answer, published_faq
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


def public(town, query=""):
    return Client().get(reverse("faq:questions", args=[town.slug]) + query)


def changed(entry, alma, *, seen=1, **changes):
    names = ("question", "answer", "as_of", "owner", "valid_until")
    change_faq(entry, actor=alma, seen_version=seen, **{name: getattr(entry, name) for name in names} | changes)


# -- writing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("copy", ["Wann öffnet das Bad?", "wann oeffnet das Bad", "  Wann öffnet\ndas Bad ?"])
def test_the_words_of_a_comment_are_no_question_of_the_town(town, alma, copy):
    """Detects a citizen who stands on a public page word by word."""
    comment = comment_in(town, text="Wann öffnet das Bad?")

    with pytest.raises(Refused):
        faq_in(town, alma, question=copy, comment=comment)

    assert not FaqEntry.objects.exists()


@pytest.mark.parametrize("field", ["question", "answer"])
@pytest.mark.parametrize("named", ["name", "handle"])
def test_neither_question_nor_answer_names_who_asked(town, alma, field, named):
    comment = comment_in(town)

    with pytest.raises(Refused):
        faq_in(town, alma, comment=comment, **{field: f"Wie {getattr(comment.author, named)} fragt: wann?"})


def test_nobody_puts_the_name_in_later(town, alma):
    comment = comment_in(town)
    entry = faq_in(town, alma, comment=comment)

    with pytest.raises(Refused):
        changed(entry, alma, answer=f"Liebe {comment.author.name}, am 1. Mai.")


@pytest.mark.parametrize("wrong", [{"question": " "}, {"answer": ""}, {"question": "f" * 201}, {"answer": "a" * 5001}])
def test_what_is_missing_or_too_long_is_refused(town, alma, wrong):
    with pytest.raises(Refused):
        faq_in(town, alma, **wrong)


def test_an_answer_is_not_true_as_of_tomorrow(town, alma):
    with pytest.raises(Refused):
        faq_in(town, alma, as_of=town.local_day() + timedelta(days=1))


def test_one_question_stands_once_until_it_is_withdrawn(town, alma):
    first = published_faq(town, alma, question="Wohin?")
    with pytest.raises(Refused):
        faq_in(town, alma, question="Wohin?")

    withdraw_faq(first, actor=alma)
    faq_in(town, alma, question="Wohin?")

    with pytest.raises(Refused):
        reopen_faq(stored(first), actor=alma)


def test_whoever_only_reads_writes_and_publishes_nothing(town, alma):
    reader = person(town, Role.READER)
    entry = faq_in(town, alma)

    with pytest.raises(NotPermitted):
        faq_in(town, reader)
    with pytest.raises(NotPermitted):
        publish_faq(entry, actor=reader, seen_version=1)


# -- publishing -------------------------------------------------------------------------------------


def test_a_draft_with_a_gap_is_not_published(town, alma):
    entry = faq_in(town, alma, answer="Ab {tag}.")

    with pytest.raises(Refused):
        publish_faq(entry, actor=alma, seen_version=1)

    assert stored(entry).is_draft


def test_only_the_wording_that_was_on_the_screen_is_published(town, alma):
    """Detects a colleague's change that nobody has read going public."""
    entry = faq_in(town, alma)
    seen = stored(entry)
    changed(entry, alma, answer="Ganz anders.")

    with pytest.raises(AlreadyChanged):
        publish_faq(seen, actor=alma, seen_version=1)

    assert stored(entry).is_draft


def test_nobody_overwrites_a_colleague(town, alma):
    entry = faq_in(town, alma)
    same = stored(entry)
    changed(entry, alma, answer="Von Alma.")

    with pytest.raises(AlreadyChanged):
        changed(same, moderator(town), answer="Von Ben.")


def test_withdrawn_is_not_published_without_being_a_draft_again(town, alma):
    entry = published_faq(town, alma)
    withdraw_faq(entry, actor=alma)

    with pytest.raises(IllegalTransition):
        publish_faq(entry, actor=alma, seen_version=1)
    reopen_faq(entry, actor=alma)
    publish_faq(entry, actor=alma, seen_version=1)

    assert stored(entry).is_published


# -- the public page --------------------------------------------------------------------------------


def test_everybody_reads_what_is_published_and_nothing_else(town, alma):
    comment = comment_in(town, text="Geheimnis des Kommentars")
    published_faq(town, alma, question="Wann öffnet das Bad?", answer="Am 1. Mai.", comment=comment)
    faq_in(town, alma, question="Noch ein Entwurf?")
    withdraw_faq(published_faq(town, alma, question="Überholt?"), actor=alma)

    answer = public(town)
    text = answer.content.decode()

    assert "Wann öffnet das Bad?" in text
    assert "Am 1. Mai." in text
    hidden = ("Noch ein Entwurf?", "Überholt?", "Geheimnis", comment.author.handle, "Alma", "<script")
    assert [words for words in hidden if words in text] == []
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_there_is_no_page_while_nothing_is_published(town, alma):
    faq_in(town, alma)

    assert public(town).status_code == 404


def test_the_page_is_searched_without_a_script(town, alma):
    published_faq(town, alma, question="Wohin mit Sperrmüll?")
    published_faq(town, alma, question="Wann öffnet das Bad?")

    text = public(town, "?q=sperrmuell").content.decode()

    assert "Wohin mit Sperrmüll?" in text
    assert "Wann öffnet das Bad?" not in text
    assert public(town, "?q=Bad&page=9").status_code == 200
    assert "<section" not in public(town, "?q=Raumfahrt").content.decode()


def test_markup_in_an_answer_is_text(town, alma):
    published_faq(town, alma, answer="<b>fett</b> https://stadt.example/bad")

    text = public(town).content.decode()

    assert "&lt;b&gt;fett" in text
    assert 'href="https://stadt.example/bad"' in text


def test_questions_of_another_town_stand_on_its_own_page(town, alma, anywhere):
    other = MunicipalityFactory()
    published_faq(other, moderator(other), question="Nur anderswo?")
    published_faq(town, alma)

    assert "Nur anderswo?" not in public(town).content.decode()


def test_an_unchanged_page_is_not_sent_again(town, alma):
    published_faq(town, alma)
    where = reverse("faq:questions", args=[town.slug])

    etag = Client().get(where)["ETag"]

    assert Client().get(where, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_the_netiquette_leads_to_the_questions_once_there_are_some(town, alma):
    where = reverse("faq:questions", args=[town.slug])
    assert where not in [url for _label, url in public_links_of(town)]

    published_faq(town, alma)

    assert where in [url for _label, url in public_links_of(town)]


# -- the pages of the team --------------------------------------------------------------------------


def test_an_answered_comment_leads_to_a_form_without_its_words_in_a_field(town, alma):
    answer = published_answer(comment_in(town, text="Wann ist denn nun offen?"), alma)
    client = signed_in(alma)
    where = address(town, "faq_from_comment", answer.comment_id)
    assert where in client.get(address(town, "comment", answer.comment_id)).content.decode()

    page = client.get(where)
    assert not page.context["form"]["question"].value()
    assert f'value="{town.local_day().isoformat()}"' in page.content.decode()  # as the browser's calendar wants it
    assert "Wann ist denn nun offen?" in page.content.decode()
    given = {"version": 0, "question": "Wann ist denn nun offen?", "answer": "Immer.", "owner": alma.pk}
    given["as_of"] = town.local_day().isoformat()
    refused = client.post(where, given)
    assert refused.status_code == 422
    assert "Immer." in refused.content.decode()

    client.post(where, given | {"question": "Wann öffnet das Bad?"})
    entry = FaqEntry.objects.get()
    assert entry.is_draft
    assert client.get(where).url == address(town, "faq_edit", entry.pk)


def test_a_question_is_published_changed_withdrawn_and_taken_up_on_its_pages(town, alma):
    entry, client = faq_in(town, alma), signed_in(alma)

    client.post(address(town, "faq_publish", entry.pk), {"version": 1})
    assert stored(entry).is_published
    given = {"version": 1, "question": entry.question, "answer": "Am 2. Mai.", "owner": alma.pk}
    given["as_of"] = town.local_day().isoformat()
    client.post(address(town, "faq_edit", entry.pk), given)
    assert "Am 2. Mai." in public(town).content.decode()
    client.post(address(town, "faq_withdraw", entry.pk))
    assert public(town).status_code == 404
    client.post(address(town, "faq_reopen", entry.pk))
    assert stored(entry).is_draft
    for state in ("published", "draft", "withdrawn"):
        assert client.get(address(town, "faq") + f"?stand={state}&q=Freibad").status_code == 200


def test_whoever_answers_for_a_question_is_reminded_when_its_day_is_over(town, alma):
    yesterday = town.local_day() - timedelta(days=1)
    entry = published_faq(town, alma, valid_until=yesterday)
    faq_in(town, alma, valid_until=yesterday)

    causes = [item.cause for item in waiting_for(alma, town, now()) if item.cause.startswith("faq:")]

    assert causes == [f"faq:{entry.pk}:{yesterday}"]
