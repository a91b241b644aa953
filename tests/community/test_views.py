# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's pages: what is shown to whom, at a constant price, and what a form does without a script."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from community.models import Comment, CommentRevision, Decision, Evidence, PlatformAction
from community.services.queue import claim_comment
from tests.community.factories import (
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
from tests.factories import MunicipalityFactory, person

FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def alma(town, client):
    """A moderator who is signed in."""
    alma = moderator(town, name="Alma Beispiel")
    client.force_login(alma)
    return alma


def address(town, name, *args):
    return reverse(f"dialog:{name}", args=[town.slug, *args])


def queries_of(client, url, **headers):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url, **headers).status_code == 200
    return len(captured)


def numbers(response):
    return [row.comment.pk for row in response.context["page"].rows]


def test_the_queue_lists_the_most_urgent_first_and_then_what_is_due_first(town, client, alma):
    at = timezone.now()
    later = comment_in(town, due_at=at + timedelta(hours=2))
    sooner = comment_in(town, due_at=at + timedelta(hours=1))
    danger = comment_in(town, urgency=1, due_at=at + timedelta(days=2))

    response = client.get(address(town, "queue"))

    assert numbers(response) == [danger.pk, sooner.pk, later.pk]


def test_decided_comments_leave_the_queue_and_are_found_under_decided(town, client, alma):
    comment = comment_in(town)
    decision_on(comment, alma)

    assert numbers(client.get(address(town, "queue"))) == []
    assert numbers(client.get(address(town, "queue") + "?tab=decided")) == [comment.pk]


def test_mine_lists_what_i_hold(town, client, alma):
    mine, _theirs = comment_in(town), claim_comment(comment_in(town), actor=moderator(town))
    claim_comment(mine, actor=alma)

    assert numbers(client.get(address(town, "queue") + "?tab=mine")) == [mine.pk]


def test_what_the_platform_refused_is_listed_until_a_person_has_settled_it(town, client, alma):
    comment = comment_in(town)
    action = failed_action(comment, alma)
    url = address(town, "queue") + "?tab=person"

    before = numbers(client.get(url))
    client.post(address(town, "settle", action.pk), {"outcome": "retry"})

    assert (before, numbers(client.get(url))) == ([comment.pk], [])
    action.refresh_from_db()
    assert action.state == "scheduled"


@pytest.mark.parametrize("tab", ["", "&tab=decided"])
def test_every_comment_can_be_reached_page_by_page_and_none_comes_twice(town, client, alma, tab):
    delivery = delivery_of(practice_channel(town))
    expected = {comment_on(delivery, urgency=1 + n % 3).pk for n in range(60)}
    if tab:
        for comment in Comment.objects.all():
            decision_on(comment, alma)
    seen: list[int] = []
    after = ""

    while True:
        page = client.get(address(town, "queue") + f"?after={after}{tab}").context["page"]
        seen += [row.comment.pk for row in page.rows]
        after = page.next_after.replace("+", "%2B")
        if not after:
            break

    assert len(seen) == 60
    assert set(seen) == expected


def test_the_next_page_comes_as_lines_only_to_htmx(town, client, alma):
    comment_in(town)

    body = client.get(address(town, "queue"), **FRAGMENT).content.decode()

    assert "<html" not in body
    assert body.lstrip().startswith("<li")


def test_going_back_in_the_browser_gets_the_whole_page(town, client, alma):
    comment = comment_in(town)

    response = client.get(
        address(town, "comment", comment.pk), HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true"
    )

    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "tab=unsinn",
        "channel=abc",
        "channel=99999999999999999999999",
        "after=x",
        "after=1~nie~3",
        "after=1~2026-11-23T08:00:00~3",
        "after=1~2026-11-23T08:00:00%2B00:00~-3",
        "state=weg",
        "q=%00",
        "q=&channel=&state=&overdue=&after=",
        "tab=person&after=x",
        "tab=decided&after=1~2",
    ],
)
def test_senseless_addresses_show_the_list_from_its_beginning(town, client, alma, query):
    comment = comment_in(town)

    response = client.get(address(town, "queue") + "?" + query)

    assert response.status_code == 200
    assert "tab=" in query or numbers(response) == [comment.pk]


def test_filters_by_channel_state_and_deadline_can_be_combined(town, client, alma):
    comment_in(town, due_at=timezone.now() - timedelta(minutes=1))
    other = delivery_of(practice_channel(town, live_slot=2, name="Zweiter"))
    late = comment_on(other, due_at=timezone.now() - timedelta(minutes=1))
    comment_on(other)

    response = client.get(address(town, "queue") + f"?channel={other.channel_id}&overdue=1&state=new")

    assert late.channel_id == other.channel_id
    assert numbers(response) == [late.pk]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("ÖFFNUNG", True), ("öffnungs", True), ("zeiten?", True), ("Tauben", False), ("100%", False)],
)
def test_search_finds_words_whatever_their_case(town, client, alma, words, is_found):
    comment = comment_in(town, text="Wie sind die Öffnungszeiten?")
    comment_in(town, text="Schönes Foto!")

    response = client.get(address(town, "queue"), {"q": words})

    assert numbers(response) == ([comment.pk] if is_found else [])


