# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file with the rows of an editorial calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from core.table_file import TableFileField


class SheetForm(forms.Form):
    file = TableFileField(help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 20 MB and 20,000 rows."))
