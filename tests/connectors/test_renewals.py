# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accesses that end are renewed in time, once, and a person is told when that does not work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Role
from channels_mgmt import tasks
from channels_mgmt.models import Credential
from channels_mgmt.presenters.health import health_lines
from channels_mgmt.queries.waiting import accesses_to_mend
from channels_mgmt.services.connections import connector_of, save_tokens
from channels_mgmt.services.renewals import book_renewal, due_renewals, renew_access
from core import leases
from tests.channels_mgmt.factories import ChannelFactory
from tests.factories import MunicipalityFactory, person
from tests.racing import race


def connected(town, threads, **fields):
    channel = ChannelFactory(
        municipality=town, connector="threads", platform="threads", base_url=threads.account.base_url,
        handle="@stadt_musterstadt", account_id=threads.account.remote_id,
    )  # fmt: skip
    return Credential.objects.create(channel=channel, tokens=dict(threads.account.tokens), **fields)


def due(**fields):
    return {"ends_at": now() + timedelta(days=30), "renew_at": now() - timedelta(minutes=1)} | fields


def renewals_asked(threads):
    return [path for _method, path, _headers in threads.proxy.requests if path.startswith("/refresh_access_token")]


def test_an_access_is_renewed_half_way_and_stored_with_its_new_end(town, threads):
    credential = connected(town, threads, **due())
    assert tasks.is_a_renewal_due()

    assert [item.pk for item in due_renewals(now())] == [credential.pk]
    tasks.renew_accesses_of_lane([(credential.pk, town.pk)])

    credential.refresh_from_db()
    assert credential.tokens["access"].startswith("lasting")
    assert credential.ends_at > now() + timedelta(days=59)
    assert timedelta(days=29) < credential.renew_at - now() < timedelta(days=31)
    assert (credential.revision, credential.lease_until) == (1, None)
    assert not tasks.is_a_renewal_due()
    assert connector_of(credential.channel).verify().remote_id == threads.account.remote_id


def test_nothing_is_renewed_before_its_time(town, threads):
    credential = connected(town, threads, **due(renew_at=now() + timedelta(days=1)))

    assert not renew_access(credential.pk)
    assert not renewals_asked(threads)


def test_an_access_typed_by_hand_is_renewed_after_a_day_to_learn_its_end(town, threads):
    """Meta renews no younger one, and its end stands in no answer but that."""
    credential = connected(town, threads)
    assert not renew_access(credential.pk)
    Credential.objects.update(updated_at=now() - timedelta(hours=26))

    assert renew_access(credential.pk)

    credential.refresh_from_db()
    assert credential.ends_at > now() + timedelta(days=59)


def test_whoever_died_before_storing_leaves_an_access_that_works_and_is_renewed_again(town, threads):
    """The answer came, the process went: the lease is left, and the old key in its place."""
    credential = connected(town, threads, **due())
    connector_of(credential.channel).renew_access()
    Credential.objects.update(lease_until=now() + timedelta(minutes=1))

    assert not renew_access(credential.pk)
    Credential.objects.update(lease_until=now() - timedelta(seconds=1))
    assert connector_of(credential.channel).verify()
    assert renew_access(credential.pk)

    credential.refresh_from_db()
    assert credential.tokens["access"].startswith("lasting")


def test_tokens_stored_meanwhile_are_not_overwritten(town, threads):
    """Removal: what ``book_renewal`` expects. Somebody signs in anew while the renewal is on its way."""
    credential = connected(town, threads, **due())
    assert leases.take(credential, timedelta(minutes=2))
    Credential.objects.update(tokens={"access": "new-by-sign-in"}, revision=7, lease_until=None)

    book_renewal(credential, 0, {"access": "late"})
    book_renewal(credential, 0, None)

    credential.refresh_from_db()
    assert (credential.tokens, credential.revision) == ({"access": "new-by-sign-in"}, 7)


@pytest.mark.parametrize(
    "answer",
    [(500, {}, b""), (429, {}, b"{}"), (200, {}, b"gibberish"), (200, {}, b'{"access_token": ""}'), (200, {}, b"[]"),
     (400, {}, b'{"error": {"code": 10, "message": "too young"}}')],
)  # fmt: skip
def test_what_does_not_work_is_tried_again_and_the_old_access_stays(town, threads, answer):
    credential = connected(town, threads, **due())
    before = dict(credential.tokens)
    threads.proxy.arm("GET", "/refresh_access_token", answer)

    renew_access(credential.pk)

    credential.refresh_from_db()
    assert credential.tokens == before
    assert credential.broken_since is None
    assert now() + timedelta(hours=5) < credential.renew_at < now() + timedelta(hours=7)
    assert credential.lease_until is None


def test_an_access_that_has_ended_is_told_to_people(town, threads):
    credential = connected(town, threads, **due())
    threads.graph.tokens.clear()

    renew_access(credential.pk)

    credential.refresh_from_db()
    assert credential.broken_since is not None
    assert list(accesses_to_mend(town, now())) == [credential]


def test_a_closed_channel_renews_nothing(town, threads):
    credential = connected(town, threads, **due())
    credential.channel.__class__.objects.update(state="closed")

    assert not tasks.is_a_renewal_due()
    assert not renew_access(credential.pk)


@pytest.mark.parametrize(("days", "is_told"), [(11, False), (9, True), (-1, True)])
def test_the_end_of_an_access_is_told_ten_days_before(town, threads, client, days, is_told):
    credential = connected(town, threads, ends_at=now() + timedelta(days=days), renew_at=now() + timedelta(days=20))
    client.force_login(person(town, Role.COMMUNICATIONS))

    shown = client.get(reverse("today:today", args=[town.slug])).content.decode()

    assert (f"Zugang von {credential.channel}" in shown) == is_told
    (line,) = [line for line in health_lines(credential.channel, now()) if line.label == "Zugang zum Konto"]
    assert line.level == ("warning" if is_told else "success")
    assert "endet" in line.words.lower()


def test_renewed_tokens_of_a_network_that_names_no_end_have_none(town, threads):
    credential = connected(town, threads)

    save_tokens(credential, {"access": "fresh"})

    assert (credential.ends_at, credential.renew_at) == (None, None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_workers_renew_an_access_once(threads):
    """Removal: the lease."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        credential = connected(town, threads, **due())

        race(town, [lambda: renew_access(credential.pk)] * 10)

        credential.refresh_from_db()
        assert credential.revision == 1
    assert len(renewals_asked(threads)) == 1
