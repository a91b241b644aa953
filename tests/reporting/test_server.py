# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever runs the server learns in time that its disk fills up or that its database knows no umlauts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from reporting.checks import database_knows_umlauts
from reporting.presenters.waiting import waiting_for
from reporting.queries.server import folds_umlauts, media_room
from reporting.services import heartbeat
from tests.factories import person

NEVER_ENOUGH = 10**9


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def media(settings, tmp_path):
    """A folder for files that is there."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@contextmanager
def database_made_with(locale: str) -> Iterator[str]:
    """The alias of another database of the same cluster, as a machine without LANG makes it with ``C``."""
    name, alias = "made_with_another_locale", "other_locale"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' LOCALE '{locale}' TEMPLATE template0")
    other = connection.copy(alias)
    other.settings_dict = other.settings_dict | {"NAME": name}
    connections[alias] = other
    try:
        yield alias
    finally:
        other.close()
        del connections[alias]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.postgresql
@pytest.mark.parametrize(("locale", "complaints"), [("C", ["reporting.E001"]), ("C.UTF-8", [])])
def test_a_database_that_knows_no_umlauts_is_refused(db, locale, complaints):
    """Removal: the comparison in folds_umlauts."""
    with database_made_with(locale) as alias:
        assert [message.id for message in database_knows_umlauts([alias])] == complaints
        assert folds_umlauts(connections[alias]) is (not complaints)


def test_the_database_of_this_installation_knows_umlauts(db):
    assert run_checks(tags=["database"], databases=["default"]) == []


def test_little_room_is_told_to_the_administration_and_to_nobody_else(town, media, settings):
    """Removal: the threshold, or the role beside the source."""
    administrator, head = person(town, Role.ADMINISTRATOR), person(town, Role.LEADERSHIP)

    def told(user) -> bool:
        return any(item.cause == "server:room" for item in waiting_for(user, town, now()))

    assert not told(administrator)
    settings.FREE_SPACE_WARNING_MB = NEVER_ENOUGH
    assert told(administrator)
    assert not told(head)


def test_the_page_shows_the_administration_what_is_free(town, media, settings):
    heartbeat.beat()
    url = reverse("today:readiness", args=[town.slug])
    administrator, head = signed_in(person(town, Role.ADMINISTRATOR)), signed_in(person(town, Role.LEADERSHIP))

    assert "Für Fotos und Belege sind" in administrator.get(url).text
    assert "Ist die Platte voll" not in administrator.get(url).text
    assert "Für Fotos und Belege sind" not in head.get(url).text
    settings.FREE_SPACE_WARNING_MB = NEVER_ENOUGH
    assert "Ist die Platte voll" in administrator.get(url).text


def test_health_tells_little_room_beside_what_lives(client, db, media, settings):
    assert client.get(reverse("health:healthz")).json()["disk"] is True
    settings.FREE_SPACE_WARNING_MB = NEVER_ENOUGH

    answer = client.get(reverse("health:healthz")).json()

    assert (answer["disk"], answer["locale"], answer["database"]) == (False, True, True)


def test_files_that_lie_on_no_disk_of_this_machine_need_no_room(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    assert media_room() is None


def test_an_installation_that_cannot_keep_files_or_send_mail_is_not_ready(db, settings, tmp_path):
    settings.DEMO = False
    settings.MEDIA_ROOT = tmp_path / "not there"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    with pytest.raises(CommandError) as refused:
        call_command("check", deploy=True, tags=["files", "security"])

    assert "reporting.E003" in str(refused.value)
    assert "reporting.E004" in str(refused.value)
