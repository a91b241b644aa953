#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# WeasyPrint 70.0 turns a font given as WOFF2 back into TrueType anew for every document, in Python: two cuts of one font
# cost a short letter most of its time. Given as TTF, the same font is taken as it is. A server that prints many
# short documents from its web fonts pays for it each time; nothing in the documentation of fonts says so.
# Needs Python 3.10 or newer, npm and the Pango library. Status 0: the behaviour is as described.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @fontsource/ibm-plex-sans@5.1.1 >"$work/name"
tar -xzf "$(cat "$work/name")"
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet weasyprint==70.0 fonttools==4.62.1 brotli==1.2.0
"$work/venv/bin/python" - <<'PYTHON'
import sys
import time
from pathlib import Path

import weasyprint
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2Reader

packed = sorted(Path("package/files").glob("ibm-plex-sans-latin-[47]00-normal.woff2"))
plain = []
for path in packed:
    font = TTFont(path)
    font.flavor = None
    plain.append(path.with_suffix(".ttf"))
    font.save(plain[-1])

opened = []
before = WOFF2Reader.__init__


def counting(self, *given, **named):
    opened.append(1)
    before(self, *given, **named)


WOFF2Reader.__init__ = counting


def letter(files):
    faces = "".join(
        f'@font-face {{ font-family: Letter; font-weight: {weight}; src: url("{file.resolve().as_uri()}") }}'
        for weight, file in zip((400, 700), files)
    )
    page = f'<html lang="de"><style>{faces} body {{ font-family: Letter }}</style><h1>Brief</h1><p>Guten Tag</p></html>'
    since = time.process_time()
    weasyprint.HTML(string=page).write_pdf()
    return time.process_time() - since


letter(plain)  # what is loaded once is not the question
counts, times = {}, {}
for name, files in (("TTF", plain), ("WOFF2", packed)):
    opened.clear()
    times[name] = sorted(letter(files) for _ in range(5))[2]
    counts[name] = len(opened)
print("WeasyPrint", weasyprint.__version__, "five letters with two cuts each")
for name in counts:
    print(f"  {name:<5} fonts unpacked: {counts[name]:>2}, median {times[name]:.3f} s of processor time per letter")
print("expected: each of the two files is unpacked once in a process")
print("observed:", counts["WOFF2"], "times, the letter takes", round(times["WOFF2"] / times["TTF"], 1), "times as long")
sys.exit(0 if counts == {"TTF": 0, "WOFF2": 10} and times["WOFF2"] > 1.5 * times["TTF"] else 1)
PYTHON
