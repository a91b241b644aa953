# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where texts to answer with are chosen and kept: beside the answer, and on pages of their own."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from community.models import Decision, Snippet
from community.services.snippets import (
    change_snippet,
)
from tests.community.factories import (
    address,
    comment_in,
    moderator,
    snippet_in,
)


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town):
    return comment_in(town, text="Wo kann ich das melden?")


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# -- pages ------------------------------------------------------------------------------------------


def test_the_texts_are_filled_in_marked_and_narrowed_down_beside_the_answer(town, alma, comment):
    snippet_in(town, alma, name="Zuständig", text="{anrede}, zuständig ist {amt}.")
    snippet_in(town, alma, name="Dank", text="Danke für den Hinweis.")

    page = signed_in(alma).get(address(town, "pick", comment.pk) + "?wort=zuständ", HTTP_HX_REQUEST="true")

    text = page.content.decode()
    assert comment.author.name in text
    assert "<mark>{amt}</mark>" in text
    assert "Danke für den Hinweis." not in text


def test_an_expired_text_says_so_and_whom_to_ask(town, alma, comment):
    ben = moderator(town, name="Ben Becker")
    snippet_in(town, ben, valid_until=town.local_day() - timedelta(days=1))

    text = signed_in(alma).get(address(town, "pick", comment.pk)).content.decode()

    assert "badge--warning" in text
    assert "Ben Becker" in text


def test_reasons_are_never_offered_for_answers_nor_answers_for_reasons(town, alma, comment):
    snippet_in(town, alma, name="Eins", text="Für Antworten")
    snippet_in(town, alma, kind="rationale", name="Zwei", text="Für Gründe")
    client = signed_in(alma)

    answers = client.get(address(town, "pick", comment.pk)).content.decode()
    reasons = client.get(address(town, "pick", comment.pk) + "?fuer=begruendung").content.decode()

    assert ("Für Antworten" in answers, "Für Gründe" in answers) == (True, False)
    assert ("Für Antworten" in reasons, "Für Gründe" in reasons) == (False, True)


def test_without_scripts_a_chosen_text_stands_in_the_answer_and_counts(town, alma, comment):
    text = snippet_in(town, alma, text="Danke für den Hinweis, {anrede}!")
    client = signed_in(alma)

    page = client.get(address(town, "comment", comment.pk) + f"?text={text.pk}").content.decode()
    assert "Danke für den Hinweis, " in page
    assert f'name="snippet" value="{text.pk}"' in page

    client.post(address(town, "reply", comment.pk), {"revision": 1, "text": "Danke!", "snippet": str(text.pk)})
    assert stored(text).uses == 1


def test_a_gap_is_said_on_the_page_and_the_draft_is_kept(town, alma, comment):
    answer = {"revision": 1, "text": "Bis {frist} hören Sie von uns."}

    page = signed_in(alma).post(address(town, "reply", comment.pk), answer).content.decode()

    assert "{frist}" in page
    assert "Bis {frist} hören Sie von uns." in page
    assert not Decision.objects.exists()


def test_a_text_is_made_changed_put_away_and_taken_up_on_its_pages(town, alma):
    client = signed_in(alma)
    given = {"version": 0, "kind": "reply", "name": "Danke", "text": "Danke!", "owner": alma.pk, "valid_until": ""}

    client.post(address(town, "text_create"), given)
    text = Snippet.objects.get()
    client.post(address(town, "text_edit", text.pk), given | {"version": 1, "text": "Vielen Dank!"})
    client.post(address(town, "text_restore", text.pk), {"version": 1, "seen": 2})
    assert (stored(text).text, stored(text).version) == ("Danke!", 3)

    client.post(address(town, "text_retire", text.pk))
    assert stored(text).retired_at
    assert "Danke!" not in client.get(address(town, "texts")).content.decode()
    client.post(address(town, "text_take_up", text.pk))
    assert stored(text).retired_at is None


def test_who_saves_second_reads_why_and_keeps_what_was_typed(town, alma):
    text = snippet_in(town, alma)
    change_snippet(text, actor=alma, seen_version=1, name=text.name, text="Von Alma", owner=alma, valid_until=None)
    given = {"version": 1, "name": "Danke", "text": "Von Ben", "owner": alma.pk, "valid_until": ""}

    answer = signed_in(alma).post(address(town, "text_edit", text.pk), given)

    assert answer.status_code == 422
    assert "Von Ben" in answer.content.decode()
    assert stored(text).text == "Von Alma"


def test_the_texts_of_a_town_travel_as_a_file(town, alma):
    snippet_in(town, alma, name="Danke", text="Danke!")
    client = signed_in(alma)

    assert json.loads(client.get(address(town, "text_json")).content) == [
        {"art": "antwort", "name": "Danke", "text": "Danke!", "gueltig_bis": ""}
    ]
    file = SimpleUploadedFile("texte.csv", client.get(address(town, "text_csv")).content)
    client.post(address(town, "text_import"), {"file": file})
    assert Snippet.objects.count() == 1
    wrong = client.post(address(town, "text_import"), {"file": SimpleUploadedFile("x.csv", b"a;b\n1;2\n")})
    assert wrong.status_code == 422


def test_the_list_says_what_is_expired(town, alma):
    snippet_in(town, alma, name="Alt", valid_until=now().date() - timedelta(days=3))
    snippet_in(town, alma, name="Neu")

    page = signed_in(alma).get(address(town, "texts") + "?stand=abgelaufen").content.decode()

    assert "Alt" in page
    assert ">Neu<" not in page
