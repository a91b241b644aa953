# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook in ``docs/``, read and drawn once per process: its files do not change while one runs.

A chapter is a file; ``README.md`` is the table of contents with the empty name. HTML in a file stays text, and a link
leads to another chapter, to a website, or nowhere: what the product does not show is words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from core.folding import fold_words

if TYPE_CHECKING:
    from markdown_it.token import Token

#: For the IT, beside the handbook; chapters link to it.
OPERATIONS = "betrieb"
#: Before the address of a heading, so that it never meets another name of the page a chapter is opened over.
ANCHOR = "hilfe-"
#: Where the address of the handbook in this town comes; no file knows the number.
_BASE = f"base-{token_hex(16)}/"
_NO_WORD = re.compile(r"[^\w\s-]")


class Heading(NamedTuple):
    """A heading of a chapter: ``level`` 2 or 3, and the anchor as files write it, without ``ANCHOR``."""

    level: int
    anchor: str
    text: str


class Section(NamedTuple):
    """What stands under a heading, as it is found by a search."""

    anchor: str
    heading: str
    text: str
    folded: str


class Found(NamedTuple):
    """A place in the handbook that a search leads to."""

    chapter: Chapter
    section: Section


@dataclass(frozen=True)
class Chapter:
    """One file, drawn. ``name`` is its place in addresses."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    _html: tuple[str, ...]

    def html(self, base: str) -> SafeString:
        """The chapter without its title, with links to the chapters beneath ``base``, which ends with a slash."""
        return mark_safe(escape(base).join(self._html))  # drawn from our own files, in which HTML is text

    @property
    def anchors(self) -> set[str]:
        return {heading.anchor for heading in self.headings}


@cache
def files() -> dict[str, Path]:
    """Name → file, the table of contents first."""
    folder = settings.BASE_DIR / "docs"
    found = {path.stem: path for path in sorted((folder / "handbuch").glob("*.md"))}
    return {"": found.pop("README"), **found, OPERATIONS: folder / "betrieb.md"}


@cache
def chapter(name: str) -> Chapter:
    """The chapter ``name``. Raises ``KeyError`` when there is none."""
    tokens = _markdown().parse(files()[name].read_text(encoding="utf-8"))
    title, headings = "", []
    for opened, inline in pairwise(tokens):
        if opened.type == "heading_open":
            text = _words(inline)
            if opened.tag == "h1":
                title = title or text
            else:
                anchor = anchor_of(text)
                opened.attrSet("id", ANCHOR + anchor)
                headings.append(Heading(int(opened.tag[1]), anchor, text))
    _label_cells(tokens)
    drawn = _markdown().renderer.render(_without_title(tokens), _markdown().options, {})
    return Chapter(name, title, tuple(headings), _sections(title, tokens), tuple(drawn.split(_BASE)))


def search(words: str) -> list[Found]:
    """The sections in which all of ``words`` begin a word, those first whose heading has them."""
    wanted = fold_words(words).split()
    if not wanted:
        return []
    found = [
        Found(chapter(name), section)
        for name in files()
        for section in chapter(name).sections
        if all(f" {word}" in section.folded for word in wanted)
    ]
    return sorted(found, key=lambda one: not all(word in fold_words(one.section.heading) for word in wanted))


def anchor_of(heading: str) -> str:
    """The address of ``heading`` in its file, as the usual websites for source code make it."""
    return re.sub(r"\s", "-", _NO_WORD.sub("", heading.lower().strip()))


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # slow

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    rules: dict[str, Callable[..., str]] = {
        "link_open": _link_open,
        "image": _image,
        "table_open": lambda *_: '<div class="table-wrap"><table class="table table--stack table--compact">',
        "table_close": lambda *_: "</table></div>\n",
        "fence": _block,
        "code_block": _block,
    }
    drawing: Any = markdown.renderer  # its class is chosen when it is made, so that no type knows its rules
    drawing.rules.update(rules)
    return markdown


def _words(inline: Token) -> str:
    """The words of a line without its marks."""
    return "".join(
        " " if part.type == "softbreak" else part.content
        for part in inline.children or []
        if part.type in ("text", "code_inline", "softbreak")
    )


def _without_title(tokens: list[Token]) -> list[Token]:
    return tokens[3:] if tokens and tokens[0].tag == "h1" else tokens


def _sections(title: str, tokens: list[Token]) -> tuple[Section, ...]:
    """What stands under each heading, the title's first."""
    gathered: list[tuple[str, str, list[str]]] = [("", title, [])]
    is_heading = False
    for token in tokens:
        if token.type == "inline" and is_heading and token.level == 1:
            text = _words(token)
            if text != title:
                gathered.append((anchor_of(text), text, []))
        elif token.type == "inline":
            gathered[-1][2].append(_words(token))
        is_heading = token.type == "heading_open"
    return tuple(
        Section(anchor, heading, " ".join(lines), f" {fold_words(' '.join([title, heading, *lines]))}")
        for anchor, heading, lines in gathered
    )


# -- how a chapter is drawn -----------------------------------------------------------------------
def _link_open(tokens: list[Token], at: int, options: Any, env: Any) -> str:
    address = str(tokens[at].attrs["href"])
    if address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}" rel="noopener noreferrer">'
    path, _, anchor = address.partition("#")
    name = Path(path).stem if path.endswith(".md") else ""
    name = "" if name == "README" else name
    if path and (not path.endswith(".md") or name not in files()):
        return "<a>"  # words: the product does not show it
    fragment = f"#{ANCHOR}{escape(unquote(anchor))}" if anchor else ""
    return f'<a href="{_BASE if path else ""}{name + "/" if name else ""}{fragment}">'


def _image(tokens: list[Token], at: int, options: Any, env: Any) -> str:
    picture = settings.BASE_DIR / "docs" / "bilder" / Path(str(tokens[at].attrs["src"])).name
    header = picture.read_bytes()[:24]
    width, height = (int.from_bytes(header[start : start + 4], "big") for start in (16, 20))
    address = static(f"handbuch/{picture.name}")
    return (
        f'<img class="help__picture" src="{escape(address)}" alt="{escape(tokens[at].content)}"'
        f' width="{width}" height="{height}" loading="lazy">'
    )


def _label_cells(tokens: list[Token]) -> None:
    """Let each cell name its column and each row its first cell, for readers who hear a table or see it on a phone."""
    labels: list[str] = []
    column = 0
    for at, token in enumerate(tokens):
        if token.type == "thead_open":
            labels = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            labels.append(_words(tokens[at + 1]))
        elif token.type == "td_open":
            if column:
                token.attrSet("data-label", labels[column])
            else:
                token.tag = tokens[at + 2].tag = "th"
                token.attrSet("scope", "row")
            column += 1


def _block(tokens: list[Token], at: int, options: Any, env: Any) -> str:
    return f'<pre class="help__code" tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'
