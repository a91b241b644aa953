# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Markup, PDF and ODT of documents, and the short texts for profiles."""

from io import BytesIO

import odfdo
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality, Role
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.domain.markup import (
    Grid,
    Heading,
    Items,
    Paragraph,
    as_html,
    as_plain,
    blanks_in,
    blocks_of,
    join_sections,
    sections_of,
)
from channels_mgmt.legal.paper import NOTICE, as_odt, as_pdf, file_name
from channels_mgmt.presenters.pins import pin_texts
from channels_mgmt.queries.comparison import compare_sections
from channels_mgmt.queries.documents import netiquette_url
from channels_mgmt.queries.measure import limits_of
from channels_mgmt.services.documents import generate_document
from core.platforms import Platform
from tests.channels_mgmt.factories import ChannelFactory, checked_document
from tests.factories import person

TEXT = """\
Vorspann mit **fetten** Worten
und zweiter Zeile, siehe https://stadt.example/a.

## Zweck

- eins
- zwei

1. erstens
2. zweitens

### Tabelle

| Was | Frist |
| Kommentare | 6 Monate |
"""


def test_each_sign_becomes_its_block():
    assert blocks_of(TEXT) == [
        Paragraph(("Vorspann mit **fetten** Worten", "und zweiter Zeile, siehe https://stadt.example/a.")),
        Heading(2, "Zweck"),
        Items(("eins", "zwei")),
        Items(("erstens", "zweitens"), is_numbered=True),
        Heading(3, "Tabelle"),
        Grid(("Was", "Frist"), (("Kommentare", "6 Monate"),)),
    ]


def test_html_is_escaped_and_addresses_are_links():
    html = as_html("<script>alert(1)</script> [Name eintragen]\n\n" + TEXT)

    assert "<script>" not in html
    assert '<a href="https://stadt.example/a">https://stadt.example/a</a>.' in html
    assert "<mark>[Name eintragen]</mark>" in html
    assert '<th scope="col">Frist</th>' in html


def test_an_address_cannot_carry_an_attribute():
    html = as_html('https://stadt.example/"onmouseover="alert(1)')

    assert "onmouseover" not in html.partition("</a>")[0]


def test_plain_text_carries_no_signs_of_the_markup():
    plain = as_plain(TEXT)

    assert "**" not in plain
    assert "#" not in plain
    assert "– eins" in plain
    assert "Was: Kommentare; Frist: 6 Monate" in plain


def test_blanks_are_found_once_each():
    text = "[A eintragen] (noch nicht eingetragen: B) [A eintragen] [kein Platzhalter] (noch niemand benannt: C), (D)"

    assert blanks_in(text) == ["[A eintragen]", "(noch nicht eingetragen: B)", "(noch niemand benannt: C)"]


def test_differences_are_shown_as_they_read():
    changes = compare_sections("## Frist\n\n| Was | Frist |\n| **Alles** | 6 Monate |", "## Frist\n\n| Was | Frist |")

    read = "".join(part.text for change in changes for part in change.parts)
    assert "Was: Alles; Frist: 6 Monate" in read
    assert not set("|*#") & set(read)


@given(st.text(alphabet=st.sampled_from("#-*|[]12. \n\r<>&ahttps:/")))
def test_any_text_is_valid_and_cannot_smuggle_in_markup(text):
    html = as_html(text)

    assert "<script" not in html
    assert isinstance(as_plain(text), str)


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["", "x", "y\n\nz"])), unique_by=lambda s: s[0]))
def test_sections_cut_and_joined_again_are_the_same(parts):
    text = "\n\n".join(f"## {title}\n\n{body}".rstrip() for title, body in parts)

    assert join_sections(sections_of(text)) == text


@pytest.fixture
def document(town):
    Municipality.objects.filter(pk=town.pk).update(name="Lindenhagen", slug="lindenhagen")
    town.refresh_from_db()
    return checked_document(ChannelFactory(municipality=town, name="Mastodon für Öffentliches"), text=TEXT)


