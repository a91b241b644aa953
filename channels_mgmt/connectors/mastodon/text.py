# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mastodon's HTML as plain text."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

# Every element that begins a line of its own; the first stand apart by an empty line.
_APART = re.compile("p|blockquote|pre|ul|ol|dl|table|figure|hr|h[1-6]")
_LINES = re.compile(
    "address|article|aside|caption|center|dd|details|dialog|dir|div|dt|fieldset|figcaption|footer|form|header|hgroup|"
    "legend|li|main|menu|nav|optgroup|option|search|section|summary|tbody|tfoot|thead|tr"
)
_CELLS = ("td", "th")
_BLANK = " \t\n\r\f"


class Anchor(NamedTuple):
    """A link as it stands in the text."""

    words: str
    target: str


class _PlainText(HTMLParser):
    """Collects words; breaks are remembered and written before the next word, so that none doubles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.anchors: list[Anchor] = []
        self._line_ends = 0  # at the end of what is written
        self._break = 0  # line ends wanted before the next word
        self._gap = False  # a blank wanted before the next word
        self._marker = ""  # of a list entry, before its first word
        self._lists: list[int | None] = []
        self._anchor: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self._write("\n", is_kept=True)
        elif tag == "img":
            self._write(given.get("alt") or "")
        elif tag == "a":
            self._end_anchor()
            self._anchor = (given.get("href") or "", len(self.parts))
        self._begin_line(tag)
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag in _CELLS:
            self._gap = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_anchor()
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in _CELLS:
            self._gap = True
        self._begin_line(tag)

    def handle_data(self, data: str) -> None:
        self._write(data)

    def finish(self) -> str:
        self.close()
        self._end_anchor()
        return "".join(self.parts).strip()

    def _begin_line(self, tag: str) -> None:
        if _APART.fullmatch(tag):
            self._break = 2
        elif _LINES.fullmatch(tag):
            self._break = max(self._break, 1)

    def _write(self, text: str, *, is_kept: bool = False) -> None:
        if (self._break or self._marker) and not is_kept:
            text = text.lstrip(_BLANK)  # what only separates the tags is no text
        if not text:
            return
        if self.parts and self._break > self._line_ends:
            self._append("\n" * (self._break - self._line_ends))
        elif self._gap and self.parts and not self.parts[-1].endswith((" ", "\n")):
            self._append(" ")
        self._append(self._marker + text)
        self._break, self._gap, self._marker = 0, False, ""

    def _append(self, text: str) -> None:
        self.parts.append(text)
        ends = len(text) - len(text.rstrip("\n"))
        self._line_ends = self._line_ends + ends if ends == len(text) else ends

    def _next_marker(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _end_anchor(self) -> None:
        if self._anchor is not None:
            target, start = self._anchor
            self.anchors.append(Anchor("".join(self.parts[start:]).strip(), target.strip()))
            self._anchor = None


def plain_text(html: str) -> str:
    """The words of a status; paragraphs become blank lines. Nothing of the markup survives, no words are joined."""
    return _read(html).finish()


def anchors(html: str) -> list[Anchor]:
    """The links of a status with the words they stand behind, hidden parts of an address included."""
    parser = _read(html)
    parser.finish()
    return parser.anchors


def _read(html: str) -> _PlainText:
    parser = _PlainText()
    parser.feed(html)
    return parser
