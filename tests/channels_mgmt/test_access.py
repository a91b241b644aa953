# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a channel fares in words, and the quarterly look at who has access at the platform."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import AccessHolder, Channel, Credential, Delivery
from channels_mgmt.models.access import ACCESS_HOLDS
from channels_mgmt.presenters.health import health_lines
from channels_mgmt.queries.access import access_to_review, holders_of
from channels_mgmt.queries.health import health_of
from channels_mgmt.services.access import add_holder, confirm_holder, end_holder
from core.errors import AlreadyChanged, Refused
from reporting.presenters.waiting import waiting_for
from strategy.models import Goal, Strategy
from tests.channels_mgmt.factories import draft, give_mandate, live_channel
from tests.community.factories import comment_in
from tests.factories import person


@pytest.fixture
def channel(town):
    return live_channel(
        town, connector="mastodon", base_url="https://social.example", live_since=now() - timedelta(days=30)
    )


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


def noted(channel, officer, name="Agentur Nord", *, days_ago=0):
    holder = add_holder(channel, actor=officer, name=name, reach="publishes")
    AccessHolder.objects.filter(pk=holder.pk).update(confirmed_at=now() - timedelta(days=days_ago))
    holder.refresh_from_db()
    return holder


def causes(who, town):
    return {item.cause for item in waiting_for(who, town, now())}


def published(channel, days_ago):
    post = draft(channel.municipality, channels=[channel])
    at = now() - timedelta(days=days_ago)
    return Delivery.objects.create(
        post=post, channel=channel, state="published", remote_id=f"{post.pk}", published_at=at, due_at=at
    )


# -- who has access -------------------------------------------------------------------------------


def test_a_name_is_noted_once_and_stands_in_no_record(channel, officer):
    noted(channel, officer)

    with pytest.raises(Refused):
        add_holder(channel, actor=officer, name=" Agentur  Nord ", reach="reads")

    assert [str(holder) for holder in holders_of(channel)] == ["Agentur Nord"]
    assert "Agentur" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_public_channel_without_a_list_waits_for_press_office_owner_and_deputy(channel, officer, town):
    deputy, other = person(town, Role.EDITOR), person(town, Role.EDITOR)
    Channel.objects.update(deputy=deputy)

    assert f"channel:{channel.pk}:access:late" in causes(officer, town)
    assert f"channel:{channel.pk}:access:late" in causes(deputy, town)
    assert not [cause for cause in causes(other, town) if ":access:" in cause]


@pytest.mark.parametrize(("days", "cause"), [(0, None), (90, None), (92, "due"), (91 + 15, "late")])
def test_after_a_quarter_everybody_is_asked_about_and_later_more_urgently(channel, officer, town, days, cause):
    """Removal: the comparison in ``channels_to_review``."""
    noted(channel, officer, days_ago=days)

    found = [found for found in causes(officer, town) if ":access:" in found]

    assert found == ([f"channel:{channel.pk}:access:{cause}"] if cause else [])


@pytest.mark.parametrize(
    "change",
    [{"connector": "practice"}, {"state": "closed", "live_slot": None}, {"state": "planned", "live_slot": None}],
)
def test_what_is_not_public_is_not_asked_about(channel, town, change):
    Channel.objects.update(**change)

    assert access_to_review(town, now()) == []


def test_confirming_begins_the_quarter_anew_and_ending_takes_off_the_list(channel, officer, town):
    old, other = noted(channel, officer, days_ago=100), noted(channel, officer, "Praktikum", days_ago=100)

    confirm_holder(old, actor=officer, seen_at=old.confirmed_at)
    assert access_to_review(town, now())
    end_holder(other, actor=officer, seen_at=other.confirmed_at)

    assert access_to_review(town, now()) == []
    assert [str(holder) for holder in holders_of(channel)] == ["Agentur Nord"]
    assert noted(channel, officer, "Praktikum").is_current


