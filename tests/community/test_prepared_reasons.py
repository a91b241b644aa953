# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prepared reasons are adapted before any measure rests on them; answers that wait for a colleague answer nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from community.models import Author, Decision, Evidence, PlatformAction, Restriction
from community.queries.health import answering_on
from community.queries.screen import author_history
from community.queries.transparency import transparency_of
from community.services.decisions import delete_comment
from community.services.replying import release_reply
from core.errors import Refused
from core.platforms import Platform
from reporting.queries.figures import figures_of
from tests.community.factories import (
    clause,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    moderator,
    netiquette_in_force,
    practice_channel,
    restriction_asked,
    snippet_in,
)
from tests.factories import person

REASONS = "Der Kommentar beleidigt eine Person und geht nicht auf die Sache ein."
ADAPTED = f"{REASONS} Er nennt die Amtsleiterin „eine Null“."


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def prepared(town, press):
    return snippet_in(town, press, kind="rationale", name="Beleidigung", text=REASONS)


def delete(comment, press, **words):
    ground = clause(netiquette_in_force(comment.municipality))
    given = {"rationale": ADAPTED, "why_not_hidden": "Freunde lesen mit."}
    return delete_comment(comment, actor=press, clause=ground, **given | words)


@pytest.mark.parametrize(
    "words", [{"rationale": REASONS}, {"rationale": f"{REASONS} Ja."}, {"why_not_hidden": "Weil {wort}."}]
)
def test_prepared_reasons_without_a_word_about_the_comment_delete_nothing(town, press, prepared, words):
    """Detects a deletion that rests on a text nobody has adapted."""
    with pytest.raises(Refused):
        delete(comment_in(town), press, **words)

    assert not Decision.objects.exists()
    assert not Evidence.objects.exists()


def test_adapted_reasons_delete(town, press, prepared):
    assert delete(comment_in(town), press).is_deletion


def test_prepared_reasons_restrict_no_account(town, press, prepared):
    with pytest.raises(Refused):
        restriction_asked(comment_in(town), press, reason=REASONS)

    assert not Restriction.objects.exists()


@pytest.fixture
def mid_month():
    """Two hours ago was this month as well."""
    with time_machine.travel("2026-11-18T10:00Z", tick=True):
        yield


def test_an_answer_that_waits_for_release_is_counted_nowhere_until_it_is_released(mid_month, town, press):
    """Detects figures that call a citizen answered to whom nothing was sent."""
    channel = practice_channel(town, connector=Platform.MASTODON, platform="mastodon")
    comment = comment_on(delivery_of(channel), posted_at=timezone.now() - timedelta(hours=2))
    decision = decision_on(comment, moderator(town), "reply")
    PlatformAction.objects.filter(decision=decision).delete()
    Decision.objects.filter(pk=decision.pk).update(needs_release=True)
    decision = Decision.objects.get(pk=decision.pk)
    today, since = town.local_day(), timezone.now() - timedelta(days=1)
    tomorrow = today + timedelta(days=1)
    month = date(today.year, today.month, 1)

    def counted(day):
        shown = next(line for line in transparency_of(town, day).kinds if line.key == "reply")
        return (
            shown.total,
            answering_on(channel, since, timezone.now()).answered,
            author_history(Author.objects.get(pk=comment.author_id)).answered,
        )

    assert counted(tomorrow) == (0, 0, 0)
    assert (figures_of(town, month, today).answered, figures_of(town, month, today).open_at_end) == (0, 1)

    release_reply(decision, actor=press)

    assert counted(tomorrow + timedelta(days=1)) == (1, 1, 1)
    assert figures_of(town, month, today).open_at_end == 0


def test_the_way_to_the_guide_stands_beside_the_answer(town, client):
    comment = comment_in(town)
    client.force_login(moderator(town), backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()

    assert f'href="{reverse("dialog:replying", args=[town.slug])}"' in page
