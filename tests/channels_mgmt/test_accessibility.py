# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The accessibility statement: from facts, checked by a person, public, and at the foot of every page for citizens."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt.legal.paper import NOTICE
from channels_mgmt.models import ChannelDocument
from channels_mgmt.queries.accessibility import published_statement
from channels_mgmt.queries.documents import document_lines, documents_to_review, town_facts
from channels_mgmt.services.documents import (
    check_document,
    edit_document,
    enter_particulars,
    generate_document,
    withdraw_document_check,
)
from community.services.public_settings import set_public_pages
from core.accessibility_facts import ENFORCEMENT, KNOWN_GAPS, LOOKED_UP, METHOD
from core.errors import Refused
from core.legal_facts import STATE_LAW
from tests.channels_mgmt.factories import ChannelFactory, checked_document, give_mandate
from tests.channels_mgmt.test_law import PARTICULARS
from tests.community.factories import moderator, published_faq

Kind = ChannelDocument.Kind
PUBLIC = "accessibility:statement"


def written(town, officer, **given) -> ChannelDocument:
    enter_particulars(town, actor=officer, seen_revision=0, **(PARTICULARS | given))
    return generate_document(town, actor=officer, kind=Kind.ACCESSIBILITY)


def filled(document, officer) -> ChannelDocument:
    text = document.text
    for blank in document.blanks:
        text = text.replace(blank, "wie im Vermerk")
    return edit_document(document, actor=officer, text=text, seen_version=document.version)


def checked(document, officer):
    check_document(document, actor=officer, function="Beauftragte für Barrierefreiheit")


def state_of(town) -> str:
    return document_lines([town], town_facts(town), now())[0].state


def test_every_state_has_its_law_and_names_a_body_only_where_one_was_seen():
    assert ENFORCEMENT.keys() == STATE_LAW.keys()
    for code, state in ENFORCEMENT.items():
        assert state.law, code
        assert bool(state.body) == bool(state.source) == bool(state.procedure) == state.is_seen, code
        assert state.as_of == LOOKED_UP
        assert not state.url or state.url.startswith("https://")
    assert [code for code, state in ENFORCEMENT.items() if not state.is_seen] == ["07", "16"]


@pytest.mark.parametrize("code", ENFORCEMENT)
def test_the_statement_holds_what_the_model_of_the_union_asks_for(town, officer, code):
    town.municipality_code = f"{code}000000"
    town.save()
    state = ENFORCEMENT[code]

    document = written(town, officer, access_assessed_on=date(2026, 11, 2), access_gaps="Karten: nur als Bild.")

    for title in (
        "Stand der Vereinbarkeit mit den Anforderungen", "Nicht barrierefreie Inhalte", "Erstellung dieser Erklärung",
        "Barrieren melden: Rückmeldung und Kontakt", "Durchsetzungsverfahren", "Das Wichtigste in einfacher Sprache",
    ):  # fmt: skip
        assert f"## {title}\n" in document.text
    assert state.law in document.text
    assert METHOD in document.text
    assert "Selbstbewertung vom 02.11.2026" in document.text
    assert all(f"- {gap}" in document.text for gap in (*KNOWN_GAPS, "Karten: nur als Bild."))
    assert reverse("netiquette:netiquette", args=[town.slug]) in document.text
    assert reverse("appeals:form", args=[town.slug]) in document.text
    assert PARTICULARS["postal_address"] in document.text
    assert (f"**{state.body}**" in document.text) == state.is_seen
    blank = "(noch nicht eingetragen: Durchsetzungs- oder Schlichtungsstelle des Landes)"
    assert (blank in document.blanks) != state.is_seen


def test_what_the_software_cannot_know_keeps_the_statement_from_being_checked(town, officer):
    document = written(town, officer)

    assert any("Untertiteln" in blank for blank in document.blanks)
    with pytest.raises(Refused):
        checked(document, officer)


