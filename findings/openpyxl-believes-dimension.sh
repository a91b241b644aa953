#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# openpyxl 3.1.5 in read-only mode believes a sheet's <dimension>: rows and columns beyond it are left out without
# a word, while the normal mode reads them. The element is optional and only says which range is used (ECMA-376 1,
# 18.3.1.35); programs that append rows leave it as it was. reset_dimensions() before iter_rows() reads them all.
# Needs Python 3.10 or newer. Status 0: the behaviour is as described.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet openpyxl==3.1.5
"$work/venv/bin/python" - <<'PYTHON'
import io
import sys
import zipfile

import openpyxl

book = openpyxl.Workbook()
for number in range(1, 11):
    book.active.append([number, "Ort", number * 100])
written = io.BytesIO()
book.save(written)
stale = io.BytesIO()
with zipfile.ZipFile(written) as before, zipfile.ZipFile(stale, "w") as after:
    for name in before.namelist():
        after.writestr(name, before.read(name).replace(b'<dimension ref="A1:C10"', b'<dimension ref="A1:B5"'))


def size(**options):
    sheet = openpyxl.load_workbook(stale, **options).active
    rows = list(sheet.iter_rows(values_only=True))
    return len(rows), len(rows[0])


whole, cut = size(), size(read_only=True)
sheet = openpyxl.load_workbook(stale, read_only=True).active
sheet.reset_dimensions()
reset = len(list(sheet.iter_rows(values_only=True)))
print("openpyxl", openpyxl.__version__)
print("rows and columns in the sheet: (10, 3), its <dimension> says A1:B5")
print("normal mode:", whole)
print("read-only mode:", cut)
print("read-only mode after reset_dimensions(), rows:", reset)
sys.exit(0 if (whole, cut, reset) == ((10, 3), (5, 2), 10) else 1)
PYTHON
