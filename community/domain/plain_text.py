# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What strangers type, as plain text: nothing in it can end a line of a header, a word's direction or a query.

Markup is left as it is; the pages escape it. Pure functions.
"""

import re

from core.text import plain_lines

# Control characters except tab and line end, and the signs that turn the direction of what follows them:
# they only serve to show something else than what is stored. Joiners stay, emoji are made of them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """``text`` with line ends as ``\\n`` and without invisible signs that could harm whoever reads or stores it."""
    lines = plain_lines(text)
    return _SURROGATES.sub("", _UNSEEN.sub("", lines)).strip()


def one_line(text: str) -> str:
    """``plain(text)`` in a single line, for names and addresses."""
    return " ".join(plain(text).split())
