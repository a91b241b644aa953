# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The yearly review: reminded of in time, shown on every page when it is late, and nothing is paused."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import now

from accounts.models import Role
from reporting.presenters.waiting import waiting_for
from strategy import services
from strategy.frame.strip import overdue_review
from strategy.models import Strategy
from strategy.queries import renewal_due_on, renewal_of, strategy_in_force, today_in
from tests.factories import PASSWORD, person
from tests.strategy.factories import signed_strategy

BERLIN = "Europe/Berlin"
SIGNED = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def strategy(town, mayor):
    """In force, to be reviewed by 1 June 2027, signed on 1 September 2026."""
    strategy = signed_strategy(town, mayor=mayor)
    Strategy.objects.filter(pk=strategy.pk).update(
        review_on=date(2027, 6, 1), signed_at=datetime(2026, 9, 1, 10, tzinfo=UTC)
    )
    signed = Strategy.objects.get(pk=strategy.pk)
    Strategy.objects.filter(pk=strategy.pk).update(signed_hash=signed.current_hash())
    cache.clear()
    return Strategy.objects.get(pk=strategy.pk)


@pytest.mark.parametrize(
    ("review_on", "signed_at", "due_on"),
    [
        (date(2026, 9, 1), SIGNED, date(2026, 9, 1)),
        (date(2028, 1, 1), SIGNED, date(2027, 3, 1)),
        (None, SIGNED, date(2027, 3, 1)),
        (None, datetime(2028, 2, 29, 10, tzinfo=UTC), date(2029, 2, 28)),
        (None, datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2027, 12, 31)),
        (None, datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2028, 1, 1)),
    ],
)
def test_the_review_is_due_at_its_date_and_a_year_after_the_signature_at_the_latest(review_on, signed_at, due_on):
    assert renewal_due_on(review_on, signed_at, BERLIN) == due_on


@pytest.mark.parametrize(
    ("at", "is_late"),
    [
        ("2027-06-01 21:59Z", False),  # 23:59 in the town, the very day
        ("2027-06-01 22:00Z", True),  # midnight in the town, while it is still the day before in Greenwich
        ("2027-06-01 22:01Z", True),
    ],
)
def test_the_strip_appears_at_midnight_of_the_town(town, strategy, at, is_late):
    with time_machine.travel(at, tick=False):
        lines = list(overdue_review(town, {}))

    assert bool(lines) is is_late
    if is_late:
        assert "01.06.2027" in lines[0].text and "Sie gilt weiter" in lines[0].text


@pytest.mark.parametrize(("at", "is_reminded"), [("2027-05-01 21:59Z", False), ("2027-05-01 22:00Z", True)])
def test_head_and_press_office_are_reminded_thirty_days_before(town, mayor, strategy, at, is_reminded):
    people = {mayor: is_reminded, strategy.author: is_reminded, person(town, Role.EDITOR): False}
    with time_machine.travel(at, tick=False):
        for somebody, expected in people.items():
            causes = [item.cause for item in waiting_for(somebody, town, now())]
            assert any(cause.startswith("strategy.renewal") for cause in causes) is expected


def test_whoever_has_begun_the_next_version_is_not_reminded(town, mayor, strategy):
    with time_machine.travel("2027-05-20 10:00Z", tick=False):
        services.start_new_version(strategy, actor=strategy.author)
        causes = [item.cause for item in waiting_for(mayor, town, now())]

    assert not any(cause.startswith("strategy.renewal") for cause in causes)


def test_a_late_review_pauses_nothing(town, strategy):
    with time_machine.travel("2029-01-01 10:00Z", tick=False):
        assert strategy_in_force(town) == strategy


def test_the_line_stands_on_every_page_of_the_town_for_everybody(client, town, strategy):
    with time_machine.travel(now() + timedelta(days=900)):
        client.force_login(person(town, Role.READER), backend="allauth.account.auth_backends.AuthenticationBackend")
        pages = [
            client.get(f"/{town.slug}/{path}").content.decode()
            for path in ("strategie/", "team/", "netiquette/bearbeiten/")
        ]

    assert all("hätte bis 01.06.2027 überprüft werden sollen" in page for page in pages)


def test_pages_ask_for_it_once_a_minute(town, strategy, django_assert_num_queries):
    with django_assert_num_queries(1):
        renewal_of(town)
        renewal_of(town)


def test_a_signature_withdrawn_needs_no_review(town, mayor, strategy):
    assert renewal_of(town)

    services.revoke_strategy(strategy, actor=mayor, reason="Darum.", password=PASSWORD)

    assert renewal_of(town) is None


def test_the_day_is_the_towns(town):
    assert today_in(town, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2027, 1, 1)
