# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One's own calendar address: secret, replaced and deleted by the person, silent once the role has ended."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scope

from accounts.audit.words import sentence
from accounts.models import AuditEntry, CalendarFeed, Membership, Role
from accounts.services import open_feed
from accounts.services.tokens import hash_of
from accounts.views import feeds
from channels_mgmt.services.planning import create_post
from core.errors import NotPermitted
from tests.factories import MunicipalityFactory, person

PERMISSION = "channels_mgmt.view_plan"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def clock(_november):
    return _november


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Erika Beispiel")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def page_of(town):
    return reverse("settings:feeds", args=[town.slug])


def opened(town, who, kind="plan"):
    return urlsplit(open_feed(town, actor=who, kind=kind, permission=PERMISSION)).path


def planned_post(town, author, title="Winterdienst"):
    return create_post(town, actor=author, title=title, wall=(now() + timedelta(days=2)).replace(tzinfo=None))


def read(path, **headers):
    """As a calendar program does: without cookies."""
    return Client().get(path, **headers)


def test_the_page_makes_an_address_shows_it_once_and_keeps_only_its_hash(town, as_editor, editor):
    planned_post(town, editor)

    made = as_editor.post(page_of(town), {"kind": "plan", "action": "open"}).content.decode()

    address = re.search(r'value="(http://localhost/kalender/([\w-]+)\.ics)"', made)
    feed = CalendarFeed.objects.get()
    assert feed.token_hash == hash_of(address[2])
    assert f'href="webcal://localhost/kalender/{address[2]}.ics"' in made
    assert address[2] not in as_editor.get(page_of(town)).content.decode()
    answer = read(urlsplit(address[1]).path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Winterdienst (Entwurf)\r\n" in answer.content.decode()
    assert not answer.cookies


def test_a_new_address_stops_the_old_one_at_once(town, editor):
    old = opened(town, editor)
    assert read(old).status_code == 200

    new = opened(town, editor)

    assert (read(old).status_code, read(new).status_code) == (404, 200)
    assert CalendarFeed.objects.count() == 1


def test_a_deleted_address_opens_nothing_and_says_nothing(town, as_editor, editor):
    path = opened(town, editor)

    answer = as_editor.post(page_of(town), {"kind": "plan", "action": "close"}, follow=True)

    assert "Die Adresse ist gelöscht" in answer.content.decode()
    gone, never = read(path), read("/kalender/nie-gewesen.ics")
    assert (gone.status_code, gone.content) == (404, never.content)
    assert as_editor.post(page_of(town), {"kind": "plan", "action": "close"}).status_code == 302


@pytest.mark.parametrize("given", [{}, {"kind": "plan"}, {"kind": "fremd", "action": "open"}, {"action": "open"}])
def test_a_form_that_makes_no_sense_changes_nothing(town, as_editor, given):
    answer = as_editor.post(page_of(town), given)

    assert answer.status_code == 422
    assert "Diesen Kalender gibt es nicht" in answer.content.decode()
    assert not CalendarFeed.objects.exists()


def test_the_address_stops_with_the_role_and_with_the_account(town, editor):
    path = opened(town, editor)

    Membership.objects.filter(user=editor).update(ends_on=localdate() - timedelta(days=1))
    assert read(path).status_code == 404

    Membership.objects.filter(user=editor).update(ends_on=None)
    assert read(path).status_code == 200
    editor.is_active = False
    editor.save()
    assert read(path).status_code == 404


def test_each_town_has_its_own_calendar(town, editor):
    elsewhere = MunicipalityFactory()
    with scope(municipality=elsewhere):
        stranger = person(elsewhere, Role.EDITOR)
        planned_post(elsewhere, stranger, "Fremdes Stadtfest")
        with pytest.raises(NotPermitted):
            open_feed(elsewhere, actor=editor, kind="plan", permission=PERMISSION)
    planned_post(town, editor)

    said = read(opened(town, editor)).content.decode()

    assert "Winterdienst" in said and "Fremdes" not in said


def test_a_program_that_has_it_already_is_told_so(town, editor, clock):
    post = planned_post(town, editor)
    path = opened(town, editor)
    first = read(path)
    clock.shift(timedelta(minutes=10))

    for headers in ({"HTTP_IF_NONE_MATCH": first["ETag"]}, {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}):
        again = read(path, **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "no-cache, private")

    post.title = "Winterdienst verschoben"
    post.save()
    for headers in ({"HTTP_IF_NONE_MATCH": first["ETag"]}, {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}):
        changed = read(path, **headers)
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"] and changed["Last-Modified"] != first["Last-Modified"]
        assert "DTSTAMP:20261123T091000Z" in changed.content.decode()


def test_the_last_reading_is_shown_to_the_person_alone_and_to_the_hour(town, as_editor, editor, client, clock):
    path = opened(town, editor)
    assert "noch nicht" in as_editor.get(page_of(town)).content.decode()

    read(path)
    at = CalendarFeed.objects.get().read_at
    clock.shift(timedelta(minutes=40))
    read(path)
    assert CalendarFeed.objects.get().read_at == at
    clock.shift(timedelta(minutes=40))
    read(path)
    assert CalendarFeed.objects.get().read_at == at + timedelta(minutes=80)

    assert "23.11.2026, 11:20 Uhr" in as_editor.get(page_of(town)).content.decode()
    colleague = Client()
    colleague.force_login(person(town, Role.ADMINISTRATOR))
    assert "11:20 Uhr" not in colleague.get(page_of(town)).content.decode()


def test_who_asks_all_the_time_has_to_wait(town, editor):
    path = opened(town, editor)

    answers = [read(path) for _ in range(feeds.PER_FEED.times + 1)]

    assert [answer.status_code for answer in answers] == [200] * feeds.PER_FEED.times + [429]
    assert answers[-1]["Retry-After"] == "60"
    cache.clear()
    assert [read(f"/kalender/{n}.ics").status_code for n in range(feeds.PER_SENDER.times + 1)][-2:] == [404, 429]


def test_the_trail_says_that_an_address_was_made_and_deleted_and_not_which(town, as_editor, editor):
    path = opened(town, editor)
    as_editor.post(page_of(town), {"kind": "plan", "action": "close"})

    entries = AuditEntry.objects.filter(action__startswith="accounts.feed").order_by("sequence")

    assert [str(sentence(entry.action)) for entry in entries] == [
        "hat eine eigene Kalenderadresse eingerichtet",
        "hat eine eigene Kalenderadresse gelöscht",
    ]
    assert path.rpartition("/")[2].removesuffix(".ics") not in str([entry.details for entry in entries])
