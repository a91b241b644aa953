# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The simple markup of documents: what people type in a text field, as blocks.

``## Heading`` and ``### Heading``, ``- item``, ``1. item``, ``| cell | cell |`` (the first row is the
head), ``**bold**``; addresses become links; everything else is a paragraph, up to the next empty line.
Any text is valid; nothing typed is lost. What is still to be filled in is marked (``core.blanks``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from channels_mgmt.connectors.counting import links
from core.blanks import SAID
from core.text import clean_text, plain_lines

#: Other square brackets are the town's own in a document.
BLANK = re.compile(rf"{SAID}|\[[^\[\]\n]+ eintragen\]")
_NUMBERED = re.compile(r"\d{1,3}\.\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one paragraph, broken where the author broke them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered or with bullets."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the head, and rows as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; ``url`` makes it a link."""

    text: str
    is_bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with what stands below it; the first one may have no title."""

    title: str
    text: str


def blocks_of(text: str) -> list[Block]:
    """The blocks of ``text`` in reading order."""
    found: list[Block] = []
    kind = ""
    lines: list[str] = []
    for raw in [*clean_text(text).split("\n"), ""]:
        line = raw.strip()
        line_kind = _kind_of(line)
        if line_kind != kind and lines:
            found.append(_block(kind, lines))
            lines = []
        kind = line_kind
        if kind in ("h2", "h3"):
            found.append(Heading(int(kind[1]), line[int(kind[1]) :].strip()))
        elif kind:
            lines.append(line)
    return found


def _kind_of(line: str) -> str:
    if not line:
        return ""
    if line.startswith("### ") and line[4:].strip():
        return "h3"
    if line.startswith("## ") and line[3:].strip():
        return "h2"
    if line.startswith("- "):
        return "bullets"
    if _NUMBERED.match(line):
        return "numbers"
    if line.startswith("|") and line.endswith("|") and len(line) > 2:
        return "grid"
    return "paragraph"


def is_row(line: str) -> bool:
    """Whether ``line`` is a row of a table."""
    return _kind_of(line.strip()) == "grid"


def _block(kind: str, lines: list[str]) -> Block:
    if kind == "bullets":
        return Items(tuple(line[2:].strip() for line in lines))
    if kind == "numbers":
        return Items(tuple(_NUMBERED.sub("", line, count=1) for line in lines), is_numbered=True)
    if kind == "grid":
        rows = [tuple(cell.strip() for cell in line[1:-1].split("|")) for line in lines]
        width = max(len(row) for row in rows)
        padded = [row + ("",) * (width - len(row)) for row in rows]
        return Grid(padded[0], tuple(padded[1:]))
    return Paragraph(tuple(lines))


def spans_of(text: str) -> Iterator[Span]:
    """Runs of ``text``: bold parts and addresses taken out."""
    end = 0
    for match in _BOLD.finditer(text):
        yield from _links(text[end : match.start()], is_bold=False)
        yield from _links(match.group(1), is_bold=True)
        end = match.end()
    yield from _links(text[end:], is_bold=False)


def _links(text: str, *, is_bold: bool) -> Iterator[Span]:
    end = 0
    for start, stop in links(text):
        if start > end:
            yield Span(text[end:start], is_bold)
        yield Span(text[start:stop], is_bold, text[start:stop])
        end = stop
    if end < len(text):
        yield Span(text[end:], is_bold)


def as_html(text: str, *, title: str = "") -> SafeString:
    """``text`` as HTML; whatever was typed is escaped.

    Tables are regions that scroll by themselves; each has a name of its own: ``title``, its section, its number.
    """
    parts, section, tables = [], "", 0
    for block in blocks_of(text):
        if isinstance(block, Heading):
            section = block.text
        tables += isinstance(block, Grid)
        parts.append(_html(block, ", ".join(name for name in (title, section, f"{tables}") if name)))
    return mark_safe("\n".join(parts))


def _html(block: Block, name: str) -> SafeString:
    if isinstance(block, Heading):
        return format_html(f"<h{block.level}>{{}}</h{block.level}>", _inline(block.text))
    if isinstance(block, Items):
        tag = "ol" if block.is_numbered else "ul"
        items = format_html_join("", "<li>{}</li>", ((_inline(item),) for item in block.items))
        return format_html(f"<{tag}>{{}}</{tag}>", items)
    if isinstance(block, Grid):
        head = format_html_join("", '<th scope="col">{}</th>', ((_inline(cell),) for cell in block.head))
        rows = format_html_join("", "<tr>{}</tr>", ((_row(block.head, row),) for row in block.rows))
        return format_html(
            '<div class="table-wrap" role="region" aria-label="{}" tabindex="0">'
            '<table class="table table--stack table--compact">'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            name,
            head,
            rows,
        )
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((_inline(x),) for x in block.lines)))


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> SafeString:
    first = format_html('<th scope="row">{}</th>', _inline(row[0]))
    cells = ((label, _inline(cell)) for label, cell in zip(head[1:], row[1:], strict=True))
    return first + format_html_join("", '<td data-label="{}">{}</td>', cells)


def _inline(text: str) -> SafeString:
    return format_html_join("", "{}", ((_span(span),) for span in spans_of(text)))


def _span(span: Span) -> SafeString:
    words = format_html('<a href="{}">{}</a>', span.url, span.text) if span.url else _marked(span.text)
    return format_html("<strong>{}</strong>", words) if span.is_bold else words


def _marked(text: str) -> SafeString:
    """Blanks still to be filled in are marked."""
    parts, end = [], 0
    for match in BLANK.finditer(text):
        parts += [format_html("{}", text[end : match.start()]), format_html("<mark>{}</mark>", match.group())]
        end = match.end()
    parts.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def as_plain(text: str) -> str:
    """``text`` for pasting into a form of a platform: without the signs of the markup."""
    parts = []
    for block in blocks_of(text):
        if isinstance(block, Heading):
            lines = [block.text]
        elif isinstance(block, Items):
            lines = [f"{i}. {x}" if block.is_numbered else f"– {x}" for i, x in enumerate(block.items, 1)]
        elif isinstance(block, Grid):
            rows = ["; ".join(f"{h}: {c}" for h, c in zip(block.head, row, strict=True)) for row in block.rows]
            lines = rows or ["; ".join(block.head)]
        else:
            lines = list(block.lines)
        parts.append("\n".join(_BOLD.sub(r"\1", line) for line in lines))
    return "\n\n".join(parts)


def blanks_in(text: str) -> list[str]:
    """What is still to be filled in, each once, in reading order."""
    return list(dict.fromkeys(BLANK.findall(text)))


def sections_of(text: str) -> list[Section]:
    """``text`` cut before each heading of the second level; joined again by ``join_sections``.

    Two headings with the same words are one section, so that a title names exactly one.
    """
    found: dict[str, list[str]] = {}
    title = ""
    for line in plain_lines(text).split("\n"):
        if _kind_of(line.strip()) == "h2":
            title = line.strip()[3:].strip()
            found.setdefault(title, [])
            continue
        found.setdefault(title, []).append(line)
    return [Section(title, "\n".join(lines).strip("\n")) for title, lines in found.items() if title or any(lines)]


def join_sections(sections: list[Section]) -> str:
    """The text of ``sections``, one after the other."""
    return "\n\n".join(f"## {s.title}\n\n{s.text}".rstrip() if s.title else s.text for s in sections)
