# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks of a network that a line and a folder have added what is asked of every other (``test_folders``).

Its own process, because the list of platforms is read when Python starts.
"""

import os

from tests import environment  # noqa: F401  the settings, before Django reads them

os.environ["DATABASE_URL"] = "sqlite://:memory:"

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django_scopes import scope


def main() -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.setup()
    setup_test_environment()
    call_command("makemigrations", "--check", "--dry-run")
    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS} | {
        app.partition(".")[0]: None for app in settings.INSTALLED_APPS if ".apps." in app
    }
    call_command("migrate", run_syncdb=True, verbosity=0)

    from tests.factories import MunicipalityFactory

    town = MunicipalityFactory()
    with scope(municipality=town):
        is_offered_planned_and_connected(town)
        is_measured_and_shown(town)
        is_described(town)
        is_judged()


def is_offered_planned_and_connected(town) -> None:
    from accounts.models import Role
    from channels_mgmt.models import Channel
    from tests.factories import person

    client = Client()
    client.force_login(person(town, Role.COMMUNICATIONS), backend="allauth.account.auth_backends.AuthenticationBackend")
    create = reverse("channels:channel_create", args=[town.slug])
    page = client.get(create).content.decode()
    assert '<option value="dorffunk">Dorffunk</option>' in page
    assert "Dorffunk, zum Beispiel" in page

    fields = {"platform": "dorffunk", "name": "Dorffunk der Stadt"}
    assert "https://dorffunk.example" in client.post(create, fields).content.decode()
    assert client.post(create, fields | {"base_url": "http://127.0.0.1"}).status_code == 302
    channel = Channel.objects.get()
    assert (channel.connector, channel.get_platform_display()) == ("dorffunk", "Dorffunk")

    connect = reverse("channels:channel_connect", args=[town.slug, channel.pk])
    assert "Schwarzen Brett" in client.get(connect).content.decode()
    refused = client.post(connect, {"secret": "Eiche", "house": "7"}).content.decode()
    assert "Die Losung stimmt nicht." in refused
    assert client.post(connect, {"secret": "Linde", "house": "7"}).status_code == 302
    channel.refresh_from_db()
    assert (channel.handle, channel.credential.tokens) == ("haus-7", {"access": "eingelassen"})


def is_measured_and_shown(town) -> None:
    from channels_mgmt.models import Channel
    from channels_mgmt.presenters.previews import Content, previews_of
    from channels_mgmt.queries.measure import limits_of

    channel = Channel.objects.get()
    practice = Channel(municipality=town, platform="dorffunk", connector="practice", name="Übung")
    assert (limits_of(channel).characters, limits_of(practice).characters) == (4, 4)

    wordings = [(channel, "Die Brücke ist wieder offen."), (practice, "Die Brücke ist offen.")]
    long, short = sorted(previews_of(Content("", "", "", wordings, [])), key=lambda preview: preview.is_practice)
    assert (long.counts[0].used, long.counts[0].level, long.pieces[-1].text.strip()) == (5, "danger", "offen.")
    assert (short.counts[0].used, short.counts[0].level) == (4, "success")


def is_described(town) -> None:
    from channels_mgmt.connectors.registry import profile_of
    from channels_mgmt.models import Channel
    from channels_mgmt.presenters.pins import pin_texts
    from channels_mgmt.queries.documents import facts_of_channel, town_facts

    channel = Channel.objects.select_related("municipality", "owner", "deputy").get()
    channel.municipality.imprint_url = "https://stadt.example/impressum"
    assert [text.limit for text in pin_texts(channel)] == [400, 4]
    assert facts_of_channel(channel, town_facts(town))["provider_name"] == "Dorffunk eG"
    assert not profile_of(channel.connector).abilities.unhide


def is_judged() -> None:
    from strategy.domain.criteria import NEUTRAL, Criterion, default_scores, why

    assert default_scores()["dorffunk"][Criterion.EFFORT] == NEUTRAL
    assert str(why("dorffunk", Criterion.EFFORT))


main()
