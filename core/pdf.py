# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accessible PDF from the same HTML the web page shows."""

from typing import Any

from django.contrib.staticfiles import finders


class UnexpectedRequest(ValueError):
    """A document asked for something outside itself."""


def _only_own_files(url: str) -> dict[str, Any]:
    """Serve embedded data and the product's own static files; never the network, never other files."""
    if url.startswith("data:"):
        from weasyprint import default_url_fetcher

        return dict(default_url_fetcher(url))
    path = finders.find(url.removeprefix("static:")) if url.startswith("static:") else None
    if path is None:
        raise UnexpectedRequest(url)
    with open(str(path), "rb") as file:
        return {"string": file.read()}


def render_pdf(html: str, *, stylesheet: str) -> bytes:
    """Return ``html`` as tagged PDF (PDF/UA-1 structure; not checked by a validator).

    ``stylesheet`` is the CSS text. Everything the document shows is embedded as ``data:`` or named
    ``static:path``; any other address raises ``UnexpectedRequest``.
    """
    from weasyprint import CSS, HTML  # costs half a second, so only the worker pays

    document = HTML(string=html, url_fetcher=_only_own_files, base_url="static:")
    css = CSS(string=stylesheet, url_fetcher=_only_own_files, base_url="static:")
    return bytes(document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1"))
