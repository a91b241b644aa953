# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text may consist of, whoever wrote it: a form, a platform, an imported table."""

import re

# Word's soft break, form feed, "next line" and Unicode's separators are line ends to their writers.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 without tab and line feed, DEL and C1, halves of surrogate pairs, the byte order mark and what XML forbids.
# Joiners (U+200C, U+200D) and direction marks stay: Persian, Hindi and family emoji are written with them.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
LARGEST = 2**63 - 1  # of a column of the database


def clean_text(text: str) -> str:
    """Return ``text`` with ``\\n`` as its only line end and without characters no page, PDF or ODT can hold."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def read_number(text: str, most: int = LARGEST) -> int | None:
    """The whole number ``text`` writes in the digits 0 to 9, at most ``most``; ``None`` for everything else.

    ``str.isdigit`` is no guard for ``int``: it accepts "²", on which ``int`` fails.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    found = int(text)
    return found if found <= most else None
