# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How platforms count the length of a text, and when two texts say the same. Pure functions."""

import regex

from core.text import plain_lines

# The end of an http(s) link is where a reader would see it: trailing punctuation and an unmatched closing bracket
# belong to the sentence.
# Quotation marks of every kind, blanks and signs nobody sees (zero width, directions, soft hyphens) are no part of it.
LINK = regex.compile(r"https?://[^\s\p{Cf}\p{Cc}<>\"“”„‟«»‹›‚‘‛]+", regex.IGNORECASE)
_TRAILING = ".,;:!?'’\"…)]}*_"

# A remote mention counts without its domain.
_MENTION_DOMAIN = regex.compile(r"(@[\w.-]*\w)@[\w.-]+")
_REMOTE_MENTION = regex.compile(r"(?<![\w/=])@(\w+(?:[\w.-]+\w)?)@[\w.-]+\w(?::\d+)?")
_HASHTAG = regex.compile(r"(?<![\w/&])#\w+")


def as_sent(text: str) -> str:
    """``text`` with plain line ends, as it leaves the house: counters and byte offsets are taken from this."""
    return plain_lines(text)


def comparable(text: str) -> str:
    """``text`` without what servers change for display: spacing and the domain of mentions."""
    return " ".join(_MENTION_DOMAIN.sub(r"\1", text).split())


def graphemes(text: str) -> int:
    """User-perceived characters (Unicode extended grapheme clusters)."""
    return len(regex.findall(r"\X", text))


def length_with_links(text: str, link_length: int) -> int:
    """Graphemes, with every link as ``link_length`` and mentions without their domain."""
    placeholder = "x" * link_length
    without_links: list[str] = []
    end = 0
    for start, stop in links(text):
        without_links += [text[end:start], placeholder]
        end = stop
    without_links.append(text[end:])
    return graphemes(_REMOTE_MENTION.sub(r"@\1", "".join(without_links)))


def hashtags(text: str) -> int:
    """How many hashtags stand in ``text``; the # of an address is none."""
    return len(_HASHTAG.findall(without_links(text)))


def without_links(text: str) -> str:
    """``text`` with a blank in place of every link."""
    parts, end = [], 0
    for start, stop in links(text):
        parts.append(text[end:start])
        end = stop
    return " ".join([*parts, text[end:]])


def links(text: str) -> list[tuple[int, int]]:
    """Start and end (in characters) of every http(s) link, without trailing punctuation."""
    found = []
    for match in LINK.finditer(text):
        link = match.group()
        while link and link[-1] in _TRAILING:
            if link[-1] == ")" and link.count("(") >= link.count(")"):
                break
            link = link[:-1]
        if regex.match(r"https?://[\w\[]", link, regex.IGNORECASE):
            found.append((match.start(), match.start() + len(link)))
    return found
