#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# WeasyPrint 70.0, asked for PDF/UA-1, marks a page number (@page { @bottom-right { content: counter(page) } }) as /Span
# with an MCID, but hangs it into no structure element that the tree reaches, and does not mark it as an artifact.
# ISO 14289-1, 7.1: all content is an artifact or tagged as real content.
# Needs Python 3.10 or newer and the Pango library. Status 0: the behaviour is as described.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet weasyprint==70.0 pikepdf==10.17.0
"$work/venv/bin/python" - <<'PYTHON'
import io
import sys

import pikepdf
import weasyprint

PAGE = """<html lang="de"><head><title>Bericht</title><style>
@page { @bottom-right { content: counter(page) } }</style></head><body><h1>Bericht</h1></body></html>"""


def held(element):
    """Every MCID that the tree reaches below the element."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield kid
        elif isinstance(kid, pikepdf.Dictionary):
            yield from held(kid)


with pikepdf.open(io.BytesIO(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1"))) as pdf:
    reached = set(held(pdf.Root.StructTreeRoot))
    drawn = {
        int(operands[1].MCID): str(operands[0])
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
        if str(operator) == "BDC"
    }
    stray = {number: tag for number, tag in drawn.items() if number not in reached}
    print("WeasyPrint", weasyprint.__version__)
    print("marked content on the page:", drawn)
    print("held by the structure tree:", sorted(reached))
print("expected: the page number is an /Artifact, so that nothing marked is left over")
print("observed, neither in the tree nor an artifact:", stray or "nothing")
sys.exit(0 if stray else 1)
PYTHON
