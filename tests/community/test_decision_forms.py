# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deciding through forms, with and without a script: nothing typed is lost, nothing happens twice."""

import pytest

from community.models import Comment, CommentRevision, Decision, Evidence
from community.services.queue import claim_comment
from tests.community.factories import (
    address,
    clause,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    failed_action,
    moderator,
    netiquette_in_force,
    practice_channel,
)

FRAGMENT = {"HTTP_HX_REQUEST": "true"}


def numbers(response):
    return [row.comment.pk for row in response.context["page"].rows]


def test_what_the_platform_refused_is_listed_until_a_person_has_settled_it(town, client, alma):
    comment = comment_in(town)
    action = failed_action(comment, alma)
    url = address(town, "queue") + "?tab=person"

    before = numbers(client.get(url))
    client.post(address(town, "settle", action.pk), {"outcome": "retry"})

    assert (before, numbers(client.get(url))) == ([comment.pk], [])
    action.refresh_from_db()
    assert action.state == "scheduled"


def test_an_answer_written_without_javascript_is_decided_and_shown_with_undo(town, client, alma):
    comment = comment_in(town)

    response = client.post(
        address(town, "reply", comment.pk), {"revision": 1, "text": "Ja, auch für Fahrräder."}, follow=True
    )

    decision = Decision.objects.get()
    assert response.redirect_chain == [(address(town, "queue"), 302)]
    assert address(town, "undo", decision.pk) in response.content.decode()


def test_undo_opens_the_comment_again(town, client, alma):
    comment = comment_in(town)
    decision = decision_on(comment, alma, "reply")

    client.post(address(town, "undo", decision.pk))

    comment.refresh_from_db()
    assert (comment.state, comment.claimed_by) == ("claimed", alma)


def test_an_answer_that_is_too_long_is_kept_for_shortening(town, client, alma):
    comment, text = comment_in(town), "lang " * 100

    response = client.post(address(town, "reply", comment.pk), {"revision": 1, "text": text})

    assert text.strip() in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_changed_comment_shows_both_wordings_and_keeps_the_draft(town, client, alma, headers):
    comment = comment_in(town, text="Das ist Unfug.")
    CommentRevision.objects.create(comment=comment, revision=1, text=comment.text)
    Comment.objects.update(text="Das ist großartig.", revision=2)

    body = client.post(
        address(town, "reply", comment.pk), {"revision": 1, "text": "Mein Entwurf"}, **headers
    ).content.decode()

    assert "<del>Unfug." in body
    assert "<ins>großartig." in body
    assert "Mein Entwurf" in body
    assert 'name="revision" value="2"' in body
    assert not Decision.objects.exists()


def test_a_draft_survives_that_a_colleague_was_faster(town, client, alma):
    comment = comment_in(town)
    claim_comment(comment, actor=moderator(town, name="Bruno Muster"))

    body = client.post(address(town, "reply", comment.pk), {"revision": 1, "text": "Mein Entwurf"}).content.decode()

    assert "Bruno Muster" in body
    assert "Mein Entwurf" in body


def test_hiding_through_the_form_keeps_evidence_and_grounds(town, client, alma):
    grounds, comment = clause(netiquette_in_force(town)), comment_in(town)

    client.post(address(town, "hide", comment.pk), {"revision": 1, "clause": grounds.pk, "rationale": "Beleidigt."})

    decision = Decision.objects.get()
    assert (decision.kind, decision.clause, decision.rationale) == ("hide", grounds, "Beleidigt.")
    assert Evidence.objects.get() == decision.evidence


@pytest.mark.parametrize("missing", ["clause", "rationale"])
def test_hiding_without_grounds_keeps_what_was_typed(town, client, alma, missing):
    grounds, comment = clause(netiquette_in_force(town)), comment_in(town)
    typed = {"revision": 1, "clause": grounds.pk, "rationale": "Beleidigt."}
    del typed[missing]

    response = client.post(address(town, "hide", comment.pk), typed)

    assert response.context["hide_form"].errors.keys() == {missing}
    assert not Decision.objects.exists()


