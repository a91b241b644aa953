# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The netiquette as people read it: its parts in one language, as PDF, and the poster with its QR code."""

import base64
import io
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string

from accounts.models import Municipality
from accounts.signoff.paper import check_url
from core.hashing import content_hash
from core.pdf import render_pdf
from core.urls import absolute_address
from netiquette.domain.languages import ENGLISH, GERMAN, Language
from netiquette.models import Clause, Netiquette

PDF_SECONDS = 24 * 60 * 60
SIZES = ("a4", "a3")


class StillDrawing(Exception):
    """Somebody else is drawing this very document at this moment."""


@dataclass(frozen=True)
class Words:
    """A title and a text in ``language``; German where the translation is missing."""

    title: str
    text: str
    language: Language
    is_stale: bool = False
    clause: Clause | None = None


def words_of(part: Netiquette | Clause, language: Language) -> Words:
    clause = part if isinstance(part, Clause) else None
    if language != GERMAN and part.is_translated(language.code):
        return Words(
            **part.translation(language.code), language=language, is_stale=part.is_stale(language.code), clause=clause
        )
    if isinstance(part, Clause):
        return Words(part.title, part.text, GERMAN, clause=part)
    return Words("", part.introduction, GERMAN)


def document_of(netiquette: Netiquette, language: Language) -> dict[str, Any]:
    """What the templates of the public page and of the PDF show."""
    clauses = sorted(netiquette.clauses.all(), key=lambda clause: clause.number)
    introduction, rules = words_of(netiquette, language), [words_of(clause, language) for clause in clauses]
    return {
        "netiquette": netiquette,
        "language": language,
        "introduction": introduction,
        "rules": rules,
        "is_binding": language == GERMAN,
        "is_stale": any(words.is_stale for words in (introduction, *rules)),
        "is_partly_german": language != GERMAN and any(w.language == GERMAN for w in (introduction, *rules)),
    }


def frame_language(language: Language) -> str:
    """The language of the words around the document: the interface speaks German and English."""
    return "en" if language == ENGLISH else "de"


def public_url(town: Municipality, name: str = "netiquette", *args: Any) -> str:
    """The address for citizens; the same on every host and in every request."""
    return absolute_address(f"netiquette:{name}", town.slug, *args)


def short_url(town: Municipality) -> str:
    return absolute_address("netiquette_short", town.slug)


def qr_code(text: str) -> str:
    """A QR code (ISO/IEC 18004, a quarter may be damaged) as ``data:`` address of an SVG."""
    import segno  # slow

    drawn = io.BytesIO()
    segno.make(text, error="q", micro=False).save(drawn, kind="svg", xmldecl=False, border=4, scale=10)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def paper_of(netiquette: Netiquette, language: Language) -> dict[str, Any]:
    """What the PDF for everybody shows: the parts in one language, where it is on the web, how to check it."""
    town = netiquette.municipality
    return {
        **document_of(netiquette, language),
        "town": town,
        "url": public_url(town, "netiquette_version", netiquette.version),
        "check_page": absolute_address("check:check"),
        "qr": qr_code(check_url(netiquette.signed_hash)),
    }


def poster_of(town: Municipality, netiquette: Netiquette) -> dict[str, Any]:
    """What hangs on the wall: the rules by their titles, and the way to the whole text."""
    clauses = sorted(netiquette.clauses.all(), key=lambda clause: clause.number)
    return {
        "town": town,
        "netiquette": netiquette,
        "rules": [clause.title for clause in clauses if clause.is_ground_for_measures],
        "short_url": short_url(town),
        "short_name": short_url(town).split("://", 1)[-1],
        "qr": qr_code(short_url(town)),
        "sizes": SIZES,
    }


def pdf_of(template: str, context: dict[str, Any], *, stylesheet: str = "css/paper.css") -> bytes:
    """A template as accessible PDF, drawn once a day for the same words.

    Drawing takes a second of processor time, so one request draws and others raise ``StillDrawing`` meanwhile.
    """
    page = render_to_string(template, context)
    key = f"netiquette-pdf-{content_hash([page, stylesheet])}"
    known: bytes | None = cache.get(key)
    if known is not None:
        return known
    if not cache.add(f"{key}-busy", True, timeout=60):
        raise StillDrawing
    try:
        drawn = render_pdf(page, stylesheet=stylesheet)
        cache.set(key, drawn, PDF_SECONDS)
    finally:
        cache.delete(f"{key}-busy")
    return drawn
