# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text may consist of, whoever wrote it: a form, a platform, an imported table."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.formats import number_format
from django.utils.text import Truncator

from core.errors import Refused

# Word's soft break, form feed, "next line" and Unicode's separators are line ends to their writers.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 without tab and line feed, DEL and C1, halves of surrogate pairs, the byte order mark and what XML forbids.
# Joiners (U+200C, U+200D) and direction marks stay: Persian, Hindi and family emoji are written with them.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
#: Below are letters that are one sign each, whatever follows.
BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
LARGEST = 2**63 - 1  # of a column of the database


def plain_lines(text: str) -> str:
    """Return ``text`` with ``\\n`` as its only line end."""
    return LINE_ENDS.sub("\n", text)


def clean_text(text: str) -> str:
    """Return ``text`` with ``\\n`` as its only line end and without characters no page, PDF or ODT can hold."""
    return UNPRINTABLE.sub("", plain_lines(text))


def refuse_nul(text: str) -> None:
    """For text that reaches no field of a form: says what a field would say. Raises ``Refused``."""
    try:
        ProhibitNullCharactersValidator()(text)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def shortened(text: str, longest: int) -> str:
    """What the filter ``truncatechars`` makes of it, without its loop where each character is a sign of its own."""
    if BEYOND_LATIN.search(text) and (
        not unicodedata.is_normalized("NFC", text) or any(map(unicodedata.combining, text[: longest + 1]))
    ):
        return Truncator(text).chars(longest)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def clean_json(value: Any, *, longest: int | None = None, most: int | None = None, depth: int = 60) -> Any:
    """A value of somebody else's JSON as a database can keep it: every text cleaned, and an end to everything.

    Texts are cut at ``longest`` characters, lists at ``most`` entries; what lies deeper than ``depth`` or is no JSON
    becomes ``None``.
    """
    if isinstance(value, str):
        return clean_text(value)[:longest]
    if isinstance(value, Mapping) and depth:
        limits: dict[str, Any] = {"longest": longest, "most": most, "depth": depth - 1}
        return {clean_text(str(name)): clean_json(part, **limits) for name, part in value.items()}
    if isinstance(value, list | tuple) and depth:
        return [clean_json(part, longest=longest, most=most, depth=depth - 1) for part in value[:most]]
    return value if isinstance(value, bool | int | float) else None


def read_number(text: str, most: int = LARGEST) -> int | None:
    """The whole number ``text`` writes in the digits 0 to 9, at most ``most``; ``None`` for everything else.

    ``str.isdigit`` is no guard for ``int``: it accepts "²", on which ``int`` fails.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    found = int(text)
    return found if found <= most else None


def grouped(number: float) -> str:
    """``63206`` → ``63.206``, as the page's language writes it; not for keys, years and what machines read."""
    return number_format(number, use_l10n=True, force_grouping=True)


def at_most(number: int, most: int) -> str:
    """``number``, or ``500+`` when it was counted no further than ``most``."""
    return f"{grouped(most)}+" if number > most else grouped(number)