def test_hiding_reminds_that_criticism_is_protected_and_shows_similar_decisions(town, client, alma):
    grounds = clause(netiquette_in_force(town))
    decision_on(comment_in(town), alma, "hide", clause=grounds, rationale="Beschimpft eine Mitarbeiterin.")

    body = client.get(address(town, "hide", comment_in(town).pk)).content.decode()

    assert "Art" in body
    assert "Beschimpft eine Mitarbeiterin." in body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Euch sollte man alle abstechen!", "gewalt"),
        ("Ich will nicht mehr leben.", None),
        ("Der Lärm bringt mich um!", None),
        ("Wann ist das endlich fertig?", None),
    ],
)
def test_the_clause_is_preselected_from_what_made_the_comment_urgent(town, client, alma, text, expected):
    netiquette_in_force(town, "gewalt")
    comment = comment_in(town, text=text)

    response = client.get(address(town, "hide", comment.pk))

    suspected = response.context["suspected"]
    assert (suspected and suspected.key) == expected
    body = response.content.decode()
    assert ("Vorausgewählt, weil der Kommentar „abstechen“ enthält" in " ".join(body.split())) == bool(expected)
    assert body.count(" checked") == bool(expected)
    assert not Decision.objects.exists()


def test_a_town_without_the_clause_of_the_library_gets_no_suggestion(town, client, alma):
    netiquette_in_force(town)

    response = client.get(address(town, "hide", comment_in(town, text="Die gehören erschossen, abgeknallt!").pk))

    assert response.context["suspected"] is None


def test_what_a_person_chose_outlasts_the_suggestion(town, client, alma):
    rules = netiquette_in_force(town, "gewalt")
    comment = comment_in(town, text="Euch sollte man alle abstechen!")

    response = client.post(address(town, "hide", comment.pk), {"revision": 1, "clause": clause(rules).pk})

    assert response.context["hide_form"]["clause"].value() == str(clause(rules).pk)
    assert "Vorausgewählt" not in response.content.decode()


def test_a_platform_that_cannot_hide_says_what_happens_instead(town, client, alma):
    netiquette_in_force(town)
    channel = practice_channel(town, connector="mastodon", platform="mastodon", base_url="https://social.example")
    comment = comment_on(delivery_of(channel))

    response = client.get(address(town, "hide", comment.pk))

    assert response.context["abilities"].hide is False
    assert str(response.context["abilities"].hide_means) in response.content.decode()


def test_claim_next_leads_to_the_most_urgent_comment(town, client, alma):
    comment = comment_in(town)

    response = client.post(address(town, "claim_next"))

    assert response.url == address(town, "comment", comment.pk)
    comment.refresh_from_db()
    assert comment.claimed_by == alma


def test_claim_next_with_nothing_waiting_says_so(town, client, alma):
    response = client.post(address(town, "claim_next"), {"after": "keine Zahl"}, follow=True)

    assert len(list(response.context["messages"])) == 1


def test_claim_next_with_nothing_that_fits_keeps_the_search(town, client, alma):
    comment_in(town, text="Wo parke ich?")

    response = client.post(address(town, "claim_next") + "?q=Freibad")

    assert response.url == address(town, "queue") + "?q=Freibad"
    assert not Comment.objects.filter(claimed_by=alma).exists()


def test_an_open_page_renews_the_lease_and_learns_when_it_is_lost(town, client, alma):
    comment = comment_in(town)
    claim_comment(comment, actor=alma)
    kept = client.post(address(town, "renew", comment.pk), **FRAGMENT).content.decode()
    Comment.objects.update(claimed_by=moderator(town, name="Bruno Muster"))

    lost = client.post(address(town, "renew", comment.pk), **FRAGMENT).content.decode()

    assert "data-renew" in kept
    assert "Bruno Muster" in lost
