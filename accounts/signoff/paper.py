# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed document on paper: every part, the signature, and how anybody can check it."""

from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils import translation

from accounts.models.signed import SignedCopy
from accounts.signoff.kinds import kind_of
from core.pdf import render_pdf
from core.urls import absolute_address

#: Signed documents are written in German, whatever language the worker speaks.
LANGUAGE = "de"


def check_url(fingerprint: str) -> str:
    """The public page that says whether a document with this content fingerprint is genuine."""
    return f"{absolute_address('check:check')}?{urlencode({'pruefsumme': fingerprint})}"


def signed_paper(copy: SignedCopy) -> bytes:
    """The document as tagged PDF. The same signed content always gives the same text."""
    import segno  # slow

    document = copy.document
    with translation.override(LANGUAGE):
        page = kind_of(document).page(document)
        context = {
            "town": document.municipality,
            "document": document,
            "page": page,
            "parts": [part for part in page.parts if part.text],
            "signatory": copy.signatory,
            "check_page": absolute_address("check:check"),
            "qr": segno.make(check_url(document.signed_hash), error="m").svg_data_uri(scale=4, border=2),
        }
        html = render_to_string("accounts/signed_paper.html", context)
    return render_pdf(html, stylesheet="css/paper.css")
