# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's pages: what is listed, found and shown, at a constant price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from community.models import Comment, CommentRevision, PlatformAction
from community.services.queue import claim_comment
from core.parts import write_part
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


@pytest.mark.parametrize("tab", ["", "&tab=decided", "&tab=all"])
def test_every_comment_can_be_reached_page_by_page_and_none_comes_twice(town, client, alma, tab):
    delivery = delivery_of(practice_channel(town))
    expected = {comment_on(delivery, urgency=1 + n % 3).pk for n in range(60)}
    if tab:
        for comment in Comment.objects.all()[: 60 if "decided" in tab else 30]:
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
        "q=&channel=&state=&overdue=&after=",
        "tab=person&after=x",
        "tab=decided&after=1~2",
        "tab=all&after=99999999999999999999999",
        "tab=all&after=x",
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


def test_all_lists_comments_of_every_state_newest_first(town, client, alma):
    at = timezone.now()
    old, newer, newest = (comment_in(town, posted_at=at - timedelta(days=n)) for n in (3, 2, 1))
    decision_on(newer, alma)
    claim_comment(newest, actor=moderator(town))

    assert numbers(client.get(address(town, "queue") + "?tab=all")) == [newest.pk, newer.pk, old.pk]
    response = client.post(address(town, "leave", old.pk) + "?tab=all", {"revision": 1})
    assert response.url == address(town, "queue") + "?tab=all"


def test_a_search_among_the_open_says_how_many_decided_ones_it_would_find(town, client, alma):
    comment_in(town, text="Wann öffnet das Freibad?")
    for _ in range(2):
        decision_on(comment_in(town, text="Das Freibad ist zu kalt."), alma)
    decision_on(comment_in(town, text="Die Schule ist zu laut."), alma)

    def hits(query):
        return client.get(address(town, "decided_hits") + query, **FRAGMENT).content.decode()

    listed = client.get(address(town, "queue") + "?q=freibad&state=new").content.decode()
    assert f'hx-get="{address(town, "decided_hits")}?tab=decided&amp;q=freibad"' in listed
    assert "2 Treffer unter Entschieden" in hits("?q=freibad")
    assert "1 Treffer unter Entschieden" in hits("?q=schule&overdue=1&state=new")
    assert "Keine Treffer unter Entschieden" in hits("?q=rathaus")
    without_script = client.get(address(town, "decided_hits") + "?q=freibad")
    assert without_script.url == address(town, "queue") + "?tab=decided&q=freibad"


def test_many_hits_are_said_to_be_more_than_were_counted():
    with override("de"):
        line = write_part("community/_hits.jinja", url="/", number=501, most=500)

    assert "Über 500 Treffer unter Entschieden" in line


def test_a_search_without_hits_leads_on_to_what_was_decided(town, client, alma):
    client.force_login(alma)

    open_ones = client.get(address(town, "queue") + "?q=freibad+zeiten&state=new&overdue=1").content.decode()
    decided = client.get(address(town, "queue") + "?q=freibad+zeiten&tab=decided").content.decode()

    further = "?tab=decided&amp;q=freibad+zeiten"
    assert f'{further}"' in open_ones and "In Entschiedenen suchen" in open_ones
    assert "In Entschiedenen suchen" not in decided


def test_empty_lists_say_what_comes_next(town, client, alma):
    for query in (
        "",
        "tab=all",
        "q=nichts&tab=all",
        "tab=mine",
        "tab=decided",
        "tab=person",
        "q=nichts",
        "q=nichts&tab=decided",
    ):
        body = client.get(address(town, "queue") + "?" + query).content.decode()
        assert 'class="empty"' in body


@pytest.mark.parametrize("query", ["", "?tab=mine", "?tab=decided", "?tab=person", "?tab=all", "?overdue=1"])
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

    assert len(response.content) < 75_000  # 50 rows in the list beside it, and the indentation of the templates


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
