# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A version of a document as accessible PDF and as ODT, the administration's exchange format."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import override

from channels_mgmt.domain.markup import Grid, Heading, Items, Paragraph, as_html, blocks_of, spans_of
from core.folding import spell_out_umlauts
from core.pdf import render_pdf
from core.text import clean_text

if TYPE_CHECKING:
    from odfdo import Document, Element
    from odfdo import Paragraph as OdfParagraph

    from channels_mgmt.models import ChannelDocument

NOTICE = (
    "Entwurf – von Ihrer/Ihrem Datenschutzbeauftragten (bzw. Ihrem Rechtsamt) prüfen lassen. Erzeugt aus den Angaben "
    "der Verwaltung; keine Rechtsberatung."
)
KIND_NAMES = {
    "usage_concept": "Nutzungskonzept",
    "dpia": "Entwurf der Datenschutz-Folgenabschätzung",
    "privacy_notice": "Datenschutzhinweise",
    "imprint": "Impressumstext",
    "accessibility": "Erklärung zur Barrierefreiheit",
}


def title_of(document: ChannelDocument) -> str:
    """Kind, channel if it is of one, and town, for title and metadata."""
    channel = f" {document.channel.name}" if document.channel else ""
    return f"{KIND_NAMES[document.kind]}{channel} – {document.municipality.name}"


def file_name(document: ChannelDocument) -> str:
    """Kind, town, channel if it is of one, and version, without an ending."""
    kind = slugify(spell_out_umlauts(KIND_NAMES[document.kind]))
    channel = f"-{slugify(spell_out_umlauts(document.channel.name))}" if document.channel else ""
    return f"{kind}-{document.municipality.slug}{channel}-v{document.version}"


def standing_of(document: ChannelDocument) -> str:
    """Version, day and whether somebody checked this text, in one German sentence."""
    zone = document.municipality.zone
    words = f"Fassung {document.version} vom {document.created_at.astimezone(zone):%d.%m.%Y}"
    check = next(iter(document.checks.all()), None) if document.is_check_valid else None
    if check is None:
        return f"{words}, noch nicht geprüft."
    return f"{words}, geprüft am {check.checked_at.astimezone(zone):%d.%m.%Y}: {check.function}."


def as_pdf(document: ChannelDocument, *, is_checked: bool = False) -> bytes:
    """The version as tagged PDF in German.

    ``is_checked``: somebody checked this newest version within a year and no fact has changed since, so that it is no
    draft any more (``DocumentLine.is_checked``).
    """
    with override("de"):
        context = {
            "document": document,
            "town": document.municipality,
            "title": title_of(document),
            "kind_name": KIND_NAMES[document.kind],
            "notice": "" if is_checked else NOTICE,
            "standing": standing_of(document),
            "html": as_html(document.text, title=KIND_NAMES[document.kind]),
        }
        return render_pdf(render_to_string("channels_mgmt/document_print.html", context), stylesheet="css/paper.css")


def as_odt(document: ChannelDocument, *, is_checked: bool = False) -> bytes:
    """The same as OpenDocument text with real styles: title, headings, lists, tables; language German."""
    import odfdo  # reads its templates on import, so only those who ask for a file pay

    file = odfdo.Document("text")
    # XML refuses control characters, and a name may have been stored before they were cleaned at every entry.
    title, standing = clean_text(title_of(document)), clean_text(standing_of(document))
    file.meta.title = title
    file.meta.creator = file.meta.initial_creator = clean_text(document.municipality.name)
    file.meta.language = "de-DE"
    file.meta.subject = standing if is_checked else f"{NOTICE} {standing}"
    file.meta.generator = "Dorflinde"
    _set_styles(file)
    body = file.body
    body.clear()
    body.append(odfdo.Paragraph(title, style="Title"))
    if not is_checked:
        body.append(odfdo.Paragraph(NOTICE, style="Notice"))
    body.append(odfdo.Paragraph(standing, style="Text_20_body"))
    for number, block in enumerate(blocks_of(document.text)):
        for element in _elements(block, number):
            body.append(element)
    target = BytesIO()
    file.save(target)
    return target.getvalue()


