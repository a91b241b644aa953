# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The half-yearly look at netiquette, imprint and privacy notice in the profile."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.frame.strip import unseen_links
from channels_mgmt.models import Channel, ChannelCheck, ChannelCheckConfirmation
from channels_mgmt.queries import missing_for_live
from channels_mgmt.queries.links import links_to_see
from channels_mgmt.services.checklist import confirm_link, report_link_missing
from channels_mgmt.services.hindrances import why_not_publish
from core.errors import AlreadyChanged, NotPermitted, Refused
from reporting.presenters.waiting import waiting_for
from reporting.services.reminders import update_reminders
from tests.channels_mgmt.factories import ChannelFactory, give_mandate, live_channel, make_ready
from tests.factories import MunicipalityFactory, person
from tests.racing import race


@pytest.fixture
def channel(town):
    give_mandate(town, "mastodon")
    return make_ready(live_channel(town, connector=Channel.Connector.MANUAL))


def seen_before(channel, days, key="imprint"):
    at = now() - timedelta(days=days)
    ChannelCheck.objects.filter(channel=channel, key=key).update(done_at=at)
    return ChannelCheck.objects.get(channel=channel, key=key).done_at


def url(channel):
    return reverse("channels:links", args=[channel.municipality.slug, channel.pk])


@pytest.mark.parametrize(("seconds", "is_due"), [(-1, False), (0, True), (1, True)])
def test_a_link_is_due_again_after_182_days_to_the_second(town, channel, seconds, is_due):
    done_at = ChannelCheck.objects.get(channel=channel, key="imprint").done_at
    at = done_at + timedelta(days=182, seconds=seconds)
    ChannelCheck.objects.exclude(key="imprint").update(done_at=at)

    assert [check.key for found in links_to_see(town, at) for check in found.due] == (["imprint"] if is_due else [])


def test_only_links_are_asked_for_again(town, channel):
    ChannelCheck.objects.update(done_at=now() - timedelta(days=800))

    assert {check.key for check in links_to_see(town, now())[0].due} == {"netiquette", "imprint", "privacy"}


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_a_channel_that_is_not_public_is_not_asked_about(town, channel, state):
    seen_before(channel, 400)
    Channel.objects.update(state=state, live_slot=None)

    assert links_to_see(town, now()) == []


def test_a_paused_channel_is_still_public(town, channel):
    seen_before(channel, 400)
    Channel.objects.update(state="paused")

    assert len(links_to_see(town, now())) == 1


def test_an_overdue_look_takes_no_channel_offline(channel):
    ChannelCheck.objects.update(done_at=now() - timedelta(days=800))

    assert missing_for_live(channel) == []
    assert not why_not_publish(channel)


def test_a_confirmation_begins_a_new_half_year_and_the_old_ones_stay(town, channel, officer):
    seen = seen_before(channel, 200)
    confirm_link(channel, actor=officer, key="imprint", seen_at=seen)
    again = seen_before(channel, 183)
    confirm_link(channel, actor=officer, key="imprint", seen_at=again)

    assert links_to_see(town, now()) == []
    assert ChannelCheckConfirmation.objects.filter(key="imprint", answer="linked").count() == 2
    assert AuditEntry.objects.filter(action="channels.link_confirmed").count() == 2


def test_a_missing_link_withdraws_the_tick_and_leaves_the_channel_live(town, channel, officer):
    Channel.objects.update(connector="manual")
    channel.refresh_from_db()
    seen = seen_before(channel, 200)

    report_link_missing(channel, actor=officer, key="imprint", seen_at=seen)

    assert [gap.key for gap in missing_for_live(channel)] == ["check_imprint"]
    assert Channel.objects.get().state == "live"
    assert not why_not_publish(channel)
    assert links_to_see(town, now())[0].missing == ("imprint",)
    assert ChannelCheckConfirmation.objects.get().answer == "missing"


def test_a_link_added_afterwards_is_confirmed(town, channel, officer):
    report_link_missing(channel, actor=officer, key="imprint", seen_at=seen_before(channel, 200))

    confirm_link(channel, actor=officer, key="imprint", seen_at=None)

    assert links_to_see(town, now()) == []
    assert missing_for_live(channel) == []


@pytest.mark.parametrize("call", [confirm_link, report_link_missing])
def test_who_saw_an_older_answer_changes_nothing(channel, officer, call):
    seen = seen_before(channel, 200)
    confirm_link(channel, actor=officer, key="imprint", seen_at=seen)

    for old in (seen, None):
        with pytest.raises(AlreadyChanged):
            call(channel, actor=officer, key="imprint", seen_at=old)

    assert ChannelCheckConfirmation.objects.count() == 1


