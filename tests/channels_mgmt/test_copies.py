# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A copy of a post for another channel or another day is a draft of its own."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from accounts.models import Role
from channels_mgmt.models import Post
from channels_mgmt.services.copies import duplicate_post
from core.errors import Refused
from tests.channels_mgmt.factories import ChannelFactory, campaign_in, draft
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def post(live):
    campaign = campaign_in(live.town, live.approver)
    return draft(live.town, live.author, [live.channel], title="Winterdienst", campaign=campaign, pillar="Service")


@pytest.fixture
def page(live, post):
    return reverse("planning:copy", args=[live.town.slug, post.pk])


def test_the_copy_goes_to_the_chosen_channel_and_day_and_the_first_stays(live, post, page):
    other = ChannelFactory(municipality=live.town, name="Zweiter", platform="bluesky")

    given = {"title": "Winterdienst, Erinnerung", "channels": [other.pk], "day": "2026-12-01", "time": "10:00"}
    answer = signed_in(live.author).post(page, given)

    made = Post.objects.exclude(pk=post.pk).get()
    assert answer.url == reverse("planning:post_edit", args=[live.town.slug, made.pk])
    assert (made.title, made.text, made.planned_wall) == (given["title"], post.text, datetime(2026, 12, 1, 10))
    assert [target.channel for target in made.targets.all()] == [other]
    assert (made.state, made.pillar, made.campaign) == (Post.State.DRAFT, "Service", post.campaign)
    post.refresh_from_db()
    assert [target.channel for target in post.targets.all()] == [live.channel]
    assert post.planned_day is None


def test_without_a_day_the_copy_has_no_date(live, post, page):
    signed_in(live.author).post(page, {"title": "Später", "channels": [live.channel.pk], "time": "10:00"})

    assert Post.objects.exclude(pk=post.pk).get().planned_wall is None


@pytest.mark.parametrize(
    "broken", [{"day": "2026-11-22", "time": "10:00"}, {"day": "2026-12-01"}, {"title": " "}, {"channels": [0]}]
)
def test_what_cannot_be_is_refused_and_nothing_is_copied(live, post, page, broken):
    given = {"title": "Aufgehobene Worte", "channels": [live.channel.pk]}

    answer = signed_in(live.author).post(page, given | broken)

    assert answer.status_code == 422
    assert Post.objects.count() == 1
    if "title" not in broken:
        assert "Aufgehobene Worte" in answer.content.decode()


def test_a_holiday_is_said(live, post, page):
    given = {"title": "Weihnachten", "channels": [live.channel.pk], "day": "2026-12-25", "time": "10:00"}

    shown = signed_in(live.author).post(page, given, follow=True).content.decode()

    assert "Weihnachtstag" in shown
    assert Post.objects.get(title="Weihnachten").planned_day == date(2026, 12, 25)


def test_channels_of_another_town_are_refused(live, post):
    with scopes_disabled():
        other = MunicipalityFactory()
    with scope(municipality=other):
        foreign = ChannelFactory(municipality=other)

    with pytest.raises(Refused):
        duplicate_post(post, actor=live.author, channels=[foreign])

    assert Post.objects.count() == 1


def test_readers_copy_nothing(live, post, page):
    assert signed_in(person(live.town, Role.READER)).get(page).status_code == 403
