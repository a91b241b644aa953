# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.models import Channel, ChannelDocument, ChannelProvider, DocumentCheck, DocumentParticulars
from tests.channels_mgmt.factories import ChannelFactory, checked_document
from tests.channels_mgmt.test_law import PARTICULARS
from tests.factories import person

CONCEPT = "usage_concept"


def url(name, channel, *args, kind=CONCEPT):
    return reverse(f"channels:{name}", args=[channel.municipality.slug, channel.pk, kind, *args])


def drafted(client, channel):
    client.post(url("document_generate", channel))
    return ChannelDocument.objects.get()


def test_a_town_without_channels_learns_why_the_concept_comes_first(town, as_officer):
    content = as_officer.get(reverse("channels:document_list", args=[town.slug])).content.decode()

    assert "Das Nutzungskonzept kommt vor dem Konto" in content


def test_from_nothing_to_a_checked_concept(as_officer, channel):
    assert "Entwurf erzeugen" in as_officer.get(url("document", channel)).content.decode()
    drafted(as_officer, channel)
    as_officer.post(url("document_edit", channel), {"version": 1, "text": "## Zweck\n\nKurz."})
    data = {"version": 2, "function": "Datenschutzbeauftragte", "note": "Az. 7", "checks": 0}
    as_officer.post(url("document_check", channel), data)

    content = as_officer.get(url("document", channel)).content.decode()
    assert "Datenschutzbeauftragte" in content
    assert ChannelDocument.objects.order_by("-version").first().is_check_valid


def test_a_refused_check_keeps_what_was_typed(as_officer, channel):
    drafted(as_officer, channel)

    answer = as_officer.post(url("document_check", channel), {"version": 1, "function": "Rechtsamt", "note": "Notiz 4"})

    assert answer.status_code == 422
    assert "Notiz 4" in answer.content.decode()
    assert not DocumentCheck.objects.exists()


def test_a_check_of_a_version_that_is_no_longer_the_newest_is_refused(as_officer, channel):
    checked_document(channel)

    answer = as_officer.post(url("document_check", channel), {"version": 7, "function": "Rechtsamt", "checks": 1})

    assert answer.status_code == 422
    assert DocumentCheck.objects.count() == 1


def test_a_preview_saves_nothing_and_escapes(as_officer, channel):
    drafted(as_officer, channel)

    data = {"version": 1, "text": "## Neu\n\n<script>x</script>", "preview": "yes"}
    answer = as_officer.post(url("document_edit", channel), data)

    content = answer.content.decode()
    assert (answer.status_code, ChannelDocument.objects.count()) == (200, 1)
    assert "<h2>Neu</h2>" in content
    assert "<script>x" not in content


def test_a_conflict_shows_both_texts_and_overwrites_nothing(as_officer, channel):
    drafted(as_officer, channel)
    as_officer.post(url("document_edit", channel), {"version": 1, "text": "Fassung der Kollegin"})

    answer = as_officer.post(url("document_edit", channel), {"version": 1, "text": "Meine Fassung"})

    content = answer.content.decode()
    assert answer.status_code == 422
    assert "Kollegin" in content
    assert "Meine Fassung" in content
    assert ChannelDocument.objects.count() == 2
    as_officer.post(url("document_edit", channel), {"version": 2, "text": "Beides zusammen"})
    assert ChannelDocument.objects.order_by("-version").first().text == "Beides zusammen"


def test_generating_again_shows_the_difference_and_takes_what_is_chosen(town, as_officer, channel):
    drafted(as_officer, channel)
    as_officer.post(
        reverse("channels:particulars", args=[town.slug]),
        PARTICULARS | {"revision": 0, "data_protection_officer": "datenschutz@stadt.example"},
    )
    page = as_officer.get(url("document_renew", channel))
    shown = page.context
    assert "datenschutz@stadt.example" in page.content.decode()
    assert "veraltet" in as_officer.get(url("document", channel)).content.decode()

    data = {"version": 1, "facts": shown["facts_hash"], "take": "chosen", "section": [s.key for s in shown["sections"]]}
    as_officer.post(url("document_renew", channel), data)

    newest = ChannelDocument.objects.order_by("-version").first()
    assert (newest.version, "datenschutz@stadt.example" in newest.text) == (2, True)


