# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views and filters of the queue: what they leave in, in the list and in what one is given."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from community.models import Comment
from community.queries.filters import QueueFilter, narrowed
from community.queries.queue import queue_page
from community.services.queue import LEASE, claim_comment, claim_following, claim_next
from tests.community.factories import (
    address,
    answer_to_release,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    department_asked,
    moderator,
)
from tests.factories import MunicipalityFactory, person

#: Wednesday, half past midnight in Germany: in UTC it is still the day before.
MOMENT = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)


def listed(town, user, **wanted):
    return [row.comment.pk for row in queue_page(town, user, QueueFilter(**wanted)).rows]


def test_unclaimed_lists_what_nobody_holds_and_what_somebody_left(town, alma):
    free, held, asked = comment_in(town), comment_in(town), comment_in(town)
    claim_comment(held, actor=moderator(town))
    claim_comment(asked, actor=alma)
    department_asked(asked, alma)
    assert listed(town, alma, tab="unclaimed") == [free.pk]

    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert listed(town, alma, tab="unclaimed") == [free.pk, held.pk]


def test_questions_and_praise_have_views_of_their_own(town, alma):
    question, praise = comment_in(town, kind="question"), comment_in(town, kind="praise")
    comment_in(town, kind="criticism")
    decided = comment_in(town, kind="praise")
    decision_on(decided, alma)

    assert listed(town, alma, tab="questions") == [question.pk]
    assert listed(town, alma, tab="praise") == [praise.pk]
    assert listed(town, alma, kind="question") == [question.pk]


def test_one_post_can_be_looked_at_alone(town, alma):
    comment_in(town)
    other = delivery_of(comment_in(town).channel)
    below = comment_on(other)

    assert listed(town, alma, post=other.post_id) == [below.pk]
    assert listed(town, alma, tab="all", post=other.post_id) == [below.pk]


def test_the_filter_names_the_post_and_a_foreign_one_is_no_door(town, client, alma):
    comment = comment_in(town)
    foreign = delivery_of(comment_in(MunicipalityFactory()).channel, text="Geheim")

    shown = client.get(address(town, "queue") + f"?post={comment.delivery.post_id}").content.decode()
    hidden = client.get(address(town, "queue") + f"?post={foreign.post_id}").content.decode()

    assert "Unter: Sperrung" in shown
    assert "Unter einem Beitrag" in hidden and "Unter: Sperrung" not in hidden


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"span": "1"}, ["today"]),
        ({"span": "7"}, ["today", "late", "week"]),
        ({"span": "30"}, ["today", "late", "week", "month"]),
        ({"since": date(2026, 11, 17), "until": date(2026, 11, 17)}, ["late"]),
        ({"until": date(2026, 11, 12)}, ["week", "month", "old"]),
    ],
)
def test_days_are_those_of_the_towns_calendar(town, alma, wanted, found):
    with time_machine.travel(MOMENT, tick=False):
        ages = {"today": 0.3, "late": 1, "week": 24 * 6, "month": 24 * 29, "old": 24 * 31}
        comments = {
            name: comment_in(town, posted_at=MOMENT - timedelta(hours=hours), text=name).pk
            for name, hours in ages.items()
        }

        assert listed(town, alma, **wanted) == [comments[name] for name in found]
        assert sorted(listed(town, alma, tab="all", **wanted)) == sorted(comments[name] for name in found)


WANTED = [
    QueueFilter(tab="questions"),
    QueueFilter(tab="unclaimed", kind="question"),
    QueueFilter(span="1"),
    QueueFilter(tab="praise", search="freibad"),
]


@pytest.mark.parametrize("wanted", WANTED)
def test_the_next_comment_is_one_that_the_view_and_its_filters_leave_in(town, wanted):
    """Detects a claim by another rule than the list's."""
    long_ago = timezone.now() - timedelta(days=40)
    for urgency in (1, 3):
        comment_in(town, text="Anderes", urgency=urgency, kind="criticism", posted_at=long_ago)
    kind = "praise" if wanted.tab == "praise" else "question"
    left = comment_in(town, text="Freibad", kind=kind, posted_at=timezone.now())
    fitting = comment_in(town, text="Freibad", kind=kind, posted_at=timezone.now())
    alma = moderator(town)
    claim_comment(left, actor=alma)

    assert claim_following(left, actor=alma, wanted=wanted) == fitting
    assert claim_next(town, actor=moderator(town), wanted=wanted) is None


def test_the_next_one_below_a_post_stands_below_it(town):
    comment_in(town, urgency=1)
    below = comment_on(delivery_of(comment_in(town).channel))

    wanted = QueueFilter(post=below.delivery.post_id)

    assert claim_next(town, actor=moderator(town), wanted=wanted) == below


