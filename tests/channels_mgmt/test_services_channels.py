# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.addresses import UnsafeAddress
from channels_mgmt.models import Channel, ChannelCheck, ChannelDocument, Credential, Delivery
from channels_mgmt.queries import is_connected, missing_for_live
from channels_mgmt.services.channels import (
    close_channel,
    connect_channel,
    create_channel,
    edit_channel,
    end_channel,
    go_live,
    pause_channel,
    resume_channel,
)
from channels_mgmt.services.checklist import confirm_check, withdraw_check
from channels_mgmt.services.publishing import why_not_publish
from core.errors import NotPermitted, Refused
from netiquette.models import Netiquette
from staffing.models import WorkingShare
from strategy.models import Strategy
from tests.channels_mgmt.factories import ChannelFactory, draft, give_mandate, live_channel, make_ready
from tests.factories import MunicipalityFactory, person

State = Channel.State


@pytest.fixture
def ready(town):
    give_mandate(town, "mastodon", "bluesky")
    return make_ready(ChannelFactory(municipality=town, connector=Channel.Connector.MANUAL))


def gap_keys(channel) -> list[str]:
    return [gap.key for gap in missing_for_live(Channel.objects.get(pk=channel.pk))]


# -- planning a channel


def test_a_channel_is_planned_with_owner_and_deputy(town, officer):
    owner, deputy = person(town, Role.COMMUNICATIONS), person(town, Role.EDITOR)

    channel = create_channel(
        town, actor=officer, platform="mastodon", connector="practice", name="Stadt", owner=owner, deputy=deputy
    )

    assert (channel.state, channel.live_slot, channel.owner, channel.deputy) == (State.PLANNED, None, owner, deputy)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.EXTERNAL, Role.LEADERSHIP, Role.MODERATOR])
def test_who_does_not_run_channels_creates_none(town, role):
    with pytest.raises(NotPermitted):
        create_channel(town, actor=person(town, role), platform="mastodon", connector="practice", name="Stadt")


@pytest.mark.parametrize(
    "address",
    ["https://10.0.0.7", "https://169.254.169.254", "https://[fd00::1]", "ftp://social.example", "kein Server"],
)
def test_an_internal_or_impossible_server_is_refused(town, officer, address):
    with pytest.raises(UnsafeAddress):
        create_channel(town, actor=officer, platform="mastodon", connector="mastodon", name="S", base_url=address)

    assert not Channel.objects.exists()


def test_a_mastodon_channel_needs_its_server(town, officer):
    with pytest.raises(Refused):
        create_channel(town, actor=officer, platform="mastodon", connector="mastodon", name="S")


def test_a_network_we_cannot_speak_to_is_refused_with_the_way_out(town, officer):
    with pytest.raises(Refused, match="Instagram"):
        create_channel(town, actor=officer, platform="instagram", connector="mastodon", name="S")


def test_owner_and_deputy_are_two_people(town, officer):
    with pytest.raises(Refused):
        create_channel(
            town, actor=officer, platform="mastodon", connector="practice", name="S", owner=officer, deputy=officer
        )


@pytest.mark.parametrize("whose", ["external", "foreign"])
def test_who_does_not_work_for_the_town_answers_for_no_channel(town, officer, whose):
    outsider = person(town, Role.EXTERNAL) if whose == "external" else person(MunicipalityFactory(), Role.EDITOR)

    with pytest.raises(Refused):
        create_channel(town, actor=officer, platform="mastodon", connector="practice", name="S", owner=outsider)


def test_the_server_of_a_connected_account_stays(town, officer):
    channel = ChannelFactory(municipality=town, connector="mastodon", base_url="https://social.example", account_id="1")

    with pytest.raises(Refused):
        edit_channel(channel, actor=officer, name="S", owner=None, deputy=None, base_url="https://other.example")


# -- connecting


def test_a_practice_channel_is_connected_without_any_secret(town, officer):
    channel = ChannelFactory(municipality=town, platform="bluesky")

    connect_channel(channel, actor=officer)

    channel.refresh_from_db()
    assert channel.account_id
    assert channel.limits["characters"] == 300
    assert not Credential.objects.exists()


