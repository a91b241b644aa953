# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accessible PDF from the same HTML the web page shows. Every PDF of the product is drawn here."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.text import clean_text

if TYPE_CHECKING:
    from weasyprint import Document

logger = logging.getLogger(__name__)

#: What stands for a character no installed font has; the first that a font has itself.
REPLACEMENTS = ("□", "?")
#: The Debian package whose fonts have the letters of every language the netiquette may be translated into.
FONT_PACKAGE = "fonts-noto-core"
#: The letters of Western and Central Europe stand before it; every font has them.
FIRST_UNSURE = 0x180
SVG = "{http://www.w3.org/2000/svg}"


class UnfitForPaper(ValueError):
    """A template holds something that would be told wrongly from the paper. An error of ours, never of an author."""


@dataclass(frozen=True)
class Paper:
    """A PDF and what is to be said about it: characters no font has, texts that run out of their place."""

    content: bytes
    missing: tuple[str, ...] = ()
    overflowing: tuple[str, ...] = ()


def render_pdf(html: str, *, stylesheet: str) -> bytes:
    """Return ``html`` as tagged PDF (PDF/UA-1); faults of the drawing are logged, those of letters printed as well.

    ``stylesheet`` names a static file. The language is that of ``<html lang>``; elements in another language name
    theirs. Everything the document shows is embedded as ``data:`` or named ``static:path``; any other address
    raises ``UnexpectedRequest`` before a request is made.
    """
    paper = draw(html, stylesheet=stylesheet)
    if paper.missing:
        # For the operator; the paper itself carries a notice for whoever prints it.
        logger.warning(
            "a PDF lacks %d letters, which no installed font has: %s; the package %s brings fonts for them",
            *(len(paper.missing), " ".join(f"U+{ord(letter):04X}" for letter in paper.missing), FONT_PACKAGE),
        )
    for text in paper.overflowing:
        logger.warning("a PDF has a text that runs out of its place: %.60r", text)
    return paper.content


def missing_letters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no font installed here can draw. Free of cost for Latin letters."""
    letters = "".join(sorted({letter for letter in text if ord(letter) >= FIRST_UNSURE and letter.isprintable()}))
    return _tried(letters) if letters else ()


@lru_cache(maxsize=200)  # fonts are looked up when a process starts, so that the answer stays
def _tried(letters: str) -> tuple[str, ...]:
    from weasyprint import HTML  # slow

    document = HTML(string=format_html('<html lang="und"><p>{}</p></html>', letters)).render()
    document.write_pdf()
    return _missing_of(document)


def draw(html: str, *, stylesheet: str) -> Paper:
    """The document, drawn a second time with replacements and a notice where letters are missing."""
    from core.pdf_structure import finish

    document, faults = _layout(html, stylesheet)
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    if missing := _missing_of(document):
        for replacement in REPLACEMENTS:
            document, faults = _layout(html, stylesheet, missing=missing, replacement=replacement)
            content = document.write_pdf(pdf_variant="pdf/ua-1")
            if not _missing_of(document):
                break
    return Paper(finish(content, document), missing, tuple(faults))


def _missing_of(document: Any) -> tuple[str, ...]:
    codepoints = {code for font in document.fonts.values() for code in font.missing}
    return tuple(chr(code) for code in sorted(codepoints))


def _layout(
    html: str, stylesheet: str, *, missing: tuple[str, ...] = (), replacement: str = ""
) -> "tuple[Document, list[str]]":
    from weasyprint import CSS, HTML  # costs half a second, so only those who print pay
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from core.pdf_structure import overflowing_texts

    class UnexpectedRequest(FatalURLFetchingError):
        """A document asked for something outside itself."""

    class OwnFilesOnly(URLFetcher):
        """Serves embedded data and the product's own static files; never the network, never other files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url.startswith("static:"):
                path = _static_file(url.removeprefix("static:"))
                content = _unpacked(path, path.stat().st_mtime_ns) if path.suffix == ".woff2" else path.read_bytes()
                return URLFetcherResponse(url, content)
            raise UnexpectedRequest(url)

    fetcher = OwnFilesOnly(allowed_protocols=["data"])
    fonts = FontConfiguration()
    text = _static_file(stylesheet).read_text()
    css = CSS(string=text, url_fetcher=fetcher, base_url="static:", font_config=fonts)
    page = HTML(string=clean_text(html), url_fetcher=fetcher, base_url="static:")
    _prepare(page.etree_element)
    if missing:
        _replace(page.etree_element, dict.fromkeys(map(ord, missing), replacement))
        _say_what_is_missing(page.etree_element, missing)
    document = page.render(stylesheets=[css], font_config=fonts)
    if not overflowing_texts(document):
        return document, []
    # A word that no rule of hyphenation divides: columns give way, and it breaks where it must.
    narrow = CSS(string="th, td { overflow-wrap: anywhere }", font_config=fonts)
    document = page.render(stylesheets=[css, narrow], font_config=fonts)
    return document, overflowing_texts(document)


@lru_cache(maxsize=8)
def _unpacked(path: Path, changed: int) -> bytes:
    """The font as it is before it is packed for the web, as of ``changed`` (nanoseconds).

    WeasyPrint would unpack it anew for every document, which took more than half of a short one's time.
    """
    from fontTools.ttLib import TTFont

    font, plain = TTFont(path, recalcTimestamp=False), BytesIO()
    font.flavor = None
    font.save(plain)
    return plain.getvalue()


def _prepare(root: Element) -> None:
    """Let drawings say what they show, and refuse table heads whose cells would be told with the wrong column."""
    if not root.get("lang"):
        raise UnfitForPaper("the document names no language")
    for drawing in root.iter(f"{SVG}svg"):
        label = drawing.get("aria-label")
        if label and drawing.find(f"{SVG}title") is None:
            title = Element(f"{SVG}title")
            title.text = label
            drawing.insert(0, title)
    for table in root.iter("table"):
        for cell in (*table.iter("th"), *(cell for head in table.iter("thead") for cell in head.iter("td"))):
            if cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1":
                raise UnfitForPaper("a head of a table spans rows or columns")
            if cell.tag == "th" and cell.get("scope") not in ("col", "row"):
                raise UnfitForPaper("a head of a table does not say of what")


def _replace(root: Element, letters: dict[int, str]) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.text = element.text and element.text.translate(letters)
        element.tail = element.tail and element.tail.translate(letters)


def _say_what_is_missing(root: Element, missing: tuple[str, ...]) -> None:
    """A notice in German as first thing of the document: whoever prints it shall not find out at the wall."""
    body = root.find("body")
    if body is None:
        return
    with override("de"):
        words = _(
            "This file is incomplete: %(number)d letters are missing from the fonts of the server and stand as a box. "
            "The IT department installs the package %(package)s and makes the file again."
        ) % {"number": len(missing), "package": FONT_PACKAGE}
    notice = Element("div", {"class": "note", "lang": "de", "dir": "ltr"})
    SubElement(notice, "p", {"class": "note__title"}).text = words
    body.insert(0, notice)


def _static_file(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found))
