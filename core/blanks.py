# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a written text still leaves open, in plain German words, because that is the language of the documents.

Nobody can submit or check a text with a blank; whoever may fill it in is led there by the page of the document.
"""

import re

#: How texts say it, and how those written by earlier releases do: in square brackets.
SAID = r"\(noch (?:nicht eingetragen|niemand benannt): [^()]+\)"
BLANK = re.compile(rf"{SAID}|\[[^\[\]]{{3,}}\]")


def blank(what: str) -> str:
    """``what`` nobody has entered yet."""
    return f"(noch nicht eingetragen: {what})"


def nobody(what: str) -> str:
    """The person or office nobody has named yet."""
    return f"(noch niemand benannt: {what})"
