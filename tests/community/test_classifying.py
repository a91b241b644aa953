# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comment on the desk says what software suggests and why; a person answers with one key, or says what it is."""

import pytest
from django.urls import reverse

from accounts.models import Role
from community.models import Comment, TriageLabel, TriageScore, TriageSettings
from tests.community.factories import decision_on, moderator
from tests.community.test_teaching import blind_comment, seen_comment, suggest
from tests.factories import person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def alma(town, client):
    person = moderator(town)
    client.force_login(person, backend=BACKEND)
    return person


def page(client, comment, **headers) -> str:
    address = reverse("dialog:comment", args=[comment.municipality.slug, comment.pk])
    return client.get(address, headers={"HX-Request": "true"}).content.decode()


def answer(client, comment, label: str, right: str = "1", revision: int = 1):
    address = reverse("dialog:classify", args=[comment.municipality.slug, comment.pk])
    return client.post(address, {"label": label, "right": right, "revision": revision})


def test_a_suggestion_stands_there_with_its_words_and_two_keys(town, alma, client):
    comment = seen_comment(town, kind="other")
    suggest(comment)

    shown = page(client, comment)

    assert "Hinweis auf: <strong>Beleidigung</strong>" in shown
    assert "<mark>Vollpfosten</mark>" in shown
    assert 'data-key="s"' in shown and 'data-key="n"' in shown
    assert "checked" not in shown


def test_a_band_is_named_only_where_it_means_something(town, alma, client):
    comment = seen_comment(town, kind="other")
    suggest(comment, "hate", band="high", is_by_rule=False, score=0.9)
    suggest(comment, "insult", band="high", is_by_rule=False, score=0.9, shows_band=True)

    shown = page(client, comment)

    assert shown.count("(wahrscheinlich)") == 1
    assert "%" not in shown.partition('id="hints"')[2].partition("</section>")[0]


def test_a_capped_band_says_why(town, alma, client):
    comment = seen_comment(town, kind="other")
    suggest(comment, "hate", band="mid", is_by_rule=False, is_capped=True, words=["Muslime"])

    assert "Nur ein Wort dafür, was Menschen sind, spricht dafür." in page(client, comment)


def test_what_was_looked_at_and_not_conspicuous_is_unchecked(town, alma, client):
    comment = seen_comment(town, kind="other", triage_edition=1)

    assert "Nicht auffällig – ungeprüft" in page(client, comment)


def test_the_blind_sample_hides_its_suggestions_until_the_first_answer(town, alma, client):
    comment = blind_comment(town, kind="praise")
    suggest(comment)

    assert "Vollpfosten" not in page(client, comment)
    assert "Blindprobe" in page(client, comment)
    answer(client, comment, "criticism")

    assert "Vollpfosten" in page(client, comment)


def test_one_click_answers_and_the_answer_stands_there(town, alma, client):
    comment = seen_comment(town, kind="other")
    suggest(comment)

    answer(client, comment, "insult", right="0")

    assert TriageLabel.objects.get().value is False
    assert "Ein Mensch hat gesagt: stimmt nicht." in page(client, comment)


def test_without_javascript_one_comes_back_to_the_comment(town, alma, client):
    comment = seen_comment(town, kind="other")

    response = answer(client, comment, "defect")

    assert response.status_code == 302
    assert "Von einem Menschen eingeordnet: Mängelmeldung" in page(client, comment)


@pytest.mark.parametrize("bad", [{"label": "ugly"}, {"label": ""}, {"label": "insult", "revision": 9}])
def test_nonsense_is_refused_in_words_and_changes_nothing(town, alma, client, bad):
    comment = seen_comment(town)

    response = answer(client, comment, **bad)

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not TriageLabel.objects.exists()


def test_suggestions_about_earlier_words_are_not_shown(town, alma, client):
    comment = seen_comment(town, kind="other")
    suggest(comment)
    Comment.objects.filter(pk=comment.pk).update(revision=2, text="Danke!", triage_edition=0)

    assert "Vollpfosten" not in page(client, comment)


def test_where_it_is_switched_off_nothing_is_suggested(town, alma, client):
    TriageSettings.objects.create(municipality=town, is_on=False)
    comment = seen_comment(town)
    suggest(comment)

    shown = page(client, comment)

    assert 'id="hints"' not in shown and "Vollpfosten" not in shown


def test_who_only_reads_sees_the_suggestion_and_no_button(town, client):
    client.force_login(person(town, Role.READER), backend=BACKEND)
    comment = seen_comment(town, kind="other")
    suggest(comment)

    shown = page(client, comment)

    assert "Vollpfosten" in shown and "einordnen/" not in shown
    assert answer(client, comment, "insult").status_code == 403


def test_after_the_decision_the_suggestion_stays_to_be_read(town, alma, client):
    comment = blind_comment(town, kind="other")
    suggest(comment)
    decision_on(comment, alma)

    assert "Vollpfosten" in page(client, Comment.objects.get(pk=comment.pk))
    assert TriageScore.objects.exists()


def test_another_language_is_said_and_marked_and_german_only_marked(town, alma, client):
    turkish = page(client, seen_comment(town, kind="other", text="Çok güzel", language="tr"))
    german = page(client, seen_comment(town, kind="other", text="Sehr schön", language="de"))
    unclear = page(client, seen_comment(town, kind="other", text="Top"))

    assert "Sprache: vermutlich Türkisch" in turkish and 'lang="tr"' in turkish
    assert "Sprache:" not in german and 'lang="de"' in german
    assert "Sprache:" not in unclear and "lang=" not in unclear
