# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a decision one goes on: to the next comment of the same list, while the page around it keeps up."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from community.models import Comment, Decision
from community.queries.queue import comments_to_go_on_with
from community.queries.wanted import QueueFilter
from community.services.queue import claim_comment, claim_following
from tests.community.factories import (
    address,
    clause,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    moderator,
    netiquette_in_force,
    practice_channel,
)

FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def three(town):
    """Three open comments in the order of the queue."""
    now = timezone.now()
    return [comment_in(town, text=f"Nummer {n}", due_at=now + timedelta(hours=n)) for n in (1, 2, 3)]


def leave(client, town, comment, query="", **headers):
    return client.post(address(town, "leave", comment.pk) + query, {"revision": 1}, **headers)


@pytest.mark.parametrize("kind", ["leave", "reply", "hide"])
def test_every_decision_goes_on_to_the_next_comment_and_claims_it(town, client, alma, three, kind):
    rules = netiquette_in_force(town)
    typed = {"revision": 1, "text": "Ja.", "clause": clause(rules).pk, "rationale": "Beleidigt."}

    response = client.post(address(town, kind, three[0].pk), typed)

    assert response.url == address(town, "comment", three[1].pk)
    three[1].refresh_from_db()
    assert three[1].claimed_by == alma
    body = client.get(response.url).content.decode()
    assert address(town, "undo", Decision.objects.get().pk) in body


def test_the_next_one_stands_behind_the_decided_one_and_at_the_end_comes_the_beginning(town, client, alma, three):
    assert leave(client, town, three[1]).url == address(town, "comment", three[2].pk)
    assert leave(client, town, three[2]).url == address(town, "comment", three[0].pk)
    assert leave(client, town, three[0]).url == address(town, "queue")


def test_the_filter_and_the_search_of_the_list_hold_for_the_next_one(town, client, alma, three):
    other = practice_channel(town, name="Zweite", live_slot=2)
    elsewhere = comment_on(delivery_of(other), text="Nummer 1", due_at=timezone.now() + timedelta(minutes=90))
    query = f"?channel={other.pk}"
    another = comment_on(elsewhere.delivery, text="Andere", due_at=timezone.now() + timedelta(hours=9))

    assert leave(client, town, elsewhere, query).url == address(town, "comment", another.pk) + query
    assert leave(client, town, three[0], "?q=Nummer").url == address(town, "comment", three[1].pk) + "?q=Nummer"
    assert leave(client, town, three[1], "?q=Nummer").url == address(town, "comment", three[2].pk) + "?q=Nummer"
    assert leave(client, town, three[2], "?q=Nummer").url == address(town, "queue") + "?q=Nummer"


def test_what_a_colleague_holds_is_passed_over_and_no_failure(town, client, alma, three):
    claim_comment(three[1], actor=moderator(town))

    assert leave(client, town, three[0]).url == address(town, "comment", three[2].pk)


def test_what_a_colleague_takes_in_the_same_moment_is_passed_over(town, three):
    alma, bruno = moderator(town), moderator(town)
    decision_on(three[0], alma)
    read_before = comments_to_go_on_with(three[0], alma, QueueFilter(), timezone.now(), limit=3)
    claim_comment(three[1], actor=bruno)

    assert [comment.pk for comment in read_before] == [three[1].pk, three[2].pk]
    assert claim_following(three[0], actor=alma, wanted=QueueFilter(), shown=three[1].pk) == three[2]


def test_who_works_through_their_own_comments_stays_among_them(town, client, alma, three):
    for comment in three[::2]:
        claim_comment(comment, actor=alma)

    assert leave(client, town, three[0], "?tab=mine").url == address(town, "comment", three[2].pk) + "?tab=mine"
    assert leave(client, town, three[2], "?tab=mine").url == address(town, "queue") + "?tab=mine"


def test_what_is_taken_up_again_among_the_decided_stays_on_the_desk(town, client, alma, three):
    decision_on(three[0], alma)
    claim_comment(Comment.objects.get(pk=three[0].pk), actor=alma)

    assert leave(client, town, three[0], "?tab=decided").url == address(town, "comment", three[0].pk) + "?tab=decided"