def test_the_same_account_is_not_connected_twice(town, officer):
    first, second = ChannelFactory(municipality=town), ChannelFactory(municipality=town)
    connect_channel(first, actor=officer)

    with pytest.raises(Refused):
        connect_channel(second, actor=officer)

    assert Channel.objects.get(pk=second.pk).account_id == ""


def test_a_closed_channel_is_not_connected(town, officer):
    with pytest.raises(Refused):
        connect_channel(ChannelFactory(municipality=town, state=State.CLOSED), actor=officer)


def test_connecting_needs_the_role(town):
    with pytest.raises(NotPermitted):
        connect_channel(ChannelFactory(municipality=town), actor=person(town, Role.EDITOR))


# -- what is missing


def test_an_empty_channel_lacks_everything_and_each_gap_says_who_and_where(town):
    channel = ChannelFactory(municipality=town, connector=Channel.Connector.MANUAL)

    gaps = missing_for_live(channel)

    assert [gap.key for gap in gaps] == [
        "strategy",
        "netiquette",
        "owner",
        "deputy",
        "connection",
        "usage_concept",
        *(f"check_{key}" for key in ChannelCheck.Key.values),
    ]
    assert all(gap.who and gap.url.startswith(f"/{town.slug}/") for gap in gaps)


def test_a_channel_for_which_everything_is_done_lacks_nothing(ready):
    assert missing_for_live(ready) == []


def take_from_strategy(channel):
    Strategy.objects.get().platform_decisions.filter(platform=channel.platform).update(slot=None)


TAKEN_AWAY = {
    "strategy": take_from_strategy,
    "netiquette": lambda channel: Netiquette.objects.update(introduction="Nachträglich geändert"),
    "owner": lambda channel: Channel.objects.update(owner=None),
    "deputy": lambda channel: Channel.objects.update(deputy=None),
    "owner_hours": lambda channel: WorkingShare.objects.filter(person=channel.owner).delete(),
    "deputy_hours": lambda channel: WorkingShare.objects.filter(person=channel.deputy).delete(),
    "usage_concept": lambda channel: ChannelDocument.objects.update(text="Nachträglich geändert"),
    "connection": lambda channel: Channel.objects.update(account_id=""),
} | {
    f"check_{key}": (lambda channel, key=key: ChannelCheck.objects.filter(key=key).delete())
    for key in ChannelCheck.Key.values
}


@pytest.mark.parametrize("part", TAKEN_AWAY)
def test_each_part_alone_keeps_a_channel_from_going_live(ready, officer, part):
    """Detects the removal of any one condition."""
    TAKEN_AWAY[part](ready)
    assert gap_keys(ready) == [part]

    with pytest.raises(Refused) as refusal:
        go_live(Channel.objects.get(pk=ready.pk), actor=officer)

    assert [gap.key for gap in refusal.value.gaps] == [part]
    assert Channel.objects.get(pk=ready.pk).state == State.PLANNED


def test_a_strategy_changed_after_its_signature_no_longer_counts(ready):
    Strategy.objects.update(hours_per_week=99)

    assert gap_keys(ready) == ["strategy"]


# -- live, paused, closed


def test_a_ready_channel_goes_live_in_the_first_free_place(ready, officer):
    go_live(ready, actor=officer)

    assert (ready.state, ready.live_slot) == (State.LIVE, 1)
    assert ready.live_since is not None
    assert not why_not_publish(ready)


def test_the_second_channel_takes_the_second_place(town, ready, officer):
    live_channel(town, 1, connector=Channel.Connector.MANUAL)

    go_live(ready, actor=officer)

    assert ready.live_slot == 2


def test_a_third_channel_is_refused(town, ready, officer):
    live_channel(town, 1, connector=Channel.Connector.MANUAL)
    live_channel(town, 2, connector=Channel.Connector.MANUAL)

    with pytest.raises(Refused):
        go_live(ready, actor=officer)

    assert Channel.objects.get(pk=ready.pk).state == State.PLANNED