def test_decided_comments_can_be_searched(town, client, alma):
    comment = comment_in(town, text="Wo ist die Baustelle?")
    decision_on(comment, alma)

    assert numbers(client.get(address(town, "queue"), {"q": "baustelle", "tab": "decided"})) == [comment.pk]


def test_empty_lists_say_what_comes_next(town, client, alma):
    for query in ("", "tab=mine", "tab=decided", "tab=person", "q=nichts", "q=nichts&tab=decided"):
        body = client.get(address(town, "queue") + "?" + query).content.decode()
        assert 'class="empty"' in body


@pytest.mark.parametrize("query", ["", "?tab=mine", "?tab=decided", "?tab=person", "?overdue=1"])
def test_the_queue_costs_the_same_for_one_and_three_comments(town, client, alma, query):
    """Detects a query per line."""

    def fill(n):
        for _ in range(n):
            comment_in(town, due_at=timezone.now() - timedelta(hours=1))
            claim_comment(comment_in(town), actor=alma)
            decision_on(comment_in(town), alma)
            failed_action(comment_in(town), alma)

    fill(1)
    client.get(address(town, "queue"))
    one = queries_of(client, address(town, "queue") + query)
    fill(2)

    assert queries_of(client, address(town, "queue") + query) == one


def test_a_comment_costs_the_same_with_one_and_three_neighbours_answers_and_decisions(town, client, alma):
    netiquette_in_force(town)
    comment = comment_in(town, text="Eins")

    def fill(n):
        for _ in range(n):
            decision_on(comment_in(town, posted_at=timezone.now() - timedelta(hours=2)), alma, "reply")
            comment_in(town, answers=comment)

    fill(1)
    urls = [address(town, name, comment.pk) for name in ("comment", "hide", "history")]
    for url in urls:
        client.get(url)
    one = [queries_of(client, url) for url in urls]
    fragment = queries_of(client, urls[0], **FRAGMENT)
    fill(2)

    assert [queries_of(client, url) for url in urls] == one
    assert queries_of(client, urls[0], **FRAGMENT) == fragment <= 12


def test_the_page_stays_light(town, client, alma):
    delivery = delivery_of(practice_channel(town), text="Sperrung. " * 60)
    for _ in range(70):
        comment_on(delivery, "Gilt die Sperrung auch für Fahrräder? " * 12)

    response = client.get(address(town, "comment", Comment.objects.first().pk))

    assert len(response.content) < 60_000


def test_the_comment_stands_in_its_conversation_with_the_post_above_it(town, client, alma):
    delivery = delivery_of(practice_channel(town), text="Die Bahnhofstraße wird gesperrt.")
    first = comment_on(delivery, "Warum das?", posted_at=timezone.now() - timedelta(hours=3))
    answer = decision_on(first, alma, "reply", text="Die Leitungen sind alt.")
    PlatformAction.objects.update(state="published", remote_id="ours")
    second = comment_on(delivery, "Und wie lange?", parent_remote_id="ours")

    response = client.get(address(town, "comment", second.pk))

    turns = response.context["thread"].turns
    assert next(t.answer.reply_text if t.answer else t.comment.text for t in turns) == "Warum das?"
    assert {t.answer for t in turns} == {None, answer}
    assert "Die Bahnhofstraße wird gesperrt." in response.content.decode()


def test_an_answer_written_without_javascript_is_decided_and_shown_with_undo(town, client, alma):
    comment = comment_in(town)

    response = client.post(
        address(town, "reply", comment.pk), {"revision": 1, "text": "Ja, auch für Fahrräder."}, follow=True
    )

    decision = Decision.objects.get()
    assert response.redirect_chain == [(address(town, "comment", comment.pk), 302)]
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


def test_an_open_page_renews_the_lease_and_learns_when_it_is_lost(town, client, alma):
    comment = comment_in(town)
    claim_comment(comment, actor=alma)
    kept = client.post(address(town, "renew", comment.pk), **FRAGMENT).content.decode()
    Comment.objects.update(claimed_by=moderator(town, name="Bruno Muster"))

    lost = client.post(address(town, "renew", comment.pk), **FRAGMENT).content.decode()

    assert "data-renew" in kept
    assert "Bruno Muster" in lost


def test_colleagues_see_who_else_looks_at_the_comment(town, client, alma):
    comment = comment_in(town)
    client.get(address(town, "comment", comment.pk))
    client.force_login(moderator(town))

    assert "Alma Beispiel" in client.get(address(town, "comment", comment.pk)).content.decode()


