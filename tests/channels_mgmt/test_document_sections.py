# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents are edited section by section: prose in text fields, tables row by row, nothing else touched."""

import re

import pytest
from django.urls import reverse

from channels_mgmt.domain.markup import sections_of
from channels_mgmt.domain.section_parts import parts_of, text_of
from channels_mgmt.models import ChannelDocument
from channels_mgmt.services.documents import edit_document, generate_document

TEXT = """Vorweg.

## Zweck

Wir informieren.

- eins
- zwei

## Risiken

Davor.

| Risiko | Maßnahme |
| Datenverlust | Sicherung |
| Drohung | Anzeige |

Danach.

## Ende

Schluss."""


@pytest.fixture
def document(channel, officer):
    first = generate_document(channel, actor=officer, kind="usage_concept")
    return edit_document(first, actor=officer, text=TEXT, seen_version=1)


def url(channel, number):
    return reverse("channels:document_section", args=[channel.municipality.slug, channel.pk, "usage_concept", number])


def newest(channel):
    return ChannelDocument.objects.filter(channel=channel, kind="usage_concept").order_by("-version").first()


def fields_of(answer):
    """Everything the page would send."""
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return sent | {f"rows_{part['number']}": len(part["rows"]) for part in form.shown_parts() if "rows" in part}


@pytest.mark.parametrize("kind", ChannelDocument.CHANNEL_KINDS)
def test_every_generated_section_survives_becoming_fields_and_text_again(channel, officer, kind):
    document = generate_document(channel, actor=officer, kind=kind)

    for section in sections_of(document.text):
        squeezed = re.sub(r"\n{3,}", "\n\n", section.text)
        assert text_of(parts_of(section.text)) == squeezed


def test_a_table_is_edited_by_rows_and_no_clerk_sees_its_markup(as_officer, channel, document):
    page = as_officer.get(url(channel, 3))
    assert "| Risiko" not in page.content.decode()
    sent = fields_of(page)
    sent |= {"cell_1_0_1": "Tägliche Sicherung", "cell_1_1_0": "", "cell_1_1_1": ""}
    sent |= {"cell_1_2_0": "Ausfall", "cell_1_2_1": "Vertretung"}

    as_officer.post(url(channel, 3), sent)

    saved = newest(channel)
    assert saved.version == 3
    assert saved.text == TEXT.replace(
        "| Datenverlust | Sicherung |\n| Drohung | Anzeige |",
        "| Datenverlust | Tägliche Sicherung |\n| Ausfall | Vertretung |",
    )


def test_saving_a_section_unchanged_makes_no_version(as_officer, channel, document):
    for number in (1, 2, 3, 4):
        as_officer.post(url(channel, number), fields_of(as_officer.get(url(channel, number))))

    assert newest(channel).version == 2


def test_the_sign_between_cells_is_refused_in_one_and_nothing_typed_is_lost(as_officer, channel, document):
    sent = fields_of(as_officer.get(url(channel, 3))) | {"cell_1_0_1": "a | b", "text_0": "Neues davor"}

    answer = as_officer.post(url(channel, 3), sent)

    assert answer.status_code == 422
    assert "a | b" in answer.content.decode()
    assert "Neues davor" in answer.content.decode()
    assert newest(channel).version == 2


def test_whoever_saves_over_a_newer_version_sees_it_and_keeps_the_typed_words(as_officer, channel, officer, document):
    sent = fields_of(as_officer.get(url(channel, 2))) | {"text_0": "Mein Zweck"}
    edit_document(document, actor=officer, text=TEXT.replace("Wir informieren.", "Fremder Zweck"), seen_version=2)

    answer = as_officer.post(url(channel, 2), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mein Zweck" in page and "Fremder Zweck" in page
    assert newest(channel).version == 3

    as_officer.post(url(channel, 2), fields_of(answer))
    assert "Mein Zweck" in newest(channel).text
    assert newest(channel).version == 4


def test_a_section_that_is_not_there_is_no_page(as_officer, channel, document):
    assert as_officer.get(url(channel, 9)).status_code == 404


def test_the_document_offers_each_section_for_editing(as_officer, channel, document):
    page = as_officer.get(reverse("channels:document", args=[channel.municipality.slug, channel.pk, "usage_concept"]))

    assert all(url(channel, number) in page.content.decode() for number in (1, 2, 3, 4))