def test_the_file_is_named_by_kind_town_channel_and_version(document):
    assert file_name(document) == "nutzungskonzept-lindenhagen-mastodon-fuer-oeffentliches-v1"


def test_the_pdf_is_tagged_german_and_titled(document):
    pdf = pikepdf.open(BytesIO(as_pdf(document)))

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de"
    assert str(pdf.docinfo["/Title"]) == "Nutzungskonzept Mastodon für Öffentliches – Lindenhagen"
    assert str(pdf.docinfo["/Author"]) == "Lindenhagen"
    kinds = _kinds(pdf.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= kinds


def _kinds(node):
    found = set()
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if "/S" in child:
                found.add(str(child.S))
            found |= _kinds(child)
    return found


def test_the_odt_has_real_headings_lists_and_tables(document):
    file = odfdo.Document(BytesIO(as_odt(document)))
    body = file.body

    assert (file.meta.title, file.meta.language, file.meta.creator) == (
        "Nutzungskonzept Mastodon für Öffentliches – Lindenhagen",
        "de-DE",
        "Lindenhagen",
    )
    assert [(int(header.level), header.text_recursive) for header in body.headers] == [(2, "Zweck"), (3, "Tabelle")]
    assert [item.style for item in body.lists] == ["List_20_1", "Numbering_20_1"]
    assert len(body.tables) == 1
    assert len(body.get_elements("//table:table-header-rows")) == 1
    assert NOTICE in [paragraph.text_recursive for paragraph in body.paragraphs]
    assert file.get_style("paragraph").get_properties(area="text")["fo:language"] == "de"
    assert [link.url for link in body.get_links()] == ["https://stadt.example/a"]


def test_the_odt_numbers_no_headings_and_indents_its_lists(document):
    """Detects what a word processor shows with the styles the library brings along."""
    styles = odfdo.Document(BytesIO(as_odt(document))).styles.root

    levels = styles.get_elements("//text:outline-level-style")
    assert levels and {level.get_attribute("style:num-format") for level in levels} == {""}
    lists = styles.get_elements("//text:list-style/*[@text:level='1']//style:list-level-label-alignment")
    assert len(lists) == 2 and {entry.get_attribute("fo:margin-left") for entry in lists} == {"0.6cm"}


@pytest.mark.parametrize("kind", ["usage_concept", "dpia", "privacy_notice", "imprint"])
def test_every_kind_becomes_both_files_with_its_notice(town, kind):
    document = generate_document(ChannelFactory(municipality=town), actor=person(town, Role.COMMUNICATIONS), kind=kind)

    assert as_pdf(document).startswith(b"%PDF-1.7")
    text = odfdo.Document(BytesIO(as_odt(document))).get_formatted_text()
    assert "prüfen lassen" in text
    assert "noch nicht geprüft" in text


@pytest.mark.parametrize("platform", Platform.values)
def test_the_texts_for_the_profile_fit_and_name_the_imprint(town, platform):
    Municipality.objects.filter(pk=town.pk).update(imprint_url="https://stadt.example/impressum")
    town.refresh_from_db()
    channel = ChannelFactory(municipality=town, platform=platform)

    texts = pin_texts(channel)

    assert all(text.fits for text in texts)
    assert all("https://stadt.example/impressum" in text.text for text in texts)
    assert texts[0].limit == profile_of(platform).description_characters
    if len(texts) > 1:
        assert texts[1].limit == limits_of(channel).characters
        assert netiquette_url(town) in texts[1].text


def test_without_an_imprint_there_is_nothing_to_pin(town):
    assert pin_texts(ChannelFactory(municipality=town)) == []


def test_a_text_that_cannot_fit_says_so(town):
    Municipality.objects.filter(pk=town.pk).update(imprint_url=f"https://stadt.example/{'x' * 150}")
    town.refresh_from_db()

    text = pin_texts(ChannelFactory(municipality=town, platform="tiktok"))[0]

    assert not text.fits
    assert text.length > text.limit