def test_the_page_around_the_next_comment_keeps_up(town, client, alma, three):
    response = leave(client, town, three[0], **FRAGMENT)

    body = " ".join(response.content.decode().split())
    assert response["HX-Push-Url"] == address(town, "comment", three[1].pk)
    assert f'data-comment="{three[1].pk}"' in body
    assert f'<li id="row-{three[0].pk}" hx-swap-oob="true">' in body
    assert f'<li id="row-{three[1].pk}" hx-swap-oob="true">' in body
    assert "Stehen gelassen: " + three[0].author.name in body
    assert 'Offen<span class="count">2</span>' in body
    assert ".side__nav li:has(> .nav-link[href='" + address(town, "queue") + "'])" in body


def test_undo_returns_to_its_comment_and_gives_back_the_one_that_was_brought_up(town, client, alma, three):
    leave(client, town, three[0], **FRAGMENT)
    decision = Decision.objects.get()

    response = client.post(address(town, "undo", decision.pk), {"left": three[1].pk}, **FRAGMENT)

    body = response.content.decode()
    assert f'data-comment="{three[0].pk}"' in body
    assert f'id="undo-{decision.pk}" hx-swap-oob="delete"' in " ".join(body.split())
    states = dict(Comment.objects.values_list("pk", "claimed_by"))
    assert states == {three[0].pk: alma.pk, three[1].pk: None, three[2].pk: None}


def test_undo_takes_nothing_away_from_a_colleague(town, client, alma, three):
    bruno = moderator(town)
    claim_comment(three[1], actor=bruno)
    leave(client, town, three[0])

    client.post(address(town, "undo", Decision.objects.get().pk), {"left": three[1].pk})

    three[1].refresh_from_db()
    assert three[1].claimed_by == bruno


def test_the_list_says_truly_when_nothing_is_left(town, client, alma, three):
    held = three.pop()
    claim_comment(held, actor=moderator(town))
    leave(client, town, three[0])
    with_colleague = leave(client, town, three[1], **FRAGMENT).content.decode()
    Comment.objects.filter(pk=held.pk).update(claimed_by=alma)
    everything = leave(client, town, held, **FRAGMENT).content.decode()

    assert "Noch offen ist nur, was bei Kolleginnen und Kollegen oder in einem Fachamt liegt." in with_colleague
    assert "Alles ist entschieden" in everything
    assert "Alles ist entschieden" not in with_colleague


def test_a_refused_decision_stays_on_its_comment(town, client, alma, three):
    decision_on(three[0], moderator(town))

    body = leave(client, town, three[0], **FRAGMENT).content.decode()

    assert f'data-comment="{three[0].pk}"' in body
    assert Decision.objects.count() == 1
    assert not Comment.objects.filter(claimed_by=alma).exists()


def test_beginning_to_write_does_not_reopen_what_a_colleague_has_decided(town, client, alma, three):
    decision_on(three[0], moderator(town))

    body = client.post(address(town, "claim", three[0].pk), HTTP_HX_TARGET="lease", **FRAGMENT).content.decode()

    assert "ist bereits entschieden" in body
    three[0].refresh_from_db()
    assert three[0].is_decided


def test_what_comes_next_is_made_ready_without_taking_anything_or_being_seen(town, client, alma, three):
    before = list(Comment.objects.order_by("pk").values())

    body = client.get(address(town, "ahead", three[0].pk), **FRAGMENT).content.decode()

    assert f'data-comment="{three[1].pk}"' in body
    assert list(Comment.objects.order_by("pk").values()) == before
    bruno = moderator(town)
    client.force_login(bruno)
    assert "Sieht ihn sich auch gerade an" not in client.get(address(town, "comment", three[1].pk)).content.decode()


def test_nothing_is_made_ready_when_nothing_comes_next(town, client, alma):
    assert client.get(address(town, "ahead", comment_in(town).pk)).status_code == 204


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_people_who_go_on_from_the_same_comment_at_once_get_eight_different_ones():
    """Detects going on that gives up where a colleague was faster, and one that shows without claiming."""
    from tests.factories import MunicipalityFactory

    town = MunicipalityFactory()
    with scope(municipality=town):
        left, *others = [comment_in(town) for _ in range(10)]
        people = [moderator(town) for _ in range(8)]
    got: list[int] = []
    start = threading.Barrier(8)

    def go_on(person_):
        try:
            with scope(municipality=town):
                start.wait()
                following = claim_following(left, actor=person_, wanted=QueueFilter(), shown=others[0].pk)
                got.append(following.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=go_on, args=[p]) for p in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == len(set(got)) == 8