def test_the_address_carries_the_filters_through_a_decision(town, client, alma):
    first, second = (comment_in(town, kind="question", posted_at=timezone.now()) for _ in range(2))
    query = "?tab=questions&days=7"

    response = client.post(address(town, "leave", first.pk) + query, {"revision": 1})

    assert response.url == address(town, "comment", second.pk) + query


@pytest.mark.parametrize(
    "query",
    [
        "kind=unsinn",
        "kind=question&tab=decided",
        "post=x",
        "post=99999999999999999999999",
        "days=8",
        "from=gestern",
        "to=2026-13-01",
        "from=0001-01-01",
        "tab=praise&kind=question",
    ],
)
def test_senseless_values_leave_nothing_out_and_break_nothing(town, client, alma, query):
    comment = comment_in(town, kind="praise")

    response = client.get(address(town, "queue") + f"?{query}")

    assert response.status_code == 200
    if "tab=decided" not in query and "999" not in query:
        assert [row.comment.pk for row in response.context["page"].rows] == [comment.pk]


def test_days_the_wrong_way_round_are_turned(town, client, alma):
    comment_in(town)

    page = client.get(address(town, "queue") + "?from=2026-03-05&to=2026-03-01").content.decode()

    assert "01.03.2026 – 05.03.2026" in page


def test_filters_go_along_when_one_searches_and_words_stand_only_where_they_are_quoted(town, client, alma):
    comment_in(town, text="Freibad", kind="question", posted_at=timezone.now())

    page = client.get(address(town, "queue"), {"q": '"><b>ä', "kind": "question", "days": "7"}).content.decode()

    assert '<input type="hidden" name="kind" value="question">' in page
    assert '"><b>ä' not in page and "\ue000" not in page
    assert "kind=question&amp;q=%22%3E%3Cb%3E%C3%A4" in page


def test_tabs_count_what_waits_in_each_view(town, client, alma):
    for kind in ("question", "question", "praise", "other"):
        comment_in(town, kind=kind)

    numbers = client.get(address(town, "queue")).context["numbers"]

    assert (numbers["unclaimed"], numbers["questions"], numbers["praise"]) == ("4", "2", "1")


@pytest.mark.parametrize(
    "query", ["?tab=unclaimed", "?tab=questions&days=7", "?tab=praise&q=frei", "?kind=other&days=1"]
)
def test_a_view_costs_at_most_eight_queries_however_long_it_is(town, client, alma, query):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(town, "queue") + query).status_code == 200
        return len(captured)

    for kind in ("question", "praise", "other"):
        comment_in(town, kind=kind, posted_at=timezone.now(), text="frei")
    cost()
    few = cost()
    for kind in ("question", "praise", "other") * 2:
        comment_in(town, kind=kind, posted_at=timezone.now(), text="frei")

    assert cost() == few <= 8


@pytest.mark.parametrize(
    ("kind", "words"), [("leave", "Stehen gelassen"), ("reply", "Beantwortet"), (None, "In Arbeit")]
)
def test_a_line_says_what_became_of_a_comment(town, client, alma, kind, words):
    comment = comment_in(town)
    if kind:
        decision_on(comment, alma, kind)
    else:
        claim_comment(comment, actor=alma)

    page = client.get(address(town, "queue") + "?tab=all").content.decode()

    assert (words in page) is (kind is not None)
    assert ">Entschieden</span>" not in page.split('id="row-')[1]


def test_what_is_hidden_or_deleted_says_so_whatever_was_decided_before(town, client, alma):
    hidden, removed = comment_in(town), comment_in(town)
    for comment in (hidden, removed):
        decision_on(comment, alma)
    Comment.objects.filter(pk=hidden.pk).update(is_hidden=True)
    Comment.objects.filter(pk=removed.pk).update(removed_at=timezone.now())

    rows = client.get(address(town, "queue") + "?tab=decided").content.decode().split('id="row-')[1:]

    said = {int(row.split('"')[0]): row for row in rows}
    assert "Ausgeblendet" in said[hidden.pk] and "Gelöscht" in said[removed.pk]


def test_an_answer_that_waits_for_a_second_person_is_not_called_answered(town, client, alma):
    answer_to_release(comment_in(town), alma)

    row = client.get(address(town, "queue") + "?tab=decided").content.decode().split('id="row-')[1]

    assert "Beantwortet" not in row and "Entschieden" in row


def test_who_only_reads_sees_views_and_filters_but_no_view_of_their_own(town, client):
    comment_in(town)
    client.force_login(person(town, Role.READER))

    page = client.get(address(town, "queue")).content.decode()

    assert "tab=questions" in page and "tab=mine" not in page and "danke=1" not in page


def test_one_rule_narrows_the_list_and_what_is_given(town, alma):
    comment_in(town, kind="praise")
    wanted = QueueFilter(tab="questions")

    assert not narrowed(Comment.objects.all(), wanted, town).exists()
