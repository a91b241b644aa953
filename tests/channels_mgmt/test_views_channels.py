# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.connectors.bluesky.access import AccessForm
from channels_mgmt.models import Channel, ChannelCheck
from tests.channels_mgmt.factories import ChannelFactory, checked_document, give_mandate, live_channel, make_ready
from tests.factories import person


def url(name, town, *args):
    return reverse(f"channels:{name}", args=[town.slug, *args])


def test_only_platforms_the_strategy_names_are_offered(town, as_officer):
    give_mandate(town, "bluesky", "instagram")

    content = as_officer.get(url("channel_create", town)).content.decode()

    assert 'value="instagram"' in content
    assert 'value="facebook"' not in content


def test_a_practice_channel_goes_all_the_way_to_live(town, as_officer, officer):
    give_mandate(town, "mastodon")
    deputy = person(town, Role.EDITOR)
    for somebody in (officer, deputy):
        town.working_shares.create(person=somebody, hours_per_week=4)

    as_officer.post(
        url("channel_create", town),
        {"platform": "mastodon", "is_practice": "on", "name": "Übung", "owner": officer.pk, "deputy": deputy.pk},
    )
    channel = Channel.objects.get()
    as_officer.post(url("channel_connect", town, channel.pk))
    checked_document(channel)
    for key in ChannelCheck.Key.values:
        as_officer.post(url("check", town, channel.pk), {"key": key, "answer": "confirm"})
    assert url("go_live", town, channel.pk) in as_officer.get(url("channel_detail", town, channel.pk)).content.decode()
    as_officer.post(url("go_live", town, channel.pk))

    channel.refresh_from_db()
    assert (channel.state, channel.live_slot) == ("live", 1)


def test_a_forged_click_on_go_live_changes_nothing(town, as_officer):
    channel = ChannelFactory(municipality=town)

    as_officer.post(url("go_live", town, channel.pk))

    assert Channel.objects.get().state == "planned"


def test_what_is_missing_is_listed_with_who_can_mend_it(town, as_officer):
    channel = ChannelFactory(municipality=town, connector="manual")

    content = as_officer.get(url("channel_detail", town, channel.pk)).content.decode()

    assert content.count('class="is-open"') == 7
    assert content.count('value="confirm"') == len(ChannelCheck.Key.values)
    assert reverse("strategy:document", args=[town.slug]) in content


def test_an_internal_server_is_refused_and_what_was_typed_stays(town, as_officer):
    give_mandate(town, "mastodon")

    answer = as_officer.post(
        url("channel_create", town), {"platform": "mastodon", "name": "Stadt", "base_url": "https://169.254.169.254"}
    )

    assert answer.status_code == 422
    assert "169.254.169.254" in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_secret_is_never_shown_again(town, as_officer):
    """Not even when it was refused: nothing listens on that port."""
    channel = ChannelFactory(municipality=town, connector="mastodon", base_url="http://127.0.0.1:9")

    answer = as_officer.post(url("channel_connect", town, channel.pk), {"secret": "streng-geheim"})

    assert answer.status_code == 422
    assert "streng-geheim" not in answer.content.decode()
    assert not Channel.objects.get().account_id


def test_pausing_resuming_and_closing_by_button(town, as_officer, officer):
    give_mandate(town, "mastodon")
    channel = make_ready(live_channel(town))

    as_officer.post(url("pause", town, channel.pk), {"pause-reason": "Angriff auf das Konto"})
    assert Channel.objects.get().state == "paused"
    as_officer.post(url("resume", town, channel.pk))
    assert Channel.objects.get().state == "live"
    as_officer.post(url("close", town, channel.pk), {"close-reason": " "})
    assert Channel.objects.get().state == "live"
    as_officer.post(url("close", town, channel.pk), {"close-reason": "Zu wenige Menschen erreicht"})
    assert Channel.objects.get().state == "closed"
    assert as_officer.get(url("channel_detail", town, channel.pk)).status_code == 200


def test_a_check_that_does_not_exist_is_refused(town, as_officer):
    channel = ChannelFactory(municipality=town)

    as_officer.post(url("check", town, channel.pk), {"key": "erfunden"})

    assert not ChannelCheck.objects.exists()


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.DEPARTMENT])
def test_who_only_drafts_does_not_see_the_channels(town, client, role):
    client.force_login(person(town, role))

    assert client.get(url("channel_list", town)).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER, Role.MODERATOR])
def test_who_does_not_run_channels_reads_only(town, client, role):
    channel = ChannelFactory(municipality=town)
    client.force_login(person(town, role))

    assert client.get(url("channel_detail", town, channel.pk)).status_code == 200
    for name in ("channel_create",):
        assert client.get(url(name, town)).status_code == 403
    for name in ("channel_edit", "channel_connect"):
        assert client.get(url(name, town, channel.pk)).status_code == 403
    for name in ("check", "go_live", "pause", "close"):
        data = {"key": "imprint", "pause-reason": "x", "close-reason": "x"}
        assert client.post(url(name, town, channel.pk), data).status_code == 403


def test_the_list_needs_a_constant_number_of_queries(town, as_officer, officer):
    counts = []
    for number in (1, 3):
        while Channel.objects.count() < number:
            ChannelFactory(municipality=town, owner=officer)
        as_officer.get(url("channel_list", town))
        with CaptureQueriesContext(connection) as queries:
            as_officer.get(url("channel_list", town))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("secret", "extra", "is_sent"),
    [
        ("abcd-efgh-2345-mnop", {}, True),
        (" \u200babcd-efgh-2345-mnop\u00a0", {}, True),
        ("ein-langes-kennwort", {}, False),
        ("Sommer2026!", {}, False),
        ("andere-form", {"is_other_shape": "on"}, True),
    ],
)
def test_the_password_of_an_account_is_stopped_before_it_leaves_the_house(secret, extra, is_sent):
    form = AccessForm({"handle": "@stadt.bsky.social", "secret": secret} | extra)

    assert form.is_valid() == is_sent
    assert is_sent or "settings/app-passwords" in str(form.errors["secret"])
    assert not is_sent or set(form.cleaned_data) == {"handle", "secret"}


def test_the_question_about_another_form_comes_only_with_the_hint():
    assert "is_other_shape" not in AccessForm().fields