def test_two_answers_at_once_count_once(channel, officer):
    """Removal: ``confirmed_at`` in ``expected``."""
    holder = noted(channel, officer, days_ago=100)
    again = AccessHolder.objects.get()
    seen = holder.confirmed_at
    end_holder(holder, actor=officer, seen_at=seen)

    with pytest.raises(AlreadyChanged):
        confirm_holder(again, actor=officer, seen_at=seen)

    assert AccessHolder.objects.get().ended_at


def test_who_does_not_answer_for_the_channel_changes_no_list(channel, town):
    with pytest.raises(NotPermitted):
        add_holder(channel, actor=person(town, Role.EDITOR), name="Ich", reach="administers")


def test_the_page_asks_keeps_what_was_typed_and_takes_the_answer(client, channel, officer, town):
    holder = noted(channel, officer, days_ago=ACCESS_HOLDS.days + 1)
    client.force_login(officer)
    page = reverse("channels:channel_health", args=[town.slug, channel.pk])

    refused = client.post(page, {"name": "Agentur Nord", "reach": "reads"})
    assert refused.status_code == 422
    assert 'value="Agentur Nord"' in refused.content.decode()
    shown = client.get(page).content.decode()
    assert "noch gebraucht" in shown
    answer = reverse("channels:access_answer", args=[town.slug, holder.pk])
    client.post(answer, {"answer": "vielleicht", "seen": holder.confirmed_at.isoformat()})
    assert AccessHolder.objects.get().confirmed_at == holder.confirmed_at
    client.post(answer, {"answer": "stays", "seen": holder.confirmed_at.isoformat()})

    assert AccessHolder.objects.get().confirmed_at > holder.confirmed_at


# -- how it fares ---------------------------------------------------------------------------------


def words(channel):
    return {line.label: (line.words, line.level) for line in health_lines(Channel.objects.get(pk=channel.pk), now())}


def test_a_channel_s_four_weeks_are_counted(channel):
    for days_ago in (2, 9, 20, 29):
        published(channel, days_ago)

    health = health_of(channel, now())

    assert health.published == 3
    assert str(health.per_week) == "0.8"
    assert health.silent_days == 2
    assert health.longest_silence == 11


def test_the_cadence_is_held_against_the_goal_of_the_strategy(channel, town):
    give_mandate(town, "mastodon")
    strategy = Strategy.objects.get()
    Goal.objects.create(strategy=strategy, metric="posts_per_week", target=2, due_on=now().date())
    Strategy.objects.filter(pk=strategy.pk).update(signed_hash=Strategy.objects.get().current_hash())
    for days_ago in (1, 2, 3):
        published(channel, days_ago)

    assert words(channel)["Beiträge pro Woche"][1] == "warning"
    for days_ago in (4, 5, 6, 7, 8):
        published(channel, days_ago)
    assert words(channel)["Beiträge pro Woche"][1] == "success"


def test_silence_trouble_and_dead_access_are_said(channel):
    published(channel, 12)
    troubled = published(channel, 1)
    Delivery.objects.filter(pk=troubled.pk).update(state="missed", published_at=None)
    Credential.objects.create(channel=channel, tokens={}, broken_since=now())

    found = words(channel)

    assert found["Stille"][1] == "warning"
    assert "12" in found["Stille"][0]
    assert found["Zu klären"][1] == "danger"
    assert found["Zugang zum Konto"][1] == "danger"


def test_a_channel_of_which_nothing_is_known_says_so(channel):
    found = words(channel)

    assert "noch nichts" in found["Stille"][0]
    assert found["Zugang zum Konto"][1] == "warning"


def test_the_dialogue_says_what_waits(channel):
    comment = comment_in(channel.municipality, channel=channel)
    type(comment).objects.filter(pk=comment.pk).update(due_at=now() - timedelta(hours=1))

    assert words(channel)["Wartende Kommentare"][1] == "danger"
