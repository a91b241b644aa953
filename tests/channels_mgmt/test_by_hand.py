# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels without software: a person gets what is due, publishes it and says so. Docstrings name the removal."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.registry import CONNECTORS, networks, profile_of
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.services.by_hand import confirm_by_hand, report_not_published
from channels_mgmt.services.channels import connect_channel, create_channel, go_live
from channels_mgmt.services.planning import edit_post, withdraw_post
from channels_mgmt.services.publishing import (
    due_deliveries,
    publish_delivery,
    recover_delivery,
    reschedule_delivery,
    sweep_deliveries,
)
from community.services.reading import due_channels
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.localtime import to_wall
from core.platforms import Platform
from reporting.presenters.waiting import waiting_for
from tests.channels_mgmt.factories import give_mandate, make_ready
from tests.channels_mgmt.live import make_by_hand
from tests.factories import person
from tests.racing import race

State = Delivery.State
LINK = "https://www.facebook.com/stadt/posts/4711"


@pytest.fixture
def live(live):
    make_by_hand(live)
    return live


@pytest.fixture
def handed_over(live) -> Delivery:
    delivery = live.delivery()
    publish_delivery(delivery.pk)
    return reread(delivery)


def reread(row):
    row.refresh_from_db()
    return row


def test_every_platform_of_the_form_can_be_planned(client, town):
    """Removal: the fallback to a channel by hand (twelve of fourteen choices answered 500)."""
    client.force_login(person(town, Role.COMMUNICATIONS))
    address = reverse("channels:channel_create", args=[town.slug])
    for code, label in Platform.choices:
        fields = {"platform": code, "name": label, "base_url": "http://127.0.0.1" if code in CONNECTORS else ""}
        assert client.post(address, fields).status_code == 302, code

    connectors = dict(Channel.objects.values_list("platform", "connector"))
    assert connectors == {code: code if code in CONNECTORS else "manual" for code in Platform.values}


def test_every_platform_without_a_connector_has_hosts():
    """Removal: a platform without a host could never be confirmed."""
    assert {code for code in Platform.values if code not in CONNECTORS} <= {
        profile.code for profile in networks() if profile.hosts
    }


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        (LINK, True),
        ("https://m.facebook.com/story.php?story_fbid=1&id=2", True),
        ("https://facebook.com/", False),
        ("https://facebook.com.evil.example/posts/1", False),
        ("https://notfacebook.com/posts/1", False),
        ("https://stadt@facebook.com/posts/1", False),
        ("https://www.instagram.com/p/1", False),
        ("javascript:alert(1)//facebook.com/x", False),
        ("https://[facebook.com/x", False),
        ("", False),
    ],
)
def test_only_the_right_platforms_address_counts(url, fits):
    assert profile_of(Platform.FACEBOOK).is_at(url) == fits


def test_a_channel_by_hand_goes_live_under_the_same_conditions(town):
    """Owner, deputy, checklist, documents, mandate and one of the two places; the account is an address."""
    give_mandate(town, Platform.FACEBOOK, Platform.INSTAGRAM)
    chief = person(town, Role.COMMUNICATIONS)
    channel = create_channel(town, actor=chief, platform="facebook", connector="manual", name="Seite")
    with pytest.raises(Refused):
        go_live(channel, actor=chief)
    make_ready(channel)
    Channel.objects.filter(pk=channel.pk).update(account_id="")
    with pytest.raises(Refused):
        go_live(reread(channel), actor=chief)
    with pytest.raises(Refused):
        connect_channel(channel, actor=chief, handle="https://example.org/stadt")

    connect_channel(channel, actor=chief, handle=" https://www.facebook.com/stadt ")
    go_live(reread(channel), actor=chief)

    assert (channel.state, channel.live_slot) == (Channel.State.LIVE, 1)
    assert (channel.account_id, channel.handle) == ("https://www.facebook.com/stadt", "facebook.com/stadt")


def test_by_hand_is_no_way_round_a_connector(town):
    chief = person(town, Role.COMMUNICATIONS)

    with pytest.raises(Refused):
        create_channel(town, actor=chief, platform="bluesky", connector="manual", name="Kanal")


def test_nobody_reads_comments_there(live):
    """Removal: leaving channels by hand out of reading."""
    assert [item.pk for item in due_channels(now())] == []


def test_what_is_due_is_handed_over_and_nothing_is_sent(live, handed_over, settings):
    """Removal: the hand-over in the claim."""
    assert (handed_over.state, handed_over.attempts) == (State.HANDED_OVER, 0)
    assert handed_over.next_attempt_at > now() + timedelta(seconds=settings.OUTBOX_BY_HAND_SECONDS - 60)
    assert live.public_texts == []
    assert reread(handed_over.post).state == Post.State.APPROVED
    assert AuditEntry.objects.filter(action="channels_mgmt.delivery_handed_over").count() == 1
    assert due_deliveries(now()) == []
    assert sweep_deliveries(now()) == []