@pytest.mark.parametrize("key", ["two_factor", "erfunden", ""])
def test_other_lines_are_not_asked_for(channel, officer, key):
    with pytest.raises(Refused):
        confirm_link(channel, actor=officer, key=key, seen_at=None)


def test_a_planned_channel_has_no_links_to_look_at(town, officer):
    with pytest.raises(Refused):
        confirm_link(ChannelFactory(municipality=town), actor=officer, key="imprint", seen_at=None)


def test_owner_and_deputy_answer_whatever_their_role(town, channel):
    confirm_link(channel, actor=channel.deputy, key="imprint", seen_at=seen_before(channel, 200))

    for role in (Role.EDITOR, Role.MODERATOR, Role.READER, Role.LEADERSHIP, Role.EXTERNAL):
        with pytest.raises(NotPermitted):
            confirm_link(channel, actor=person(town, role), key="netiquette", seen_at=None)


# -- who is asked


def causes(somebody, town):
    return [item.cause for item in waiting_for(somebody, town, now()) if item.cause.startswith("channel:")]


def test_owner_deputy_and_press_office_are_asked_and_nobody_else(town, channel, officer):
    seen_before(channel, 183)

    for somebody in (channel.owner, channel.deputy, officer):
        assert [cause for cause in causes(somebody, town) if ":links:" in cause] == [f"channel:{channel.pk}:links:due"]
    assert causes(person(town, Role.EDITOR), town) == []


def test_the_reminder_is_obsolete_once_somebody_has_looked(town, channel, officer):
    seen = seen_before(channel, 183)
    update_reminders(town, now())
    confirm_link(channel, actor=officer, key="imprint", seen_at=seen)

    update_reminders(town, now())

    assert set(town.reminders.filter(cause__contains="links").values_list("state", flat=True)) == {"obsolete"}


def test_the_strip_names_the_channel_within_a_minute(town, channel):
    assert list(unseen_links(town, {})) == []

    seen_before(channel, 183)

    with time_machine.travel(now() + timedelta(seconds=61)):
        assert channel.name in str(next(iter(unseen_links(town, {}))).text)


def test_the_strip_is_empty_as_soon_as_somebody_has_looked(town, channel, officer):
    seen = seen_before(channel, 183)
    assert list(unseen_links(town, {}))

    confirm_link(channel, actor=officer, key="imprint", seen_at=seen)

    assert list(unseen_links(town, {})) == []


def test_a_town_whose_links_are_seen_to_is_asked_once_a_minute(town, channel, django_assert_num_queries):
    list(unseen_links(town, {}))

    with django_assert_num_queries(0):
        assert list(unseen_links(town, {})) == []


# -- the page


def test_the_page_asks_and_keeps_the_answers(town, client, channel, officer):
    client.force_login(officer)
    seen = seen_before(channel, 183)

    content = client.get(url(channel)).content.decode()
    assert seen.isoformat() in content
    client.post(url(channel), {"key": "imprint", "answer": "linked", "seen": seen.isoformat()})
    client.post(url(channel), {"key": "imprint", "answer": "linked", "seen": seen.isoformat()})

    assert ChannelCheckConfirmation.objects.filter(key="imprint").count() == 1
    assert "noch verlinkt" in client.get(url(channel)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"key": "imprint", "answer": "vielleicht", "seen": ""},
        {"key": "imprint", "answer": "missing", "seen": "2026-99-99T99:99"},
        {"key": "<script>", "answer": "linked", "seen": ""},
    ],
)
def test_nonsense_changes_nothing(client, channel, officer, data):
    client.force_login(officer)

    answer = client.post(url(channel), data, follow=True)

    assert answer.status_code == 200
    assert not ChannelCheckConfirmation.objects.exists()
    assert ChannelCheck.objects.count() == len(ChannelCheck.Key.values)


def test_who_does_not_answer_for_the_channel_sees_no_buttons(town, client, channel):
    client.force_login(person(town, Role.EDITOR))

    assert 'name="answer"' not in client.get(url(channel)).content.decode()
    assert client.post(url(channel), {"key": "imprint", "answer": "linked"}).status_code == 403


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_confirming_at_once_make_one_row():
    town = MunicipalityFactory()
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        channel, officer = make_ready(live_channel(town)), person(town, Role.COMMUNICATIONS)
        seen = seen_before(channel, 200)

    answers = race(town, [lambda: confirm_link(channel, actor=officer, key="imprint", seen_at=seen)] * 2)

    with scope(municipality=town):
        assert ChannelCheckConfirmation.objects.count() == 1
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyChanged", "ChannelCheck"]
