# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of suggestions: a switch, words of the town with a text to try them, what was learned, earlier versions."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from community.models import TriageModel, TriageScore, TriageSettings
from community.queries.triage import Agreement
from tests.community.factories import moderator
from tests.community.test_teaching import seen_comment, suggest
from tests.factories import person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def press(town, client):
    found = person(town, Role.COMMUNICATIONS)
    client.force_login(found, backend=BACKEND)
    return found


def address(town) -> str:
    return reverse("dialog:triage", args=[town.slug])


def judged(**changes) -> dict:
    found = {
        "decisions": 1200,
        "positives": 400,
        "is_worth_it": True,
        "is_fair": True,
        "precision_of_high": [0.84, 0.8, 0.9],
    }
    return {"insult": found | changes}


def version(town, number: int = 1, state: str = "active", **fields) -> TriageModel:
    values = {"content": b"0", "size": 1, "examples_sha256": str(number), "judged": judged()}
    values |= {"activated_at": now()} if state == "active" else {}
    return TriageModel.objects.create(municipality=town, version=number, state=state, **values | fields)


def counted(town, **insult) -> None:
    count = {"decisions": 43, "positives": 3, "rule_hits": 5, "rule_right": 4}
    TriageSettings.objects.create(municipality=town, figures={"labels": {"insult": count | insult}})


def test_each_label_says_how_far_it_is(town, press, client):
    counted(town)

    shown = client.get(address(town)).content.decode()

    assert "Lernt noch: 43 von 100 Entscheidungen" in shown
    assert "4 von 5" in shown


def test_a_label_short_of_one_sort_says_which(town, press, client):
    counted(town, decisions=150)

    assert (
        "Lernt noch: 3-mal ja und 147-mal nein; je 20-mal wird gebraucht" in client.get(address(town)).content.decode()
    )


def test_below_300_decisions_what_was_learned_only_sorts(town, press, client):
    counted(town, decisions=150, positives=70)
    version(town, judged=judged(decisions=150))

    assert "Gelernt: sortiert nur, bis es 300 Entscheidungen sind" in client.get(address(town)).content.decode()


def test_percentages_are_for_administrators_from_a_thousand_decisions_on(town, client):
    counted(town, decisions=1200, positives=400)
    version(town)
    shown = {}
    for role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR):
        client.force_login(person(town, role), backend=BACKEND)
        shown[role] = client.get(address(town)).content.decode()

    assert "84 %" in shown[Role.ADMINISTRATOR]
    assert "84 %" not in shown[Role.COMMUNICATIONS]


@pytest.mark.parametrize(
    ("figures", "sways"),
    [((100, 90, 50, 39), True), ((100, 90, 50, 42), False), ((29, 29, 50, 10), False), ((100, 90, 29, 0), False)],
)
def test_more_agreement_where_the_suggestion_is_seen_is_a_warning(figures, sways):
    assert Agreement(*figures).is_swaying is sways


def test_the_warning_stands_on_the_page(town, press, client):
    agreement = {"shown": 100, "shown_agreed": 90, "hidden": 50, "hidden_agreed": 30}
    TriageSettings.objects.create(municipality=town, figures={"agreement": agreement})

    shown = client.get(address(town)).content.decode()

    assert "Hinweise könnten beeinflussen" in shown and "10 überstimmt" in shown


def test_a_text_is_tried_with_the_words_that_are_typed_and_nothing_is_kept(town, press, client):
    typed = {"is_on": "1", "words_insult": "Schönling*", "sample": "Dieser Schönling und die Lampe.", "try": "1"}

    shown = client.post(address(town), typed).content.decode()

    assert "<mark>Schönling</mark>" in shown
    assert not TriageSettings.objects.exists()


def test_words_of_the_town_are_kept_and_everything_open_is_looked_at_anew(town, press, client):
    typed = {"is_on": "1", "words_insult": " Schönling* \n\nSchönling*\nalter  Sack", "words_removed": "Trottel"}

    assert client.post(address(town), typed).status_code == 302

    kept = TriageSettings.objects.get()
    assert kept.own_words == {"insult": ["Schönling*", "alter Sack"], "removed": ["Trottel"]}
    assert (kept.edition, kept.is_on) == (2, True)


def test_switched_off_nothing_suggested_is_kept(town, press, client):
    suggest(seen_comment(town))

    client.post(address(town), {})

    assert not TriageScore.objects.exists()
    assert "Ausgeschaltet" in client.get(address(town)).content.decode()


@pytest.mark.parametrize(
    "words",
    ["x" * 61, "\n".join(f"Wort {n}" for n in range(101)), "***"],
)
def test_words_that_cannot_be_meant_are_refused_and_stay_typed(town, press, client, words):
    response = client.post(address(town), {"is_on": "1", "words_hate": words})

    assert response.status_code == 422
    assert words.splitlines()[0] in response.content.decode()
    assert not TriageSettings.objects.exists()


def test_an_earlier_version_is_put_in_use_and_taken_out(town, press, client):
    version(town, 1, "retired")
    version(town, 2, "active")
    switch = [reverse("dialog:switch_triage", args=[town.slug, one.pk]) for one in TriageModel.objects.order_by("pk")]

    client.post(switch[0])
    assert dict(TriageModel.objects.values_list("version", "state")) == {1: "active", 2: "retired"}

    client.post(switch[0], {"stop": "1"})
    assert set(TriageModel.objects.values_list("state", flat=True)) == {"retired"}
    assert client.post(switch[0], {"stop": "1"}, follow=True).status_code == 200


def test_who_moderates_reads_the_page_and_changes_nothing(town, client):
    client.force_login(moderator(town), backend=BACKEND)

    shown = client.get(address(town)).content.decode()

    assert "Was gelernt wurde" in shown and "words_insult" not in shown
    assert client.post(address(town), {"is_on": ""}).status_code == 403
