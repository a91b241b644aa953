# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link in the letter that asks for a signature: leads the right person to the page, and never acts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts.models import AuditEntry, Letter, Role, User
from accounts.services import confirm_office, end_membership
from netiquette.models import Netiquette
from strategy import services
from strategy.models import Strategy
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import submitted_netiquette
from tests.strategy.factories import submitted_strategy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Mara Muster")


@pytest.fixture
def strategy(town, mayor):
    return submitted_strategy(town)


def link_for(reader):
    letter = Letter.objects.filter(to=reader.email, key__contains=":submitted:").latest("pk")
    return re.search(r"(/unterzeichnen/\S+/)", letter.text).group(1)


def read_by(client, somebody, url):
    client.force_login(somebody, backend=BACKEND)
    return client.get(url)


def trail():
    return AuditEntry.objects.count(), Strategy.objects.get().state


def test_the_person_of_the_link_is_led_to_the_page(client, mayor, strategy):
    before = trail()

    answer = read_by(client, mayor, link_for(mayor))

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/strategy/strategy/{strategy.pk}/")
    assert trail() == before


def test_a_netiquette_is_asked_for_in_the_same_way(client, town, mayor):
    netiquette = submitted_netiquette(town)

    answer = read_by(client, mayor, link_for(mayor))

    assert answer.headers["Location"] == f"/admin/netiquette/netiquette/{netiquette.pk}/"
    assert Netiquette.objects.get().state == "submitted"


def test_without_login_the_link_leads_through_the_login_and_signs_nobody_in(client, mayor, strategy):
    """Mail scanners open every link: nothing may happen by that."""
    url, before = link_for(mayor), trail()

    for _ in range(3):
        answer = client.get(url)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/konto/login/?next=/unterzeichnen/")
    assert "_auth_user_id" not in client.session
    assert trail() == before


def test_after_fourteen_days_the_link_says_so_and_tells_strangers_nothing_else(client, mayor, strategy):
    url = link_for(mayor)

    with time_machine.travel(now() + timedelta(days=14, minutes=1)):
        unknown = client.get(url)
        known = read_by(client, mayor, url)

    assert (unknown.status_code, known.status_code) == (410, 410)
    assert "abgelaufen" in unknown.content.decode() and "abgelaufen" in known.content.decode()
    assert strategy.municipality.name not in unknown.content.decode()
    assert f"/admin/strategy/strategy/{strategy.pk}/" in known.content.decode()


@pytest.mark.parametrize("spoil", [lambda u: u[:-6] + "xxxx/", lambda u: "/unterzeichnen/unfug/"])
def test_a_changed_link_explains_itself(client, mayor, strategy, spoil):
    answer = read_by(client, mayor, spoil(link_for(mayor)))

    assert answer.status_code == 404
    assert "Dieser Link funktioniert nicht" in answer.content.decode()


def test_another_person_of_the_town_is_told_and_shown_the_own_way(client, town, mayor, strategy):
    deputy, press = person(town, Role.LEADERSHIP), strategy.author

    for somebody, may_sign in ((deputy, True), (press, False)):
        answer = read_by(client, somebody, link_for(mayor))
        assert answer.status_code == 403
        assert "Dieser Link gehört jemand anderem" in answer.content.decode()
        assert (f"/admin/strategy/strategy/{strategy.pk}/" in answer.content.decode()) is may_sign


def test_a_mayor_of_another_town_learns_nothing(client, mayor, strategy):
    stranger = person(MunicipalityFactory(name="Fernstadt"), Role.LEADERSHIP)

    answer = read_by(client, stranger, link_for(mayor))

    assert answer.status_code == 403
    assert strategy.municipality.name not in answer.content.decode()
    assert "Mara Muster" not in answer.content.decode()


def test_a_link_after_the_signature_says_who_signed_and_when(client, town, mayor, strategy):
    url = link_for(mayor)
    services.sign_strategy(strategy, actor=person(town, Role.LEADERSHIP, name="Dora Deputat"), password=PASSWORD)

    answer = read_by(client, mayor, url)

    assert answer.status_code == 410
    assert "Unterzeichnet von Dora Deputat" in answer.content.decode()


def test_a_link_after_the_return_says_who_returned_it_and_why(client, town, mayor, strategy):
    url = link_for(mayor)
    services.return_strategy(strategy, actor=mayor, reason="Mehr Stunden, bitte.")

    answer = read_by(client, mayor, url)

    assert answer.status_code == 410
    assert "Zurückgegeben von Mara Muster" in answer.content.decode()
    assert "Mehr Stunden, bitte." in answer.content.decode()


def test_a_link_to_a_text_that_was_taken_back_says_by_whom(client, mayor, strategy):
    url = link_for(mayor)
    section = strategy.sections.get(key="tone")
    services.edit_section(section, actor=strategy.author, text="Neu.", seen_revision=section.revision)

    answer = read_by(client, mayor, url)

    assert answer.status_code == 410
    assert f"Zum Ändern zurückgenommen von {strategy.author.name}" in answer.content.decode()


def test_the_link_of_an_older_text_points_to_the_newer_one(client, mayor, strategy):
    url = link_for(mayor)
    section = strategy.sections.get(key="tone")
    services.edit_section(section, actor=strategy.author, text="Neu.", seen_revision=section.revision)
    services.submit_strategy(Strategy.objects.get(), actor=strategy.author)

    old, new = read_by(client, mayor, url), read_by(client, mayor, link_for(mayor))

    assert old.status_code == 410 and "Es gibt einen neueren Text" in old.content.decode()
    assert new.status_code == 302


def test_who_has_left_the_town_gets_nowhere(client, town, mayor, strategy):
    url = link_for(mayor)
    [leaving] = end_membership(mayor, town, actor=person(town, Role.ADMINISTRATOR))
    confirm_office(leaving, actor=person(town, Role.LEADERSHIP))

    answer = read_by(client, User.objects.get(pk=mayor.pk), url)

    assert answer.status_code == 410
    assert strategy.municipality.name not in answer.content.decode()


def test_a_link_is_no_form(client, mayor, strategy):
    client.force_login(mayor, backend=BACKEND)

    assert client.post(link_for(mayor)).status_code == 405
