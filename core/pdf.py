# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accessible PDF from the same HTML the web page shows."""

from pathlib import Path

from django.contrib.staticfiles import finders

from core.text import clean_text


def render_pdf(html: str, *, stylesheet: str) -> bytes:
    """Return ``html`` as tagged PDF (PDF/UA-1 structure; not checked by a validator).

    ``stylesheet`` names a static file. Everything the document shows is embedded as ``data:`` or named
    ``static:path``; any other address raises ``UnexpectedRequest`` before a request is made.
    """
    from weasyprint import CSS, HTML  # costs half a second, so only those who print pay
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class UnexpectedRequest(FatalURLFetchingError):
        """A document asked for something outside itself."""

    class OwnFilesOnly(URLFetcher):
        """Serves embedded data and the product's own static files; never the network, never other files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url.startswith("static:"):
                return URLFetcherResponse(url, _static_file(url.removeprefix("static:")).read_bytes())
            raise UnexpectedRequest(url)

    fetcher = OwnFilesOnly(allowed_protocols=["data"])
    fonts = FontConfiguration()
    text = _static_file(stylesheet).read_text()
    css = CSS(string=text, url_fetcher=fetcher, base_url="static:", font_config=fonts)
    document = HTML(string=clean_text(html), url_fetcher=fetcher, base_url="static:")
    return bytes(document.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"))


def _static_file(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found))
