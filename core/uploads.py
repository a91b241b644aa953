# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text that comes as a file or, in the preview and where no file can be chosen, as text."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text import clean_text

MOST_BYTES = 1_000_000


class FileOrTextForm(forms.Form):
    """Has the fields ``file`` and ``table``; after cleaning, ``text`` is what was given, the file first.

    What is wrong with a text of its kind is said in ``too_large``, ``nothing`` and ``not_text``.
    """

    too_large: Any
    nothing: Any

    def not_text(self, content: bytes, error: UnicodeDecodeError) -> str:
        """What to say of a file that is no text in UTF-8."""
        raise NotImplementedError

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(self.too_large)
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file = given.get("file")
        if file:
            content = file.read()
            try:
                given["text"] = clean_text(content.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                raise forms.ValidationError(self.not_text(content, error)) from None
        else:
            given["text"] = given.get("table", "")
        if not self.errors and not given["text"].strip():
            raise forms.ValidationError(self.nothing)
        return given
