# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever downloads the netiquette has a file that /pruefen/ knows: which version, in force from when to when."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry, Role
from accounts.signoff.checking import find_signed
from netiquette.domain.languages import GERMAN
from netiquette.models import Netiquette, NetiquettePaper
from netiquette.presenters import documents
from netiquette.queries.versions import period_of
from netiquette.services import papers, start_netiquette
from tests.factories import person
from tests.netiquette.factories import signed_netiquette
from tests.racing import race


def download(client, town, name="netiquette_pdf", *more) -> bytes:
    answer = client.get(reverse(f"netiquette:{name}", args=[town.slug, *more]))
    assert answer.status_code == 200
    return answer.content


def checked(client, content: bytes) -> str:
    return client.post("/pruefen/", {"pdf": SimpleUploadedFile("n.pdf", content, "application/pdf")}).content.decode()


def test_the_published_file_is_genuine_and_stays_the_same_for_everybody(town, client):
    netiquette = signed_netiquette(town)
    content = download(client, town)
    town.name = "Umbenannt"
    town.save()

    again, page = download(client, town), checked(client, content)

    assert again == content == download(client, town, "netiquette_version_pdf", netiquette.version)
    paper = NetiquettePaper.objects.get()
    assert (paper.sha256, paper.language) == (hashlib.sha256(content).hexdigest(), "de")
    for words in ("Das Dokument ist echt", "das veröffentlichte PDF", "Deutsch", "Fassung 1", "In Kraft", "seit"):
        assert words in page, words
    assert AuditEntry.objects.filter(action="netiquette.paper_archived").count() == 1


def test_every_language_has_a_file_of_its_own(town, client):
    netiquette = signed_netiquette(town)

    plain = download(client, town, "netiquette_language_pdf", "leicht")

    assert plain != download(client, town)
    page = checked(client, plain)
    assert "Einfache Sprache" in page and "Verbindlich ist die deutsche Fassung" in page
    assert set(netiquette.papers.values_list("language", flat=True)) == {"de", "leicht"}


def test_one_changed_byte_makes_it_unknown(town, client):
    signed_netiquette(town)
    content = bytearray(download(client, town))
    content[len(content) // 2] ^= 1

    page = checked(client, bytes(content))

    assert "Hier nicht bekannt" in page and town.name not in page


def test_an_older_version_says_until_when_it_counted_and_what_replaced_it(town, client):
    old = signed_netiquette(town)
    content = download(client, town)
    signed_netiquette(town)

    page = checked(client, content)

    assert "ersetzt durch" in page and "Fassung 2" in page and "bis " in page
    period = period_of(Netiquette.objects.get(pk=old.pk))
    assert (period.successor, period.until is None) == (2, False)


def test_a_draft_is_not_known(town):
    draft = start_netiquette(town, actor=person(town, Role.COMMUNICATIONS))
    drawn = documents.pdf_of("netiquette/netiquette_print.html", documents.paper_of(draft, GERMAN))

    assert find_signed(hashlib.sha256(drawn).hexdigest()) == []
    assert find_signed(draft.current_hash()) == []
    assert not NetiquettePaper.objects.exists()


def test_the_file_leads_to_its_check(town):
    netiquette = signed_netiquette(town)

    context = documents.paper_of(netiquette, GERMAN)

    assert context["check_page"].endswith("/pruefen/")
    assert context["qr"].startswith("data:image/svg+xml")
    assert find_signed(netiquette.signed_hash)[0].period.since is not None


def test_a_damaged_archive_is_said_and_never_drawn_anew(town, client):
    signed_netiquette(town)
    download(client, town)
    NetiquettePaper.objects.update(sha256="0" * 64)

    answer = client.get(reverse("netiquette:netiquette_pdf", args=[town.slug]))

    assert answer.status_code == 503 and "application/pdf" not in answer["Content-Type"]


def test_what_a_process_left_in_part_before_it_died_is_replaced(town):
    """Removal: ``store_archived`` in ``_archived``."""
    netiquette, content = signed_netiquette(town), b"%PDF whole"
    storage = NetiquettePaper._meta.get_field("pdf").storage
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"published/{town.slug}-netiquette-{netiquette.version}-de-{sha256[:12]}.pdf"
    storage.save(name, ContentFile(content[:5]))

    assert papers._archived(netiquette, GERMAN, content) == content

    assert NetiquettePaper.objects.get().pdf.name == name
    assert papers.published_pdf(netiquette, GERMAN) == content


def test_a_paper_is_written_once(town, client):
    netiquette = signed_netiquette(town)
    download(client, town)
    paper = NetiquettePaper.objects.get()

    for forbidden in (paper.save, paper.delete):
        with pytest.raises(TypeError):
            forbidden()
    with pytest.raises(IntegrityError), transaction.atomic():
        NetiquettePaper.objects.create(document=netiquette, language="de", pdf="x.pdf", sha256="1" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        NetiquettePaper.objects.create(document=netiquette, language="en", pdf="", sha256="1" * 64)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_at_the_same_moment_both_get_the_one_that_is_kept(town):
    netiquette = signed_netiquette(town)

    answers = race(
        town, [lambda text=text: papers._archived(netiquette, GERMAN, text) for text in (b"%PDF-1", b"%PDF-2")]
    )

    paper = NetiquettePaper.objects.get()
    assert len(set(answers)) == 1
    assert hashlib.sha256(answers[0]).hexdigest() == paper.sha256
