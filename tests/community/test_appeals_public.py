# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A citizen sends an appeal: without cookie, once, as plain text, confirmed, and no way to abuse the form."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import now

from accounts.models import AuditEntry, Letter, Municipality, Role
from channels_mgmt.services.documents import enter_particulars
from community.domain.form_seal import LONGEST_VISIT, SHORTEST_VISIT, seal_form
from community.models import Appeal
from community.services.appeals_intake import REFERENCE_SIGNS, TEXT_LIMIT, due_at_for
from community.views.appeals_public import PER_MAILBOX, PER_SENDER
from core.legal_facts import STATE_LAW, SUPERVISION
from tests.channels_mgmt.test_law import PARTICULARS
from tests.community.factories import comment_in, hidden_comment, moderator, netiquette_in_force
from tests.factories import MunicipalityFactory, person

RTL = "\u202e"
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    f"harmlos{RTL}txet relhesnu",
    "Startzeichen\x01 und Glocke\x07",
    "👨‍👩‍👧‍👦 " * 50,
    "{{ appeal.email }} {% load static %}",
    "'; DROP TABLE community_appeal; --",
]


@pytest.fixture
def url(town):
    return f"/{town.slug}/netiquette/beschwerde/"


def filled(town: Municipality, **changes) -> dict[str, str]:
    """The form as a person sends it, ten seconds after it was shown."""
    given = {
        "seal": seal_form(town, now() - timedelta(seconds=10)),
        "measure": "hidden",
        "link": "https://social.example/comment/1",
        "account": "",
        "happened_on": "",
        "text": "Das war Kritik und keine Beleidigung.",
        "name": "",
        "email": "buerger@mail.example",
        "website": "",
    }
    return given | changes


def test_the_form_sets_no_cookie_runs_no_script_and_asks_no_third_party(town, client, url):
    response = client.get(url)

    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies and "Set-Cookie" not in response.headers
    assert "<script" not in page and "csrf" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Content-Language"] == "de"


def test_a_sent_form_becomes_one_case_with_a_number_a_date_and_a_letter(town, client, url):
    response = client.post(url, filled(town), follow=True)

    appeal = Appeal.objects.get()
    page = response.content.decode()
    assert response.redirect_chain[0][1] == 303
    assert appeal.reference in page and not response.cookies
    assert re.fullmatch(rf"[A-Z]{{2}}-[{REFERENCE_SIGNS}]{{4}}-[{REFERENCE_SIGNS}]{{4}}", appeal.reference)
    letter = Letter.objects.get()
    assert letter.to == "buerger@mail.example" and appeal.reference in letter.subject


def test_it_works_with_csrf_checks_switched_on(town, url):
    """Removal: ``csrf_exempt``; a page without cookies could not be sent at all."""
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(url, filled(town)).status_code == 303


def test_the_letter_repeats_nothing_that_was_typed(town, client, url):
    """Or the form would carry a stranger's words into anybody's mailbox."""
    client.post(url, filled(town, text="Kaufen Sie bei billig.example", name="Gewinner", account="@werbung"))

    letter = Letter.objects.get()
    for typed in ("billig.example", "Gewinner", "@werbung", "social.example"):
        assert typed not in letter.subject + letter.text


def test_the_audit_trail_holds_nothing_personal(town, client, url):
    """It outlives the appeal, so it must not know name, address or words."""
    client.post(url, filled(town, name="Vera Beispiel"))

    entry = AuditEntry.objects.get(action="community.appeal_received")
    told = f"{entry.object_label} {entry.details}"
    assert entry.object_label == Appeal.objects.get().reference
    assert "Vera" not in told and "buerger@" not in told and "Kritik" not in told


@pytest.mark.parametrize("words", NASTY)
def test_markup_and_odd_signs_are_kept_as_text_and_shown_escaped(town, client, url, words):
    client.post(url, filled(town, text=words, name=words[:100], account=words[:150]))
    client.force_login(moderator(town))

    appeal = Appeal.objects.get()
    pages = [
        client.get(f"/{town.slug}/dialog/beschwerden/").content.decode(),
        client.get(f"/{town.slug}/dialog/beschwerden/{appeal.pk}/").content.decode(),
        client.get(f"/{town.slug}/dialog/beschwerden/{appeal.pk}/zuordnen/").content.decode(),
    ]
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page
        assert RTL not in page and "\x01" not in page
        assert "buerger@mail.example {%" not in page
    assert RTL not in appeal.text and "\x01" not in appeal.text


