#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# WeasyPrint 70.0, asked for PDF/UA-1, does not write the language of an element into the structure tree:
# <p lang="tr"> in a German document is read aloud with a German voice (WCAG 2.2, 3.1.2 Language of Parts).
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

PAGE = """<html lang="de"><head><title>Netiquette</title></head>
<body><h1>Netiquette</h1><p lang="tr">Lütfen nazik olun.</p></body></html>"""
with pikepdf.open(io.BytesIO(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1"))) as pdf:
    elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
    print("WeasyPrint", weasyprint.__version__)
    print("language of the document:", pdf.Root.Lang)
    for element in elements:
        print(" ", element.S, "/Lang", element.get("/Lang", "missing"))
    languages = {str(element.Lang) for element in elements if "/Lang" in element}
print("expected: the paragraph, or something around its text, says /Lang (tr)")
print("observed:", languages or "no element names a language")
sys.exit(0 if not languages else 1)
PYTHON