@pytest.mark.parametrize(
    "data", [{}, {"version": "x", "facts": "", "take": "all"}, {"version": "1", "facts": "falsch"}]
)
def test_a_forged_renewal_changes_nothing(as_officer, channel, data):
    drafted(as_officer, channel)

    assert as_officer.post(url("document_renew", channel), data).status_code == 302
    assert ChannelDocument.objects.count() == 1


def test_a_document_that_does_not_exist_cannot_be_edited_or_downloaded(as_officer, channel):
    for name, args in (
        ("document_edit", []),
        ("document_renew", []),
        ("document_version", [1]),
        ("document_file", [1, "pdf"]),
    ):
        assert as_officer.get(url(name, channel, *args)).status_code == 404


def test_versions_stay_readable_with_their_differences(as_officer, channel):
    drafted(as_officer, channel)
    as_officer.post(url("document_edit", channel), {"version": 1, "text": "## Zweck\n\nNeu."})

    content = as_officer.get(url("document_version", channel, 2)).content.decode()

    assert "<ins>" in content
    assert as_officer.get(url("document_version", channel, 1)).status_code == 200


@pytest.mark.parametrize(
    ("file_format", "media_type", "beginning"),
    [("pdf", "application/pdf", b"%PDF"), ("odt", "application/vnd.oasis.opendocument.text", b"PK")],
)
def test_a_version_is_downloaded(as_officer, channel, file_format, media_type, beginning):
    drafted(as_officer, channel)

    answer = as_officer.get(url("document_file", channel, 1, file_format))

    assert answer["Content-Type"] == media_type
    assert answer.content.startswith(beginning)
    assert f"-v1.{file_format}" in answer["Content-Disposition"]
    assert as_officer.get(url("document_file", channel, 1, "exe")).status_code == 404


def test_public_texts_have_a_button_to_copy_them(as_officer, channel):
    for kind in ("privacy_notice", "imprint", CONCEPT):
        as_officer.post(url("document_generate", channel, kind=kind))
        has_button = "data-copy=" in as_officer.get(url("document", channel, kind=kind)).content.decode()
        assert has_button == (kind != CONCEPT)


def test_the_provider_begins_with_a_default_that_says_it_is_unchecked(town, as_officer, channel):
    Channel.objects.update(platform="facebook")
    address = reverse("channels:provider", args=[town.slug, channel.pk])

    assert "Meta Platforms Ireland" in as_officer.get(address).content.decode()
    data = {"revision": 0, "name": "Neu Ltd.", "seat": "Dublin", "as_of": "2026-11-01", "source": "nachgesehen"}
    assert as_officer.post(address, data | {"as_of": "gestern"}).status_code == 422
    as_officer.post(address, data)

    assert ChannelProvider.objects.get().name == "Neu Ltd."
    assert as_officer.post(address, data).status_code == 422


def test_particulars_somebody_else_changed_are_not_overwritten(town, as_officer):
    address = reverse("channels:particulars", args=[town.slug])
    as_officer.post(address, PARTICULARS | {"revision": 0, "phone": "1"})

    answer = as_officer.post(address, PARTICULARS | {"revision": 0, "phone": "2"})

    assert answer.status_code == 422
    assert DocumentParticulars.objects.get().phone == "1"


def test_a_reader_reads_and_checks_but_does_not_write(town, client, channel):
    checked_document(channel)
    client.force_login(person(town, Role.READER))

    content = client.get(url("document", channel)).content.decode()

    assert "Als geprüft kennzeichnen" in content
    assert url("document_edit", channel) not in content
    assert client.get(url("document_edit", channel)).status_code == 403


def test_the_list_needs_a_constant_number_of_queries(town, as_officer, channel):
    counts = []
    for number in (1, 3):
        while Channel.objects.count() < number:
            ChannelFactory(municipality=town)
        checked_document(Channel.objects.order_by("-pk").first())
        address = reverse("channels:document_list", args=[town.slug])
        as_officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            as_officer.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