def test_a_hundred_thousand_characters_are_cut_with_notice(town, client, url):
    response = client.post(url, filled(town, text="ä" * 100_000), follow=True)

    appeal = Appeal.objects.get()
    assert (len(appeal.text), appeal.is_cut) == (TEXT_LIMIT, True)
    assert "Ihr Text wurde gekürzt" in response.content.decode()


def test_a_text_of_exactly_the_limit_is_not_cut(town, client, url):
    response = client.post(url, filled(town, text="ä" * TEXT_LIMIT), follow=True)

    assert not Appeal.objects.get().is_cut
    assert "gekürzt" not in response.content.decode()


@pytest.mark.parametrize("email", ["a@b.example\r\nBcc: alle@mail.example", "a@b.example\nSubject: x", "kein", ""])
def test_an_address_that_could_add_a_header_is_refused_and_everything_typed_is_kept(town, client, url, email):
    response = client.post(url, filled(town, email=email, name="Vera"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Das war Kritik" in page and 'value="Vera"' in page
    assert not Appeal.objects.exists() and not Letter.objects.exists()


def test_a_name_with_line_ends_is_one_line(town, client, url):
    client.post(url, filled(town, name="Vera\r\nBcc: alle@mail.example"))

    assert Appeal.objects.get().name == "Vera Bcc: alle@mail.example"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "Bitte schreiben Sie, warum"),
        ({"measure": ""}, "Bitte wählen Sie, was geschehen ist"),
        ({"link": ""}, "mindestens einen Hinweis"),
        ({"happened_on": "2199-01-01"}, "in der Zukunft"),
        ({"link": "x" * 501}, "501"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(town, client, url, change, words):
    response = client.post(url, filled(town, **change))

    assert response.status_code == 422 and words in response.content.decode()
    assert not Appeal.objects.exists()


def test_one_hint_of_three_is_enough(town, client, url):
    for number, hint in enumerate([{"link": "x.example/1"}, {"account": "@linde"}, {"happened_on": "2025-03-01"}]):
        given = {"link": "", "email": f"b{number}@mail.example"} | hint
        assert client.post(url, filled(town, **given)).status_code == 303

    assert Appeal.objects.count() == 3


def test_sent_twice_is_one_case_and_one_letter(town, client, url):
    """A double click, going back, another day: as long as the case is open."""
    client.post(url, filled(town))
    response = client.post(url, filled(town), follow=True)

    assert (Appeal.objects.count(), Letter.objects.count()) == (1, 1)
    assert "dieselben Worte schon gesendet" in response.content.decode()


def test_other_words_are_another_case(town, client, url):
    client.post(url, filled(town))
    client.post(url, filled(town, text="Und noch etwas."))

    assert Appeal.objects.count() == 2


def test_who_fills_the_trap_is_told_and_a_person_just_sends_again(town, client, url):
    response = client.post(url, filled(town, website="https://spam.example"))

    page = response.content.decode()
    assert response.status_code == 422 and "Das war Kritik" in page
    assert "spam.example" not in page
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("age", [timedelta(), SHORTEST_VISIT - timedelta(seconds=1)])
def test_faster_than_a_person_types_is_refused_and_may_be_sent_a_moment_later(town, client, url, age):
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as clock:
        data = filled(town, seal=seal_form(town, now() - age))
        early = client.post(url, data)
        clock.shift(SHORTEST_VISIT)
        later = client.post(url, data)

    assert (early.status_code, later.status_code) == (422, 303)


def test_a_page_left_open_for_hours_keeps_the_words_and_is_sealed_anew(town, client, url):
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        response = client.post(url, filled(town, seal=seal_form(town, now() - LONGEST_VISIT)))
        page = response.content.decode()
        seal = re.search(r'name="seal" value="([^"]+)"', page)[1]
        again = client.post(url, filled(town, seal=seal))

    assert response.status_code == 422 and "Das war Kritik" in page
    assert again.status_code == 303


@pytest.mark.parametrize("seal", ["", "x", "WzEsMSwxXQ:1abc:def"])
def test_a_form_that_is_not_ours_is_refused(town, client, url, seal):
    assert client.post(url, filled(town, seal=seal)).status_code == 422
    assert not Appeal.objects.exists()


def test_the_seal_of_another_town_is_not_ours(town, client, url):
    other = MunicipalityFactory()

    assert client.post(url, filled(other)).status_code == 422
    assert not Appeal.objects.exists()


def test_one_sender_is_limited_and_told_another_way(town, client, url):
    Municipality.objects.filter(pk=town.pk).update(contact_email="rathaus@stadt.example")
    answers = [
        client.post(url, filled(town, text=f"Fall {n}", email=f"b{n}@mail.example"))
        for n in range(PER_SENDER.times + 1)
    ]

    assert [a.status_code for a in answers] == [303] * PER_SENDER.times + [429]
    page = answers[-1].content.decode()
    assert f"Fall {PER_SENDER.times}" in page and "rathaus@stadt.example" in page
    assert Appeal.objects.count() == PER_SENDER.times


def test_no_mailbox_is_filled_from_changing_addresses(town, client, url):
    """Removal: the limit per mailbox."""
    for n in range(PER_MAILBOX.times + 2):
        client.post(url, filled(town, text=f"Fall {n}"), REMOTE_ADDR=f"203.0.113.{n}")

    assert Letter.objects.count() == PER_MAILBOX.times


def test_the_limit_ends_with_its_hour(town, client, url):
    with time_machine.travel(datetime(2026, 11, 24, 9, 50, tzinfo=UTC), tick=False) as clock:
        for n in range(PER_SENDER.times + 1):
            last = client.post(url, filled(town, text=f"Fall {n}", email=f"b{n}@mail.example"))
        clock.shift(timedelta(hours=1))
        later = client.post(url, filled(town, text="später", email="spaeter@mail.example"))

    assert (last.status_code, later.status_code) == (429, 303)


def test_no_internet_address_is_kept(town, client, url):
    client.post(url, filled(town), REMOTE_ADDR="203.0.113.77")

    kept = repr(cache._cache) + repr(list(Appeal.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert "203.0.113.77" not in kept


def test_the_link_finds_the_comment_and_its_decision(town, client, url):
    alma = moderator(town)
    comment = hidden_comment(town, alma)

    client.post(url, filled(town, link=f"{comment.url}/?utm=1#top".replace("https://", "")))

    appeal = Appeal.objects.get()
    assert (appeal.comment, appeal.contested_by) == (comment, alma)
    assert appeal.decision.kind == "hide"


def test_a_link_into_another_town_finds_nothing(town, client, url):
    from django_scopes import scope

    other = MunicipalityFactory()
    with scope(municipality=other):
        comment = comment_in(other)

    client.post(url, filled(town, link=comment.url))

    assert Appeal.objects.get().comment is None


def test_the_confirmation_cannot_be_guessed_and_ends(town, client, url):
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as clock:
        received = client.post(url, filled(town)).headers["Location"]
        clock.shift(timedelta(hours=25))
        late = client.get(received)

    assert late.status_code == 410 and Appeal.objects.get().reference not in late.content.decode()
    assert client.get(f"{url}eingegangen/1/").status_code == 404


def test_the_confirmation_of_another_town_is_not_shown(town, client, url):
    other = MunicipalityFactory()
    received = client.post(url, filled(town)).headers["Location"]

    assert client.get(received.replace(town.slug, other.slug)).status_code == 404


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-24T09:00", "2026-12-01T23:59"),  # Tuesday: the day itself does not count
        ("2026-11-27T23:59", "2026-12-04T23:59"),  # the last minute of a Friday
        ("2026-11-28T00:00", "2026-12-04T23:59"),  # Saturday
        ("2026-12-21T12:00", "2026-12-29T23:59"),  # over Christmas: 25th is a holiday, 26th a Saturday
        ("2026-10-23T12:00", "2026-10-30T23:59"),  # over the end of summer time
    ],
)
def test_the_answer_is_due_at_the_end_of_the_fifth_working_day(town, received, due):
    zone = "Europe/Berlin"
    from zoneinfo import ZoneInfo

    at = datetime.fromisoformat(received).replace(tzinfo=ZoneInfo(zone))

    found = due_at_for(town, at).astimezone(ZoneInfo(zone))

    assert f"{found:%Y-%m-%dT%H:%M}" == due


def test_the_netiquette_leads_to_the_form(town, client, url):
    netiquette_in_force(town)

    page = client.get(f"/{town.slug}/netiquette/").content.decode()

    assert f'href="{url}"' in page


def test_the_form_names_officer_authority_and_the_act_of_the_state(town, client, url):
    officer = person(town, Role.COMMUNICATIONS)
    given = PARTICULARS | {"privacy_url": "https://stadt.example/datenschutz"}
    enter_particulars(town, actor=officer, seen_revision=0, **given)

    text = unescape(client.get(url).content.decode())

    assert PARTICULARS["data_protection_officer"] in text
    assert SUPERVISION[town.state_code] in text
    assert STATE_LAW[town.state_code] in text
    assert 'href="https://stadt.example/datenschutz"' in text
