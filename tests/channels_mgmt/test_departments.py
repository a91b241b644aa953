# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics of departments: a link without an account that ends, can be withdrawn, shows nothing and stores no double."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Letter, Role
from accounts.tenancy.links import seal_link
from channels_mgmt import tasks
from channels_mgmt.models import DepartmentLink, Topic, TopicRequest
from channels_mgmt.services.departments import (
    ask_department,
    bring_topic,
    link_address,
    open_department_link,
    withdraw_department_link,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.channels_mgmt.factories import department_in, draft
from tests.factories import person
from tests.racing import race


@pytest.fixture(autouse=True)
def _noon():
    """Twelve o'clock in Germany, so that tomorrow is tomorrow wherever the test runs."""
    with time_machine.travel("2026-11-24T11:00Z", tick=True):
        yield


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def link(town, press):
    return department_in(town, press)


def path_of(link, request=None):
    return urlsplit(link_address(link, request)).path


def brought(**fields):
    return {"title": "Straße gesperrt", "note": "Ab Montag, drei Wochen", "contact": "Frau Kurz, Tel. 123"} | fields


def read(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def page(town, name="departments", *args):
    return reverse(f"planning:{name}", args=[town.slug, *args])


def test_the_press_office_makes_a_link_that_is_sent_and_shown(client, town, press):
    client.force_login(press)
    given = {"name": "Bauhof", "email": "bauhof@stadt.example", "last_day": "2027-06-30"}

    answer = client.post(page(town), given)

    assert answer.status_code == 302
    link = DepartmentLink.objects.get()
    letter = Letter.objects.get(to="bauhof@stadt.example")
    assert link_address(link) in letter.text
    assert link_address(link) in client.get(page(town)).content.decode()


@pytest.mark.parametrize("last_day", ["2026-11-23", "2028-01-01", "", "morgen"])
def test_a_day_out_of_reach_is_refused_and_the_words_are_kept(client, town, press, last_day):
    client.force_login(press)

    answer = client.post(page(town), {"name": "Bauhof", "email": "bauhof@stadt.example", "last_day": last_day})

    assert answer.status_code == 422
    assert 'value="Bauhof"' in answer.content.decode()
    assert not DepartmentLink.objects.exists()


def test_without_login_a_topic_comes_in_with_its_origin_and_a_receipt(client, link, press):
    """Removal: ``bring_topic`` in the view."""
    opened = client.get(path_of(link))
    assert "Bauhof" in read(opened)
    assert opened["X-Robots-Tag"] == "noindex, nofollow"

    answer = client.post(path_of(link), brought(wanted_day="2026-12-01"), follow=True)

    assert "Danke, es ist angekommen" in read(answer)
    assert "Straße gesperrt" in read(answer)
    topic = Topic.objects.get()
    assert (topic.source, topic.department, topic.suggested_by) == (Topic.Source.DEPARTMENT, link, None)
    entry = AuditEntry.objects.get(action="planning.topic_brought")
    assert entry.actor is None
    client.force_login(press)
    shown = read(client.get(reverse("planning:topics", args=[link.municipality.slug])))
    assert "Frau Kurz, Tel. 123" in shown
    assert "gewünscht für 01.12.2026" in shown


def test_the_composer_takes_over_contact_and_day(client, link, press):
    topic = bring_topic(link, request=None, **brought(wanted_day=now().date() + timedelta(days=7)))
    client.force_login(press)

    words = client.get(
        reverse("planning:post_create", args=[link.municipality.slug]) + f"?thema={topic.pk}"
    ).content.decode()

    assert 'value="Frau Kurz, Tel. 123"' in words
    assert 'value="2026-12-01"' in words


def test_opening_the_link_changes_nothing_and_shows_nothing_of_the_work(client, link, press):
    draft(link.municipality, press, title="Geheimer Entwurf")
    Topic.objects.create(municipality=link.municipality, title="Internes Thema", suggested_by=press)

    words = client.get(path_of(link)).content.decode()

    assert "Geheimer Entwurf" not in words
    assert "Internes Thema" not in words
    assert Topic.objects.count() == 1


def test_the_same_sent_twice_is_one_topic(client, link):
    """Removal: ``same`` in ``bring_topic``."""
    first = client.post(path_of(link), brought())
    second = client.post(path_of(link), brought())

    assert (first.status_code, second.status_code) == (302, 302)
    assert Topic.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_sent_five_times_at_once_is_one_topic(town, press):
    """Removal: ``hold`` in ``bring_topic``."""
    with scope(municipality=town):
        pk = department_in(town, press).pk

    def bring():
        link = DepartmentLink.objects.select_related("municipality").get(pk=pk)
        return bring_topic(link, request=None, wanted_day=None, **brought())

    results = race(town, [bring] * 5)

    assert all(isinstance(result, Topic) for result in results)
    with scope(municipality=town):
        assert Topic.objects.count() == 1


def test_a_withdrawn_link_opens_nothing_and_is_withdrawn_once(client, link, press):
    """Removal: ``is_open`` in the view."""
    path = path_of(link)
    withdraw_department_link(link, actor=press)

    for answer in (client.get(path), client.post(path, brought())):
        assert answer.status_code == 410
        assert "Dieser Link wurde zurückgezogen" in read(answer)
    assert not Topic.objects.exists()
    with pytest.raises(AlreadyChanged):
        withdraw_department_link(DepartmentLink.objects.get(), actor=press)


def test_a_link_that_is_withdrawn_while_somebody_writes_stores_nothing(link, press):
    """Removal: ``hold`` in ``bring_topic``."""
    seen = DepartmentLink.objects.select_related("municipality").get()
    withdraw_department_link(link, actor=press)

    with pytest.raises(AlreadyChanged):
        bring_topic(seen, request=None, wanted_day=None, **brought())
    assert not Topic.objects.exists()


def test_an_expired_link_says_so(client, link):
    path = path_of(link)

    with time_machine.travel(link.until + timedelta(seconds=1), tick=False):
        assert client.get(path).status_code == 410
        assert client.post(path, brought()).status_code == 410
    assert not Topic.objects.exists()


@pytest.mark.parametrize("end", ["x", "AAAA"])
def test_a_changed_link_opens_nothing(client, link, end):
    assert client.get(path_of(link)[:-5] + end + "/").status_code == 404


def test_a_link_of_another_kind_opens_nothing(client, town, link, press):
    token = seal_link("approval", town=town.pk, person=press.pk, subject=link.pk, until=now() + timedelta(days=1))

    assert client.get(reverse("topic_link:bring", args=[token])).status_code == 404


def test_the_receipt_of_another_department_is_not_to_be_had(client, town, press, link):
    other = department_in(town, press, name="Bücherei")
    receipt = client.post(path_of(link), brought()).url
    token = path_of(other).split("/")[2]

    assert (
        client.get(reverse("topic_link:received", args=[token, receipt.rstrip("/").split("/")[-1]])).status_code == 404
    )


@pytest.mark.parametrize("missing", ["title", "contact"])
def test_what_is_missing_is_said_and_the_rest_kept(client, link, missing):
    answer = client.post(path_of(link), brought(**{missing: ""}))

    assert answer.status_code == 422
    assert "Ab Montag, drei Wochen" in answer.content.decode()
    assert not Topic.objects.exists()


def test_a_script_that_fills_every_field_stores_nothing_and_a_person_may_send_again(client, link):
    answer = client.post(path_of(link), brought(website="https://spam.example"))

    assert answer.status_code == 422
    assert "spam.example" not in answer.content.decode()
    assert "Straße gesperrt" in answer.content.decode()
    assert not Topic.objects.exists()


def test_a_flood_ends_at_the_limit_with_the_words_kept(client, link):
    """Removal: ``is_within_limits`` in the view."""
    for number in range(20):
        client.post(path_of(link), brought(title=f"Thema {number}"))

    answer = client.post(path_of(link), brought(title="Eines zu viel"))

    assert answer.status_code == 429
    assert "Eines zu viel" in answer.content.decode()
    assert Topic.objects.count() == 20


def test_a_question_goes_by_letter_and_its_link_answers_it(client, link, press):
    request = ask_department(link, actor=press, question="Wann öffnet das Freibad?", due_on=now().date() + timedelta(7))
    letter = Letter.objects.get(key__contains=":asked:")
    assert "Wann öffnet das Freibad?" in letter.text
    assert "01.12.2026" in letter.subject
    path = re.search(r"/thema/\S+", letter.text)[0]
    assert "Wann öffnet das Freibad?" in read(client.get(path))

    client.post(path, brought())

    request.refresh_from_db()
    assert request.answered_at is not None


def test_one_reminder_on_the_morning_before_and_none_once_answered(link, press):
    """Removal: ``answered_at=None`` in ``to_remind``."""
    ask_department(link, actor=press, question="Freibad?", due_on=now().date() + timedelta(7))
    answered = ask_department(link, actor=press, question="Bücherei?", due_on=now().date() + timedelta(7))
    bring_topic(link, request=answered, wanted_day=None, **brought())

    tasks.sweep_deliveries()
    assert not Letter.objects.filter(key__contains=":reminded:").exists()
    with time_machine.travel("2026-11-30T08:01Z", tick=True):
        for _bell in range(3):
            tasks.sweep_deliveries()

    reminder = Letter.objects.get(key__contains=":reminded:")
    assert "Freibad?" in reminder.text


def test_a_question_for_tomorrow_is_not_repeated_at_once(link, press):
    ask_department(link, actor=press, question="Freibad?", due_on=now().date() + timedelta(1))

    tasks.sweep_deliveries()

    assert not Letter.objects.filter(key__contains=":reminded:").exists()


def test_a_withdrawn_link_reminds_nobody(link, press):
    ask_department(link, actor=press, question="Freibad?", due_on=now().date() + timedelta(7))
    withdraw_department_link(link, actor=press)

    with time_machine.travel("2026-11-30T08:01Z", tick=True):
        tasks.sweep_deliveries()

    assert not Letter.objects.filter(key__contains=":reminded:").exists()


def test_a_question_needs_a_coming_day_and_an_open_link(client, town, link, press):
    client.force_login(press)
    asking = page(town, "department_ask", link.pk)

    for due_on in ("2026-11-23", "2027-11-23"):
        answer = client.post(asking, {"question": "Freibad?", "due_on": due_on})
        assert answer.status_code == 422
        assert "Freibad?" in answer.content.decode()
    withdraw_department_link(link, actor=press)
    with pytest.raises(Refused):
        ask_department(link, actor=press, question="Freibad?", due_on=now().date())
    assert not TopicRequest.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.COMMUNICATIONS])
def test_nobody_but_the_press_office_hands_out_links(client, town, link, role):
    somebody = person(town, role)
    client.force_login(somebody)

    assert client.get(page(town)).status_code == 403
    with pytest.raises(NotPermitted):
        open_department_link(town, actor=somebody, name="x", email="x@x.de", last_day=town.local_day())


def test_a_topic_has_a_person_or_a_department(town, press, link):
    for wrong in ({"source": "department"}, {"source": "staff"}, {"source": "department", "suggested_by": press}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.create(municipality=town, title="x", **wrong)


def test_the_page_of_departments_teaches_when_there_is_none(client, town, press):
    client.force_login(press)

    assert "Noch hat kein Fachamt einen Link" in read(client.get(page(town)))
