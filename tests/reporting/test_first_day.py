# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guided page: what is known is filled in, and what cannot be true of an invented account is not asked."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Kind, Municipality, Role
from channels_mgmt.frame.strip import unseen_links
from channels_mgmt.models import ChannelCheck
from channels_mgmt.queries.links import links_to_see
from channels_mgmt.queries.waiting import channels_with_links_to_see
from community.queries.first_day import first_day_of
from community.services.first_day import begin_practice
from netiquette.library import library_for
from staffing.services import set_service_hours
from strategy.services import load_reference_tables
from tests.factories import person


def page_of(client, town):
    return client.get(reverse("today:first_day", args=[town.slug])).content.decode()


@pytest.fixture
def moos(town):
    Municipality.objects.filter(pk=town.pk).update(name="Moos", municipality_code="08335055", kind="", population=None)
    town.refresh_from_db()
    load_reference_tables()
    return town


def test_the_guided_page_proposes_what_the_census_says_and_fills_it_into_one_form(client, moos):
    client.force_login(person(moos, Role.ADMINISTRATOR))
    here = reverse("today:first_day", args=[moos.slug])
    address = f"{reverse('settings:town', args=[moos.slug])}?next={here}"

    shown, form = page_of(client, moos), client.get(address).content.decode()

    assert "Vorschlag: Gemeinde" in shown and "Vorschlag: 3.410" in shown
    assert f"{reverse('settings:town', args=[moos.slug])}?next=" in shown
    assert '<option value="municipality" selected' in form and 'value="3410"' in form
    unchanged = {"name": "Moos", "municipality_code": "08335055"}
    given = unchanged | {"kind": Kind.MUNICIPALITY, "population": "3410", "website": "https://moos.example"}
    seen = {f"seen_{name}": value for name, value in unchanged.items()}
    answer = client.post(address, given | seen | {"next": here})
    assert answer.url == here
    assert "https://moos.example" in page_of(client, moos) and "Vorschlag: Gemeinde" not in page_of(client, moos)


def test_the_way_back_leads_to_no_other_host(client, town):
    client.force_login(person(town, Role.ADMINISTRATOR))
    given = {name: getattr(town, name) for name in ("name", "municipality_code", "kind", "population")}
    seen = {f"seen_{name}": value for name, value in given.items()}

    answer = client.post(
        reverse("settings:town", args=[town.slug]), given | seen | {"next": "https://anderswo.example/"}
    )

    assert answer.url == reverse("settings:index", args=[town.slug])


@pytest.mark.parametrize(
    ("kind", "place", "question"),
    [
        (Kind.TOWN, "im Rathaus", "für einen neuen Reisepass"),
        (Kind.DISTRICT, "im Landratsamt", "für die Zulassung meines Autos"),
        ("", "im Rathaus", "wenn ich vorbeikommen möchte"),
    ],
)
def test_the_sample_fits_the_kind_of_town_and_promises_no_day(town, kind, place, question):
    Municipality.objects.filter(pk=town.pk).update(kind=kind)
    town.refresh_from_db()

    begin_practice(town, actor=person(town, Role.ADMINISTRATOR))

    found = first_day_of(town)
    assert place in found.delivery.post.text and "Samstag" not in found.delivery.post.text
    assert question in found.comment.text


def test_an_invented_account_is_asked_for_no_checklist_and_no_links(client, town):
    administrator = person(town, Role.ADMINISTRATOR, Role.COMMUNICATIONS)
    begin_practice(town, actor=administrator)
    channel = first_day_of(town).channel
    long_ago = now() - timedelta(days=400)
    ChannelCheck.objects.create(channel=channel, key="imprint", done_by=administrator, done_at=long_ago)
    client.force_login(administrator)

    page = client.get(reverse("channels:channel_detail", args=[town.slug, channel.pk])).content.decode()

    assert "Prüfliste" not in page and "zweite" not in page and "Halbjährlich" not in page
    assert links_to_see(town, now()) == [] == list(channels_with_links_to_see(town, now()))
    assert list(unseen_links(town, {})) == []


def test_service_hours_once_entered_stand_in_the_clause_and_on_the_guided_page(client, town):
    chief = person(town, Role.ADMINISTRATOR, Role.COMMUNICATIONS)
    clause = {one.key: one for one in library_for(town)}["servicezeiten"]
    assert "(noch nicht eingetragen: Servicezeiten" in clause.text

    set_service_hours(town, actor=chief, intervals=[(0, time(8), time(12)), (1, time(8), time(12))])

    clause = {one.key: one for one in library_for(town)}["servicezeiten"]
    assert "zu diesen Zeiten: Montag bis Dienstag 08:00–12:00 Uhr." in clause.text
    client.force_login(chief)
    assert "Montag bis Dienstag 08:00–12:00 Uhr" in page_of(client, town)
