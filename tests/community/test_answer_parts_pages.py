# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of a long answer: its parts before it is sent, what became of each, one button where one is stuck."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from community.models import AnswerPart, Decision, PlatformAction
from community.services.answer_parts import note_part
from tests.community.factories import comment_in

LONG = "\n\n".join(f"Absatz {n}: Die Straße bleibt gesperrt. " + "Bitte beachten. " * 12 for n in range(1, 4)).strip()


@pytest.fixture
def comment(town, alma):
    return comment_in(town)


def reply(client, comment, text=LONG, **more):
    url = reverse("dialog:reply", args=[comment.municipality.slug, comment.pk])
    return client.post(url, {"text": text, "revision": comment.revision, **more})


def confirmation(response):
    return re.search(r'name="parts"\s+value="([0-9a-f]{64})"', response.content.decode())[1]


def test_the_parts_are_shown_with_their_counters_before_anything_is_sent(client, comment):
    page = reply(client, comment).content.decode()

    assert "(1/3)" in page
    assert "(3/3)" in page
    assert not Decision.objects.exists()


def test_sending_again_confirms_these_parts(client, comment):
    reply(client, comment, parts=confirmation(reply(client, comment)))

    assert Decision.objects.get().part_count == 3
    assert AnswerPart.objects.count() == 2


def test_a_changed_text_is_shown_anew(client, comment):
    page = reply(client, comment, LONG + " Danke.", parts=confirmation(reply(client, comment)))

    assert confirmation(page)
    assert not Decision.objects.exists()


@pytest.fixture
def stuck(client, comment):
    reply(client, comment, parts=confirmation(reply(client, comment)))
    AnswerPart.objects.filter(number=1).update(state="uncertain", uncertain_since=now(), error="Keine Antwort.")
    note_part(AnswerPart.objects.select_related("decision").get(number=1))
    return PlatformAction.objects.get()


def test_a_stuck_part_has_one_button_that_looks_again(client, comment, stuck):
    page = client.get(reverse("dialog:comment", args=[comment.municipality.slug, comment.pk])).content.decode()
    assert 'value="look"' in page

    client.post(reverse("dialog:settle", args=[comment.municipality.slug, stuck.pk]), {"outcome": "look"})

    part = AnswerPart.objects.get(number=1)
    assert part.next_attempt_at is not None
    assert PlatformAction.objects.get().is_scheduled


def test_the_page_of_an_answer_in_parts_costs_one_query_more(client, comment, stuck):
    url = reverse("dialog:outcome", args=[comment.municipality.slug, comment.pk])
    client.get(url, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as with_parts:
        client.get(url, headers={"HX-Request": "true"})
    Decision.objects.update(part_count=1)
    with CaptureQueriesContext(connection) as without:
        client.get(url, headers={"HX-Request": "true"})

    assert len(with_parts) == len(without) + 1
