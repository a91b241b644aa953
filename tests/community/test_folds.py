# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nearly identical comments stand in one line of the queue; what must be seen never hides in one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from community.domain.likeness import fold_key
from community.models import Comment
from community.queries.filters import QueueFilter
from community.queries.queue import counts, queue_page
from community.services.queue import claim_comment, claim_next
from tests.community.factories import address, comment_in, moderator
from tests.factories import MunicipalityFactory

WORDS = "Rettet endlich unser schönes altes Freibad am Waldrand"
HX = {"HTTP_HX_REQUEST": "true"}


def alike(town, number, *, text=WORDS, **fields):
    found = [comment_in(town, text=f"{text}{'!' * n}", **fields) for n in range(number)]
    for one in found:
        Comment.objects.filter(pk=one.pk).update(fold_key=fold_key(one.text))
    return found


def lines(town, person, **wanted):
    return [
        (row.comment.pk, row.comment.alike, row.comment.accounts)
        for row in queue_page(town, person, QueueFilter(**wanted)).rows
    ]


@pytest.mark.parametrize(
    "other",
    [
        f"{WORDS}!!! 😡",
        "RETTET endlich unser schönes, altes Freibad (am Waldrand)",
        f"@stadt {WORDS} https://example.org/petition",
        f"Ja! {WORDS}",
        "Rettet unser altes schönes Freibad am Waldrand endlich",
    ],
)
def test_signs_links_mentions_short_words_and_order_make_no_difference(other):
    assert fold_key(other) == fold_key(WORDS) != ""


@pytest.mark.parametrize("other", ["Danke!", "Sehr gut so", "", "Schließt endlich unser altes Freibad am Waldrand"])
def test_other_words_and_too_few_have_another_key_or_none(other):
    assert fold_key(other) != fold_key(WORDS)


def test_the_most_urgent_stands_for_all_with_their_number(town, alma):
    first, *_others = alike(town, 4)
    single = comment_in(town)

    assert lines(town, alma) == [(first.pk, 4, 4), (single.pk, 1, 1)]
    assert lines(town, alma, tab="unclaimed") == lines(town, alma)
    assert counts(town, alma)["open"] == 5


def test_what_may_mean_danger_questions_private_words_and_what_is_held_stand_alone(town, alma):
    """Removal: the conditions in FOLDS."""
    free = alike(town, 2)
    alone = [
        *alike(town, 1, urgency=1),
        *alike(town, 1, kind="question"),
        *alike(town, 1, is_private=True),
        *alike(town, 1, is_staff_matter=True),
    ]
    held = alike(town, 1)[0]
    claim_comment(held, actor=moderator(town))

    shown = {pk: number for pk, number, _accounts in lines(town, alma)}
    assert shown == {free[0].pk: 2, held.pk: 1} | dict.fromkeys((one.pk for one in alone), 1)


def test_nothing_folds_across_towns(town, alma):
    alike(town, 2)
    other = MunicipalityFactory()
    with scope(municipality=other):
        alike(other, 3)

    assert [number for _pk, number, _accounts in lines(town, alma)] == [2]


def test_a_narrowed_list_shows_each(town, alma):
    alike(town, 3)

    assert len(lines(town, alma, search="Freibad")) == 3
    assert len(lines(town, alma, channel=Comment.objects.first().channel_id)) == 3


def test_later_pages_fold_as_the_first(town, alma):
    first = alike(town, 3)[0]
    later = [comment_in(town) for _ in range(3)]

    page = queue_page(town, alma, QueueFilter(), size=2)
    rest = queue_page(town, alma, QueueFilter(after=page.next_after), size=2)

    assert [row.comment.pk for row in [*page.rows, *rest.rows]] == [first.pk, *(one.pk for one in later)]


def test_claiming_goes_through_each_of_them(town, alma):
    wave = alike(town, 3)

    assert [claim_next(town, actor=alma) for _ in wave] == wave


def test_the_line_says_how_many_and_leads_to_one_decision(town, client, alma):
    first = alike(town, 3)[0]

    page = client.get(address(town, "queue")).content.decode()

    assert "3 fast gleiche" in page and f"?gleiche={first.pk}" in page
    assert address(town, "alike", first.pk) in page
    assert "Von 3 Konten: kann eine berechtigte Aktion sein" in page


def test_it_opens_in_place_and_without_a_script_by_a_link(town, client, alma):
    wave = alike(town, 3)
    url = f"{address(town, 'queue')}?gleiche={wave[0].pk}"

    part = client.get(url, **HX, HTTP_HX_TARGET=f"fold-{wave[0].pk}").content.decode()
    page = client.get(url).content.decode()

    assert [f"row-{one.pk}" in part for one in wave] == [False, True, True]
    assert all(f"row-{one.pk}" in page for one in wave)
    assert part.lstrip().startswith("<ol")


def test_all_of_a_line_are_offered_for_one_decision(town, client, alma):
    wave = alike(town, 2)
    Comment.objects.filter(pk=wave[1].pk).update(text=f"Ja, so geht es ja nun gar nie: {WORDS} – na ja, ihr da!")

    page = client.get(address(town, "alike", wave[0].pk)).content.decode()

    assert all(f'value="{one.pk}:1"' in page for one in wave)


def test_a_line_costs_no_query_of_its_own(town, client, alma):
    alike(town, 3)
    client.get(address(town, "queue"))
    with CaptureQueriesContext(connection) as one:
        client.get(address(town, "queue"))
    alike(town, 3, text="Ganz andere Worte über die Straßenbahn und den Fahrplan")
    with CaptureQueriesContext(connection) as two:
        client.get(address(town, "queue"))

    assert len(one) == len(two) <= 8
