# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values that people paste: addresses, account names, tokens, codes, copied with signs nobody sees.

Web pages, PDFs, mails and phones add zero-width and directional marks, soft hyphens, protected blanks, line ends and
quotation marks. None of them belongs to such a value, and a server only answers "wrong token".
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms

_AROUND = "„“”‟‚‘’‛«»‹›\"'`<>"

if TYPE_CHECKING:
    _Base = forms.CharField
else:
    _Base = object


def pasted(value: str, *, keeps_blanks: bool = False) -> str:
    """``value`` without signs nobody sees, blanks and quotation marks around it.

    ``keeps_blanks`` leaves one blank where there were some inside, so that two values pasted as one are not joined.
    """
    seen = "".join(" " if _is_blank(sign) else sign for sign in value if unicodedata.category(sign) != "Cf")
    whole = (" " if keeps_blanks else "").join(seen.split())
    return whole.strip(_AROUND + " ")


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) == "Cc"


class Pasted(_Base):
    """What makes a form field a field for pasted values."""

    keeps_blanks = False

    def to_python(self, value: Any) -> Any:
        cleaned = pasted(value, keeps_blanks=self.keeps_blanks) if isinstance(value, str) else value
        return super().to_python(cleaned)


class PastedField(Pasted, forms.CharField):
    """An account name, a token, a code: one word."""


class PastedLineField(Pasted, forms.CharField):
    """A web address checked elsewhere, or an account named among other words."""

    keeps_blanks = True


class PastedURLField(Pasted, forms.URLField):
    """A complete web address."""

    keeps_blanks = True


class PastedEmailField(Pasted, forms.EmailField):
    """An e-mail address."""