def _set_styles(file: Document) -> None:
    """Text in German, a title, a bordered notice, bold words, lists with their signs, a bold table head."""
    import odfdo

    for style in (
        odfdo.Style("paragraph", name="Title", display_name="Title", parent_style="Heading", area="text",
                    size="20pt", bold=True),
        odfdo.Style("paragraph", name="Notice", display_name="Notice", parent_style="Text_20_body"),
        odfdo.Style("paragraph", name="Table_20_Heading", display_name="Table Heading", parent_style="Text_20_body",
                    area="text", bold=True),
        odfdo.Style("text", name="Strong_20_Emphasis", display_name="Strong Emphasis", bold=True),
    ):  # fmt: skip
        file.insert_style(style)
    notice = file.get_style("paragraph", "Notice")
    if isinstance(notice, odfdo.Style):
        notice.set_properties(
            {"fo:border": "1pt solid #8a5a00", "fo:padding": "0.2cm", "fo:background-color": "#fff4dc"},
            area="paragraph",
        )
    default = file.get_style("paragraph")
    if isinstance(default, odfdo.Style):
        default.set_properties({"fo:language": "de", "fo:country": "DE"}, area="text")
    cell = odfdo.Style("table-cell", name="Cell")
    cell.set_properties({"fo:border-bottom": "0.5pt solid #b6bfcc", "fo:padding": "0.1cm"}, area="table-cell")
    file.insert_style(cell, automatic=True)
    _set_numbering(file)


def _set_numbering(file: Document) -> None:
    """Headings without numbers, which the library's template gives them, and items with a hanging indent."""
    import odfdo

    styles = file.styles.root
    for level in styles.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        for name in {"style:num-suffix", "loext:num-list-format", "text:display-levels"} & level.attributes.keys():
            level.del_attribute(name)
    for level in styles.get_elements("//text:list-style/*[@text:level='1']"):
        for old in level.get_elements("style:list-level-properties"):
            level.delete(old)
        indent = odfdo.Element.from_tag(
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.6cm" '
            'fo:text-indent="-0.6cm" fo:margin-left="0.6cm"/></style:list-level-properties>'
        )
        level.insert(indent, position=0)


def _elements(block: Heading | Paragraph | Items | Grid, number: int) -> list[Element]:
    import odfdo

    if isinstance(block, Heading):
        # The document's title is the first level.
        return [odfdo.Header(block.level, block.text, style=f"Heading_20_{block.level}")]
    if isinstance(block, Items):
        style = "Numbering_20_1" if block.is_numbered else "List_20_1"
        made = odfdo.List(style=style)
        for item in block.items:
            entry = odfdo.ListItem()
            entry.append(_paragraph((item,), "Text_20_body"))
            made.append(entry)
        return [made]
    if isinstance(block, Grid):
        return [_table(block, number), odfdo.Paragraph(style="Text_20_body")]
    return [_paragraph(block.lines, "Text_20_body")]


def _table(block: Grid, number: int) -> Element:
    """Head row marked as such, so that it repeats on each page and is read aloud as head."""
    import odfdo

    table = odfdo.Element.from_tag(f'<table:table table:name="Tabelle{number}"/>')
    columns = odfdo.Element.from_tag(f'<table:table-column table:number-columns-repeated="{len(block.head)}"/>')
    table.append(columns)
    head = odfdo.Element.from_tag("<table:table-header-rows/>")
    head.append(_row(block.head, "Table_20_Heading"))
    table.append(head)
    for cells in block.rows:
        table.append(_row(cells, "Text_20_body"))
    return table


def _row(cells: tuple[str, ...], style: str) -> Element:
    import odfdo

    row = odfdo.Element.from_tag("<table:table-row/>")
    for text in cells:
        cell = odfdo.Element.from_tag('<table:table-cell office:value-type="string" table:style-name="Cell"/>')
        cell.append(_paragraph((text,), style))
        row.append(cell)
    return row


def _paragraph(lines: tuple[str, ...], style: str) -> OdfParagraph:
    import odfdo

    paragraph = odfdo.Paragraph(style=style)
    for position, line in enumerate(lines):
        if position:
            paragraph.append(odfdo.LineBreak())
        for span in spans_of(line):
            if span.url:
                paragraph.append(odfdo.Link(span.url, text=span.text))
            elif span.is_bold:
                paragraph.append(odfdo.Span(span.text, style="Strong_20_Emphasis"))
            else:
                paragraph.append_plain_text(span.text)
    return paragraph