def test_citizens_read_the_newest_version_somebody_has_vouched_for(town, officer, client):
    draft = written(town, officer)
    page = reverse(PUBLIC, args=[town.slug])
    assert client.get(page).status_code == 404

    first = filled(draft, officer)
    checked(first, officer)
    later = edit_document(first, actor=officer, text=f"{first.text}\n\nNoch ein Entwurf.", seen_version=first.version)

    answer = client.get(page)
    words = answer.content.decode()
    assert published_statement(town) == first
    assert "Durchsetzungsverfahren" in words and "Noch ein Entwurf" not in words
    assert "Beauftragte für Barrierefreiheit" in words
    assert not answer.cookies
    assert client.get(page, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    checked(later, officer)
    assert "Noch ein Entwurf" in client.get(page).content.decode()
    withdraw_document_check(later, actor=officer, reason="Zu früh.")
    assert published_statement(town) == first


def test_the_file_is_no_draft_once_it_is_public(town, officer, client):
    checked(filled(written(town, officer), officer), officer)

    answer = client.get(reverse("accessibility:statement_pdf", args=[town.slug]))

    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert NOTICE.encode() not in answer.content


def test_a_changed_fact_makes_it_stale_and_leaves_it_public(town, officer, monkeypatch):
    document = filled(written(town, officer), officer)
    checked(document, officer)
    assert state_of(town) == "checked"
    code = town.state_code

    monkeypatch.setitem(ENFORCEMENT, code, replace(ENFORCEMENT[code], body="Neue Stelle", source="-", procedure="-"))

    assert state_of(town) == "stale"
    assert [line.place for line in documents_to_review(town, now())] == [town]
    assert published_statement(town) == document


def test_it_is_looked_at_again_every_year(town, officer):
    checked(filled(written(town, officer), officer), officer)

    with time_machine.travel(now() + timedelta(days=366)):
        assert state_of(town) == "overdue"


def test_a_statement_belongs_to_no_channel_and_everything_else_to_one(town, officer):
    channel = ChannelFactory(municipality=town)
    given = {"municipality": town, "version": 1, "text": "-", "facts_hash": "-", "author": officer, "created_at": now()}
    for wrong in ({"channel": channel, "kind": Kind.ACCESSIBILITY}, {"channel": None, "kind": Kind.IMPRINT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChannelDocument.objects.create(**given, **wrong)
    ChannelDocument.objects.create(**given, channel=None, kind=Kind.ACCESSIBILITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelDocument.objects.create(**given, channel=None, kind=Kind.ACCESSIBILITY)


# -- the foot of pages for citizens -------------------------------------------------------------

#: A page of each template for citizens → how to reach it.
PAGES = {
    "netiquette/netiquette.html": lambda town: reverse("netiquette:netiquette", args=[town.slug]),
    "netiquette/netiquette_day.html": None,  # drawn below: two versions met on one day
    "netiquette/poster.html": lambda town: reverse("netiquette:poster", args=[town.slug]),
    "community/appeal_form.html": lambda town: reverse("appeals:form", args=[town.slug]),
    "community/appeal_received.html": None,  # the same view as the form answers
    "community/questions.html": lambda town: reverse("faq:questions", args=[town.slug]),
    "community/notice.html": None,  # behind a link of its own (community/test_notices.py)
    "community/transparency.html": lambda town: reverse("appeals:transparency", args=[town.slug]),
    "channels_mgmt/statement.html": lambda town: reverse(PUBLIC, args=[town.slug]),
    "accounts/check.html": lambda town: reverse("check:check"),
}


def foot_of(words: str) -> list[str]:
    found = re.search(r'<nav class="public__legal".*?</nav>', words, re.S)
    assert found is None or words.index("<footer") < found.start() < words.index("</footer>")
    return re.findall(r'href="([^"]+)"', found.group()) if found else []


def test_the_table_names_every_template_for_citizens():
    templates = Path(settings.BASE_DIR, "templates")
    public = {str(p.relative_to(templates)) for p in templates.rglob("*.html") if "base_public.html" in p.read_text()}

    assert public - {"base_public.html"} == PAGES.keys()


def test_every_page_for_citizens_ends_with_the_same_notices(town, officer, client):
    give_mandate(town, "mastodon")
    set_public_pages(town, actor=officer, answer_days=14, is_transparency_public=True)
    enter_particulars(
        town, actor=officer, seen_revision=0, **PARTICULARS, privacy_url="https://stadt.example/datenschutz"
    )
    town.imprint_url = "https://stadt.example/impressum"
    town.save()
    checked_document(town, Kind.ACCESSIBILITY, author=officer)
    published_faq(town, moderator(town), question="Wann öffnet das Bad?")
    expected = [
        "https://stadt.example/datenschutz",
        "https://stadt.example/impressum",
        reverse(PUBLIC, args=[town.slug]),
    ]

    for template, address in PAGES.items():
        if address is not None:
            answer = client.get(address(town))
            assert answer.status_code == 200, template
            assert foot_of(answer.content.decode()) == expected, template
    assert foot_of(drawn("netiquette/netiquette_day.html", town)) == expected
    assert foot_of(drawn("community/appeal_received.html", town)) == expected


def drawn(template: str, town) -> str:
    return render_to_string(template, {"town": town, "day": date(2026, 11, 2), "versions": [], "appeal": None})


def test_what_is_not_published_is_left_out_for_citizens_and_told_to_staff(town, officer, client):
    give_mandate(town, "mastodon")
    page = reverse("netiquette:netiquette", args=[town.slug])
    assert foot_of(client.get(page).content.decode()) == []

    client.force_login(officer)
    notices = client.get(reverse("channels:document_list", args=[town.slug])).context["notices"]

    assert [bool(notice.url) for notice in notices] == [False, False, False]
    assert all(notice.missing and notice.where for notice in notices)


def test_the_foot_changes_with_the_first_check(town, officer, client, django_capture_on_commit_callbacks):
    give_mandate(town, "mastodon")
    page = reverse("netiquette:netiquette", args=[town.slug])
    before = client.get(page)
    with django_capture_on_commit_callbacks(execute=True):
        checked(filled(written(town, officer), officer), officer)

    answer = client.get(page, headers={"If-None-Match": before["ETag"]})

    assert answer.status_code == 200
    assert foot_of(answer.content.decode()) == [reverse(PUBLIC, args=[town.slug])]
