# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anybody can find out whether a document is genuine, and nothing else."""

import hashlib
import os

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from accounts.models import Role
from accounts.services.towns import RESERVED_SLUGS
from accounts.signoff.checking import find_signed
from accounts.signoff.copies import build_copy
from accounts.views import check
from netiquette.models import Clause, NetiquetteCopy
from strategy import services
from strategy.models import Strategy, StrategyCopy
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import signed_netiquette
from tests.strategy.factories import signed_strategy, submitted_strategy

URL = "/pruefen/"


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Mara Muster")


@pytest.fixture
def strategy(town, mayor):
    return signed_strategy(town, mayor=mayor)


def archived(document, copies=StrategyCopy):
    copy = copies.objects.get(document=document)
    build_copy(copy)
    return copies.objects.get(pk=copy.pk).pdf.read()


def upload(client, content, name="strategie.pdf"):
    return client.post(URL, {"pdf": SimpleUploadedFile(name, content, "application/pdf")})


def test_the_archived_file_is_genuine_and_in_force(client, town, strategy):
    answer = upload(client, archived(strategy))

    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Das Dokument ist echt", town.name, "Fassung 1", "Mara Muster", "In Kraft", "Byte für Byte"):
        assert words in page, words


def test_one_changed_byte_makes_it_unknown(client, town, strategy):
    content = bytearray(archived(strategy))
    content[len(content) // 2] ^= 1

    page = upload(client, bytes(content)).content.decode()

    assert "Hier nicht bekannt" in page
    assert town.name not in page


def test_the_printed_number_is_found_with_spaces_and_capitals(client, strategy):
    printed = " ".join(strategy.signed_hash[i : i + 16] for i in range(0, 64, 16)).upper()

    page = client.get(URL, {"pruefsumme": printed}).content.decode()

    assert "Das Dokument ist echt" in page and "Byte für Byte" not in page


def test_unknown_numbers_all_get_the_same_page(client, strategy):
    drafts = Strategy(municipality=strategy.municipality, version=9)
    pages = set()
    for number in ("0" * 64, "f" * 64):
        pages.add(client.get(URL, {"pruefsumme": number}).content.decode().replace(number, ""))

    assert len(pages) == 1
    assert "Hier nicht bekannt" in pages.pop()
    assert drafts.pk is None


def test_what_is_not_signed_is_unknown(town):
    submitted = submitted_strategy(town)

    assert find_signed(submitted.current_hash()) == []


def test_a_replaced_a_withdrawn_and_a_changed_document_say_so(client, town, mayor, strategy):
    second = services.start_new_version(strategy, actor=strategy.author)
    services.submit_strategy(second, actor=strategy.author)
    services.sign_strategy(second, actor=mayor, password=PASSWORD)
    assert (
        "inzwischen ist eine neuere Fassung unterzeichnet"
        in client.get(URL, {"pruefsumme": strategy.signed_hash}).content.decode()
    )

    services.revoke_strategy(second, actor=mayor, reason="Geheimer Grund.", password=PASSWORD)
    withdrawn = client.get(URL, {"pruefsumme": second.signed_hash}).content.decode()
    assert "Unterschrift widerrufen" in withdrawn and "Geheimer Grund." not in withdrawn

    second.sections.filter(key="tone").update(text="Untergeschoben.")
    assert "Ungültig" in client.get(URL, {"pruefsumme": second.signed_hash}).content.decode()


def test_a_netiquette_is_checked_in_the_same_way(client, town):
    netiquette = signed_netiquette(town)
    content = archived(netiquette, NetiquetteCopy)

    assert "Netiquette" in upload(client, content).content.decode()
    Clause.objects.filter(netiquette=netiquette, number=1).update(text="Anders.")
    assert "Ungültig" in upload(client, content).content.decode()


def test_documents_of_every_town_are_found_without_login(db):
    there = MunicipalityFactory(name="Fernstadt")
    with scope(municipality=there):
        number = signed_strategy(there).signed_hash

    assert "Fernstadt" in Client().get(URL, {"pruefsumme": number}).content.decode()


def test_the_page_needs_no_cookie_no_token_and_no_script(strategy):
    strict = Client(enforce_csrf_checks=True)

    for answer in (strict.get(URL), strict.get(URL, {"pruefsumme": strategy.signed_hash}), upload(strict, b"%PDF-1.7")):
        assert answer.status_code == 200
        assert not answer.cookies
        assert "<script" not in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_of_the_person_signed_in_is_on_the_page(client, mayor, strategy):
    client.force_login(mayor, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert mayor.email not in client.get(URL).content.decode()
    assert "Mara Muster" not in client.get(URL).content.decode()


@pytest.mark.parametrize("typed", ["abc", "g" * 64, "<script>alert(1)</script>", "0" * 65])
def test_a_number_that_is_none_is_explained_and_kept(client, db, typed):
    answer = client.get(URL, {"pruefsumme": typed})

    assert answer.status_code == 422
    assert "64 Zeichen" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_without_a_file_the_form_explains_itself(client, db):
    assert client.post(URL, {}).status_code == 422
    assert upload(client, b"").status_code == 422


def test_a_large_file_is_refused_without_being_kept(client, db, monkeypatch):
    monkeypatch.setattr(check, "MOST_BYTES", 1000)

    answer = upload(client, os.urandom(2000))

    assert answer.status_code == 413
    assert "größer als 20 MB" in answer.content.decode()


def test_a_body_that_is_far_too_large_is_not_even_read(client, db, monkeypatch):
    monkeypatch.setattr(check, "READ_AT_MOST", 1000)

    assert upload(client, os.urandom(2000)).status_code == 413


def test_what_is_uploaded_is_written_nowhere(client, db, monkeypatch, tmp_path, settings):
    """Three megabytes: Django would write a temporary file."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    answer = upload(client, b"%PDF" + bytes(3_000_000))

    assert hashlib.sha256(b"%PDF" + bytes(3_000_000)).hexdigest() in answer.content.decode()
    assert list(tmp_path.rglob("*.upload*")) == []


def test_the_thirty_first_visit_within_a_minute_is_refused_for_this_address_only(client, strategy):
    number = {"pruefsumme": strategy.signed_hash}
    with time_machine.travel("2026-11-28 12:00Z", tick=False):
        for _ in range(check.PER_SENDER.times):
            assert client.get(URL, number).status_code == 200

        assert client.get(URL, number).status_code == 429
        assert upload(client, b"%PDF").status_code == 429
        assert client.get(URL, number, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_no_town_takes_the_addresses_of_the_installation():
    assert {"pruefen", "unterzeichnen"} <= RESERVED_SLUGS
