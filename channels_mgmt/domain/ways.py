# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One text for every way: what website, gazette, notice board and messenger make of a post, in German. Pure functions.

The first line is the heading. What is suggested here a person may change before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from channels_mgmt.connectors.counting import graphemes, links
from channels_mgmt.domain.checks.signs import emoji_in

WEBSITE, GAZETTE, NOTICE, MESSENGER = "website", "gazette", "notice", "messenger"
LONGEST = 20_000
"""What a way without a limit of its own may hold."""
MESSENGER_LENGTH = 1024
"""The caption of a picture; a message without one may be longer, and nobody reads it."""
SHEET_LENGTH = 700
"""About what one sheet holds in large print; a longer one goes on overleaf."""

_HASHTAG = regex.compile(r"(?<![\w&/#])#(?=[\w])")
_HASHTAGS_ALONE = regex.compile(r"^(?:\s*#\w+)+\s*$")
_SENTENCE_END = regex.compile(r"(?<=[.!?…])\s")
_STARS = regex.compile(r"[*_~`]")


@dataclass(frozen=True, slots=True)
class Telling:
    """What a post says, and who says it when. ``url`` is its other way; ``contact`` and ``office`` may be empty."""

    title: str
    text: str
    benefit: str
    url: str
    as_of: date
    office: str
    contact: str


def suggested(way: str, telling: Telling, longest: int) -> str:
    """The words of ``way``, at most ``longest`` characters where the text itself can be shortened."""
    return {WEBSITE: _for_website, GAZETTE: _for_gazette, NOTICE: _for_notice, MESSENGER: _for_messenger}[way](
        telling, longest
    )


def _for_website(telling: Telling, longest: int) -> str:
    told = [telling.title, *_paragraphs(telling), _benefit(telling), _more(telling), _signed(telling)]
    return "\n\n".join(part for part in told if part)


def _for_gazette(telling: Telling, longest: int) -> str:
    """A heading and one paragraph, with day, office and contact at its end."""
    end = " ".join(part for part in (_more(telling), _signed(telling)) if part)
    body = " ".join([*_paragraphs(telling), *([_benefit(telling)] if telling.benefit else [])])
    room = longest - graphemes(telling.title) - graphemes(end) - 2
    return f"{telling.title}\n{shortened_to(body, room)} {end}".strip()


def _for_notice(telling: Telling, longest: int) -> str:
    told = [telling.title, *_paragraphs(telling), _benefit(telling), telling.contact]
    return "\n\n".join(part for part in told if part)


def _for_messenger(telling: Telling, longest: int) -> str:
    """The heading in bold unless it holds one of the signs that mean so; emoji stay, hashtags lead nowhere there."""
    heading = telling.title if _STARS.search(telling.title) else f"*{telling.title}*"
    end = "\n\n".join(part for part in (_benefit(telling), _more(telling)) if part)
    body = "\n\n".join(_paragraphs(telling, keeps_emoji=True))
    room = longest - graphemes(heading) - graphemes(end) - 4
    return "\n\n".join(part for part in (heading, shortened_to(body, room), end) if part)


def _paragraphs(telling: Telling, *, keeps_emoji: bool = False) -> list[str]:
    """The text without hashtags, without the link that stands at the end anyway, and without emoji unless wanted."""
    found = []
    for part in regex.split(r"\n\s*\n", telling.text):
        lines = [line for line in part.splitlines() if not _HASHTAGS_ALONE.match(line)]
        plain = _HASHTAG.sub("", "\n".join(lines))
        if telling.url:
            plain = plain.replace(telling.url, "")
        if not keeps_emoji:
            plain = _without(plain, emoji_in(plain))
        plain = "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()
        if plain:
            found.append(plain)
    return [part if keeps_emoji else " ".join(part.split("\n")) for part in found]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def _benefit(telling: Telling) -> str:
    said = telling.benefit.strip()
    return "" if not said or said in telling.text else said


def _more(telling: Telling) -> str:
    return f"Mehr dazu: {telling.url}" if telling.url else ""


def _signed(telling: Telling) -> str:
    known = [telling.office, telling.contact, f"Stand: {telling.as_of:%d.%m.%Y}"]
    return " · ".join(part for part in known if part)


def shortened_to(text: str, longest: int) -> str:
    """``text``, cut at the end of a sentence or at least of a word where it is longer."""
    signs = regex.findall(r"\X", text)
    if len(signs) <= longest:
        return text
    if longest < 1:
        return ""
    cut = "".join(signs[:longest])
    ends = [match.start() for match in _SENTENCE_END.finditer(cut)]
    if cut[-1] in ".!?…" and text[len(cut) : len(cut) + 1].isspace():
        return cut
    if ends:
        return cut[: ends[-1]]
    return "".join(signs[: longest - 1]).rpartition(" ")[0] + "…"


def heading_and_rest(text: str) -> tuple[str, list[str]]:
    """The first line, and the paragraphs after it."""
    first, _line_end, rest = text.strip().partition("\n")
    return first.strip(), [part.strip() for part in regex.split(r"\n\s*\n", rest) if part.strip()]


def as_html(text: str) -> SafeString:
    """What an editor of a website takes: a heading, paragraphs, links that can be followed; everything escaped."""
    heading, paragraphs = heading_and_rest(text)
    told = [format_html("<h2>{}</h2>", heading)] if heading else []
    told += [format_html("<p>{}</p>", _linked(part)) for part in paragraphs]
    return format_html_join("\n", "{}", ((part,) for part in told))


def _linked(text: str) -> SafeString:
    parts, end = [], 0
    for start, stop in links(text):
        address = text[start:stop]
        parts += [escape(text[end:start]), format_html('<a href="{}">{}</a>', address, address)]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]).replace("\n", "<br>"))