def test_nothing_is_handed_over_that_nobody_approved(live):
    """Removal: the claim's checks before the hand-over."""
    changed, paused = live.delivery(), live.delivery(post=live.post("Anderes"))
    Post.objects.filter(pk=changed.post_id).update(text="Ganz anders.")
    publish_delivery(changed.pk)
    Channel.objects.update(state=Channel.State.PAUSED)
    publish_delivery(paused.pk)

    assert reread(changed).state == State.WITHDRAWN
    assert reread(paused).state == State.SCHEDULED


def test_a_link_confirms_it(live, handed_over):
    confirm_by_hand(handed_over, actor=live.author, remote_url=f"  {LINK}#kommentare ")

    assert (reread(handed_over).state, handed_over.remote_url) == (State.PUBLISHED, LINK)
    assert reread(handed_over.post).state == Post.State.PUBLISHED
    assert AuditEntry.objects.get(action="channels_mgmt.delivery_confirmed_by_hand").actor_label == str(live.author)


@pytest.mark.parametrize("url", ["", "facebook", "https://example.org/posts/1", f"https://facebook.com/{'x' * 500}"])
def test_anything_else_confirms_nothing(live, handed_over, url):
    with pytest.raises(Refused):
        confirm_by_hand(handed_over, actor=live.author, remote_url=url)

    assert reread(handed_over).state == State.HANDED_OVER


def test_one_link_confirms_one_post(live, handed_over):
    """Removal: the address as the remote id."""
    confirm_by_hand(handed_over, actor=live.author, remote_url=LINK)
    other = live.delivery(post=live.post("Noch einer."))
    publish_delivery(other.pk)

    with pytest.raises(Refused):
        confirm_by_hand(reread(other), actor=live.author, remote_url=LINK)

    assert reread(other).state == State.HANDED_OVER


def test_impossible_needs_a_reason_and_can_be_scheduled_again(live, handed_over):
    with pytest.raises(Refused):
        report_not_published(handed_over, actor=live.author, reason=" ")
    report_not_published(handed_over, actor=live.author, reason="Das Konto ist gesperrt.")

    assert (reread(handed_over).state, handed_over.error) == (State.REJECTED, "Das Konto ist gesperrt.")
    assert reread(handed_over.post).state == Post.State.FAILED
    wall = to_wall(now() + timedelta(hours=2), live.town.timezone)
    reschedule_delivery(handed_over, actor=live.author, wall=wall)
    assert reread(handed_over).state == State.SCHEDULED


def test_silence_beyond_the_tolerance_is_missed_and_may_still_be_confirmed(live, handed_over):
    """Removal: the sweep of what nobody confirmed, or the step from missed to published."""
    with time_machine.travel(handed_over.next_attempt_at + timedelta(seconds=1)):
        assert [item.pk for item in sweep_deliveries(now())] == [handed_over.pk]
        recover_delivery(handed_over.pk)

        assert reread(handed_over).state == State.MISSED
        assert reread(handed_over.post).state == Post.State.FAILED
        assert handed_over in Delivery.objects.needing_a_person()
        confirm_by_hand(handed_over, actor=live.author, remote_url=LINK)

    assert reread(handed_over).state == State.PUBLISHED


def test_software_that_stood_still_hands_over_late_and_gives_the_whole_time(live, settings):
    """Removal: the person's own tolerance (the one of software is two hours)."""
    late = live.delivery(due_at=now() - timedelta(hours=9))
    too_late = live.delivery(post=live.post("Alt"), due_at=now() - timedelta(hours=25))

    publish_delivery(late.pk)
    publish_delivery(too_late.pk)

    assert reread(late).state == State.HANDED_OVER
    assert late.next_attempt_at > now() + timedelta(hours=23)
    assert reread(too_late).state == State.MISSED


def test_a_missed_post_of_software_cannot_be_confirmed_by_hand(live, handed_over):
    Channel.objects.filter(pk=live.channel.pk).update(platform="bluesky", connector="bluesky")
    live.channel.refresh_from_db()
    delivery = live.delivery(post=live.post("Alt"), state=State.MISSED)

    with pytest.raises((AlreadyChanged, Refused)):
        confirm_by_hand(delivery, actor=live.author, remote_url=LINK)


