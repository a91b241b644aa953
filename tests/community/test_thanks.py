# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Praise is thanked for with one key and sent by a person; the team sees how much of it there is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from community.models import Decision, Snippet
from community.queries.thanks import thanks_for
from community.queries.voices import FEWEST, Voices, voices_of
from tests.community.factories import address, comment_in, comment_on, delivery_of, practice_channel, snippet_in

DEFAULT = "Vielen Dank! Wir freuen uns sehr über Ihre freundlichen Worte."


def test_the_most_used_text_named_for_thanks_is_taken_and_filled_in(town, alma):
    comment = comment_in(town)
    snippet_in(town, alma, name="Danke kurz", text="Danke!")
    used = snippet_in(town, alma, name="Herzlicher Dank", text="{anrede}, danke!")
    Snippet.objects.filter(pk=used.pk).update(uses=3)

    assert thanks_for(comment, alma) == (f"Guten Tag {comment.author}, danke!", used.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Gedankenaustausch"},
        {"text": "Danke, {amt} meldet sich."},
        {"valid_until": "yesterday"},
        {"kind": "rationale"},
        {"retired_at": "now"},
    ],
)
def test_a_text_that_does_not_hold_or_has_a_gap_is_not_taken(town, alma, changes):
    snippet = snippet_in(town, alma, name="Danke", text="Danke schön!")
    days = {"yesterday": town.local_day() - timedelta(days=1), "now": timezone.now()}
    Snippet.objects.filter(pk=snippet.pk).update(**{name: days.get(value, value) for name, value in changes.items()})

    assert thanks_for(comment_in(town), alma) == (DEFAULT, None)


def test_the_key_opens_the_answer_ready_to_send_and_sends_nothing(town, client, alma):
    comment = comment_in(town, kind="praise")
    snippet = snippet_in(town, alma, name="Dank", text="Danke schön!")

    page = client.get(address(town, "comment", comment.pk) + "?danke=1").content.decode()

    assert "Danke schön!</textarea>" in page
    assert f'name="snippet" value="{snippet.pk}"' in page
    assert 'data-key="p"' in page
    assert not Decision.objects.exists()
    comment.refresh_from_db()
    assert comment.state == "new"


def test_without_a_text_of_the_town_a_short_sentence_is_ready(town, client, alma):
    page = client.get(address(town, "comment", comment_in(town).pk) + "?danke=1").content.decode()

    assert f"{DEFAULT}</textarea>" in page and 'name="snippet"' not in page


def voices(town, positive, other, **fields):
    delivery = delivery_of(practice_channel(town, connector="mastodon", platform="mastodon"))
    for kind, number in (("praise", positive), ("other", other)):
        for _ in range(number):
            comment_on(delivery, **{"kind": kind} | fields)


def test_the_share_of_positive_voices_is_shown_to_the_team(town, client, alma):
    voices(town, 5, 15)

    assert voices_of(town).percent == 25
    assert "25 % von 20 Kommentaren" in client.get(address(town, "queue")).content.decode()


def test_too_few_comments_give_no_share(town, client, alma):
    voices(town, 5, FEWEST - 6)

    assert voices_of(town).percent is None
    assert "zu wenige Kommentare für einen Anteil" in client.get(address(town, "queue")).content.decode()


@pytest.mark.parametrize("fields", [{"kind": ""}, {"posted_at": timezone.now() - timedelta(days=29)}])
def test_what_no_rule_has_seen_and_what_is_older_counts_for_nothing(town, fields):
    voices(town, 3, 3, **fields)

    assert voices_of(town) == Voices(0, 0)


def test_practice_is_no_voice_and_the_figure_is_counted_once_in_a_quarter_of_an_hour(town, django_assert_num_queries):
    comment_in(town, kind="praise")
    voices(town, 1, 0)

    with django_assert_num_queries(1):
        assert voices_of(town) == voices_of(town) == Voices(1, 1)
    cache.clear()
    with django_assert_num_queries(1):
        voices_of(town)


def test_a_platform_whose_limit_is_not_known_shows_the_count_alone(town, client, alma):
    channel = practice_channel(town, connector="manual", platform="nebenan", limits={})
    comment = comment_on(delivery_of(channel))

    page = client.get(address(town, "comment", comment.pk)).content.decode()
    counted = client.post(address(town, "count_reply", comment.pk), {"text": "Danke!"}).content.decode()

    assert "1.000.000" not in page and "data-limit" not in page
    assert "6 Zeichen" in counted and "keine Grenze bekannt" in counted and "1.000.000" not in counted