def test_the_history_shows_decisions_evidence_with_its_hash_and_earlier_wordings(town, client, alma):
    comment = comment_in(town, text="Neue Fassung")
    CommentRevision.objects.create(comment=comment, revision=0, text="Alte Fassung")
    decision = decision_on(
        comment, alma, "hide", clause=clause(netiquette_in_force(town)), rationale="Beschimpft eine Mitarbeiterin."
    )

    body = client.get(address(town, "history", comment.pk)).content.decode()

    assert "Alte Fassung" in body
    assert decision.evidence.sha256 in body
    assert decision.rationale in body


def test_an_address_that_is_no_web_address_becomes_no_link(town, client, alma):
    comment = comment_in(town, url="javascript:alert(1)")

    assert "javascript:" not in client.get(address(town, "comment", comment.pk)).content.decode()


def test_a_readers_page_offers_no_decision(town, client):
    comment = comment_in(town)
    client.force_login(person(town, Role.READER))

    body = client.get(address(town, "comment", comment.pk)).content.decode()

    assert "textarea" not in body
    assert address(town, "claim_next") not in body


POSTS = ["claim", "renew", "release", "leave", "reply", "hide"]
SEES = {"moderator", "communications", "reader"}
DECIDES = {"moderator", "communications"}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_and_decides_what_it_may_and_nothing_more(town, client, role):
    netiquette_in_force(town)
    comment = comment_in(town)
    action = failed_action(comment_in(town), moderator(town))
    client.force_login(person(town, role))
    sees = 200 if role in SEES else 403

    pages = [address(town, "queue"), address(town, "comment", comment.pk), address(town, "history", comment.pk)]
    assert [client.get(page).status_code for page in pages] == [sees] * 3
    assert client.get(address(town, "hide", comment.pk)).status_code == (200 if role in DECIDES else 403)
    if role not in DECIDES:
        answers = [
            client.post(address(town, name, comment.pk), {"revision": 1, "text": "Ja."}).status_code for name in POSTS
        ]
        answers.append(client.post(address(town, "claim_next")).status_code)
        answers.append(client.post(address(town, "undo", action.decision_id)).status_code)
        answers.append(client.post(address(town, "settle", action.pk), {"outcome": "retry"}).status_code)
        assert answers == [403] * 9


def test_the_menu_shows_the_dialogue_only_to_those_who_may_open_it(town, client):
    link = f'href="{address(town, "queue")}"'
    client.force_login(person(town, Role.MODERATOR))
    seen = client.get(address(town, "queue")).content.decode()
    client.force_login(person(town, Role.EDITOR))

    assert link in seen
    assert link not in client.get(address(town, "queue")).content.decode()


def test_no_comment_of_another_town_is_shown_or_touched(town, client, alma):
    """Detects a read or write that forgets the town: everything of it is 404 or absent."""
    from django_scopes import scope

    other = MunicipalityFactory()
    with scope(municipality=other):
        foreign = comment_in(other, text="Streng geheim")
        netiquette_in_force(other)
        stranger = moderator(other, name="Fremde Person")
        action = failed_action(foreign, stranger)
        second = comment_in(other, text="Streng geheim", due_at=timezone.now() - timedelta(hours=1))
    own = comment_in(town)

    for query in ("", "?tab=decided", "?tab=person", "?overdue=1", "?q=geheim", f"?channel={foreign.channel_id}"):
        response = client.get(address(town, "queue") + query)
        assert "Streng geheim" not in response.content.decode()
    assert client.get(address(town, "queue")).context["numbers"]["overdue"] == "0"
    assert "Fremde Person" not in client.get(address(town, "hide", own.pk)).content.decode()
    for name in ("comment", "history", "hide", "outcome"):
        assert client.get(address(town, name, second.pk)).status_code == 404
    for name in POSTS:
        assert client.post(address(town, name, second.pk), {"revision": 1, "text": "Ja."}).status_code == 404
    assert client.post(address(town, "undo", action.decision_id)).status_code == 404
    assert client.post(address(town, "settle", action.pk), {"outcome": "retry"}).status_code == 404
    assert client.get(address(other, "queue")).status_code == 404
    client.post(address(town, "claim_next"), {"after": second.pk})
    own.refresh_from_db()
    assert own.claimed_by == alma


def test_of_a_long_conversation_only_its_own_line_and_two_neighbours_are_shown(town, client, alma):
    delivery = delivery_of(practice_channel(town))
    ago = [timezone.now() - timedelta(minutes=m) for m in range(60, 0, -5)]
    first = comment_on(delivery, "Anfang", posted_at=ago[0])
    for at in ago[1:8]:
        comment_on(delivery, "Nachbar", posted_at=at)
    shown = comment_on(delivery, "Antwort darauf", answers=first, posted_at=ago[8])
    comment_on(delivery, "Später, woanders", posted_at=ago[9])
    comment_on(delivery, "Erwiderung", answers=shown, posted_at=ago[10])

    thread = client.get(address(town, "comment", shown.pk)).context["thread"]

    assert [t.comment.text for t in thread.turns] == ["Anfang", "Nachbar", "Nachbar", "Antwort darauf", "Erwiderung"]
    assert thread.left_out == 6