def test_the_database_itself_refuses_a_third_live_channel(town):
    for slot in (1, 2):
        live_channel(town, slot)
    for slot in (1, 2, 3, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            live_channel(town, slot, account_id="anderes")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.READER])
def test_going_live_needs_the_role(town, ready, role):
    with pytest.raises(NotPermitted):
        go_live(ready, actor=person(town, role))


def test_a_paused_channel_keeps_its_place_and_publishes_nothing(ready, officer):
    go_live(ready, actor=officer)

    pause_channel(ready, actor=officer, reason="Angriff auf das Konto")

    assert (ready.state, ready.live_slot, ready.pause_reason) == (State.PAUSED, 1, "Angriff auf das Konto")
    assert why_not_publish(ready)


def test_a_pause_needs_a_reason(ready, officer):
    go_live(ready, actor=officer)

    with pytest.raises(Refused):
        pause_channel(ready, actor=officer, reason=" ")


def test_resuming_asks_for_the_same_as_going_live(ready, officer):
    go_live(ready, actor=officer)
    pause_channel(ready, actor=officer, reason="Urlaub")
    ChannelCheck.objects.filter(key="imprint").delete()

    with pytest.raises(Refused):
        resume_channel(ready, actor=officer)
    confirm_check(ready, actor=officer, key="imprint")
    resume_channel(ready, actor=officer)

    assert (ready.state, ready.pause_reason) == (State.LIVE, "")


def test_a_closed_channel_frees_its_place_and_loses_its_access(town, officer):
    channel = live_channel(town, 1, connector="mastodon", base_url="https://social.example")
    Credential.objects.create(channel=channel, tokens={"access": "geheim"})

    end_channel(channel, actor=officer, reason="Zu wenige Menschen erreicht")

    assert (channel.state, channel.live_slot) == (State.CLOSED, None)
    assert not Credential.objects.exists()


def test_a_channel_with_waiting_posts_is_not_closed(town, officer):
    channel = live_channel(town)
    Delivery.objects.create(post=draft(town, channels=[channel]), channel=channel, due_at=now())

    with pytest.raises(Refused):
        close_channel(channel, actor=officer, reason="Ende")


def test_a_channel_whose_access_broke_is_not_connected(town):
    give_mandate(town, "mastodon")
    channel = live_channel(town, 1, connector="mastodon", base_url="https://social.example")
    credential = Credential.objects.create(channel=channel, tokens={"access": "geheim"})
    assert is_connected(channel)

    Credential.objects.filter(pk=credential.pk).update(broken_since=now())

    assert not is_connected(channel)


def test_a_check_is_confirmed_once_and_can_be_taken_back(town, officer):
    channel = ChannelFactory(municipality=town)
    confirm_check(channel, actor=officer, key="imprint")
    confirm_check(channel, actor=officer, key="imprint")

    withdraw_check(channel, actor=officer, key="imprint")

    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["channels.check_confirmed", "channels.check_withdrawn"]
    assert not ChannelCheck.objects.exists()


# -- races


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("taken", "expected"), [(1, ["live", "refused"]), (0, ["live", "live"])])
def test_two_channels_going_live_at_the_same_moment_never_share_a_place(taken, expected):
    """Detects a free place that is looked up instead of taken by the database."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        give_mandate(town, "mastodon", "bluesky")
        channels = [make_ready(ChannelFactory(municipality=town)) for _ in range(2)]
        officer = person(town, Role.COMMUNICATIONS)
        for slot in range(1, taken + 1):
            live_channel(town, slot)
    barrier, outcomes = Barrier(2), []

    def start(pk):
        with scope(municipality=town):
            channel = Channel.objects.get(pk=pk)
            barrier.wait()
            try:
                go_live(channel, actor=officer)
                outcomes.append("live")
            except Refused:
                outcomes.append("refused")
        connection.close()

    threads = [Thread(target=start, args=[channel.pk]) for channel in channels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == expected
    with scope(municipality=town):
        slots = Channel.objects.filter(state=State.LIVE).values_list("live_slot", flat=True)
        assert sorted(slots) == sorted({*slots})