def test_withdrawing_takes_it_back(live, handed_over):
    withdraw_post(reread(handed_over.post), actor=live.author)

    stale = Delivery.objects.get(pk=handed_over.pk)
    assert stale.state == State.WITHDRAWN
    with pytest.raises(AlreadyChanged, match=r"delete|löschen"):
        confirm_by_hand(stale, actor=live.author, remote_url=LINK)


def test_an_edit_takes_it_back_as_well(live, handed_over):
    edit_post(reread(handed_over.post), actor=live.author, text="Neu.")

    assert reread(handed_over).state == State.WITHDRAWN


def test_owner_and_deputy_publish_whatever_their_role_is(live, handed_over):
    """Removal: owner and deputy in the permission, or in what waits."""
    owner, reader = person(live.town, Role.READER), person(live.town, Role.READER)
    Channel.objects.filter(pk=live.channel.pk).update(owner=owner)
    fresh = Delivery.objects.select_related("channel", "post").get(pk=handed_over.pk)

    def causes(somebody):
        return {item.cause for item in waiting_for(somebody, live.town, now())}

    cause = f"delivery:{handed_over.pk}:by_hand"
    assert cause in causes(owner)
    assert cause in causes(live.author)
    assert cause not in causes(reader)
    with pytest.raises(NotPermitted):
        confirm_by_hand(fresh, actor=reader, remote_url=LINK)
    confirm_by_hand(fresh, actor=owner, remote_url=LINK)
    assert cause not in causes(owner)


def test_the_page_gives_everything_and_keeps_what_was_typed(client, live, handed_over):
    client.force_login(live.author)
    page = client.get(reverse("planning:post_detail", args=[live.town.slug, handed_over.post_id])).content.decode()
    assert re.search(rf'<textarea\s+id="by-hand-text-{handed_over.pk}"', page)
    assert "Die Brücke ist wieder offen.</textarea>" in page

    refused = client.post(
        reverse("planning:confirm_by_hand", args=[live.town.slug, handed_over.pk]),
        {"remote_url": "https://example.org/posts/1"},
    )
    assert refused.status_code == 422
    assert 'value="https://example.org/posts/1"' in refused.content.decode()

    confirmed = client.post(
        reverse("planning:confirm_by_hand", args=[live.town.slug, handed_over.pk]), {"remote_url": LINK}
    )
    assert confirmed.status_code == 302
    assert reread(handed_over).state == State.PUBLISHED


def test_a_reason_is_asked_for_on_the_page(client, live, handed_over):
    client.force_login(live.author)
    address = reverse("planning:impossible_by_hand", args=[live.town.slug, handed_over.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Kein Zugang."}).status_code == 302
    assert reread(handed_over).error == "Kein Zugang."


@pytest.mark.parametrize(("platform", "known"), [("facebook", True), ("nebenan", False)])
def test_the_channels_page_says_what_is_not_done(client, live, platform, known):
    Channel.objects.filter(pk=live.channel.pk).update(platform=platform)
    client.force_login(person(live.town, Role.COMMUNICATIONS))

    page = client.get(reverse("channels:channel_detail", args=[live.town.slug, live.channel.pk])).content.decode()

    assert "nicht gelesen" in page or "not read here" in page
    assert ("63206" in page.replace(".", "").replace("\xa0", "")) == known


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_answer_at_once_and_one_of_them_counts():
    """Removal: compare-and-set in the confirmation."""
    from django_scopes import scope

    from tests.channels_mgmt.live import make_live_town
    from tests.factories import MunicipalityFactory

    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        make_by_hand(live)
        delivery = live.delivery()
        publish_delivery(delivery.pk)
        wanted = Delivery.objects.select_related("post__municipality", "channel__municipality")
        seen = [wanted.get(pk=delivery.pk) for _ in range(6)]
        steps = [
            lambda row=row, number=number: (
                confirm_by_hand(row, actor=live.author, remote_url=f"{LINK}{number}")
                if number % 2
                else report_not_published(row, actor=live.author, reason="Kein Zugang.")
            )
            for number, row in enumerate(seen)
        ]

        answers = race(town, [*steps, lambda: withdraw_post(Post.objects.get(pk=delivery.post_id), actor=live.author)])

        assert sum(not isinstance(answer, Exception) for answer in answers) == 1
        assert all(isinstance(a, AlreadyChanged | Refused) for a in answers if isinstance(a, Exception)), answers
        assert reread(delivery).state in (State.PUBLISHED, State.REJECTED, State.WITHDRAWN)


def test_the_database_knows_no_other_connection(town):
    """Removal: the constraint over connector and platform."""
    with pytest.raises(IntegrityError):
        Channel.objects.create(municipality=town, platform="facebook", connector="mastodon", name="x")
