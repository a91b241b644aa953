# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Charts as server-side SVG with their data table, the same in a web page and in a PDF.

Every chart answers the question that is its title. Colours are presentation attributes (for the PDF)
that the style sheet overrides by class (for light and dark); nothing is told by colour alone, each bar
and point carries its value in words. Draw one with ``{% include "_components/chart.html" %}``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 340
FONT = 13
ROW = 22
INK = "#1b2431"
GRID = "#c5cad3"
FILLS = ("#2145a5", "#7d93c9", "#4b5d78")

Format = Callable[[float], str]


def plain_number(value: float) -> str:
    """``1234.5`` → ``1.234,5``: German spelling, at most one decimal."""
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Series:
    """A named row of values, one per label; ``None`` where there is no value."""

    name: Any
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """A drawing with the question it answers and the same content as a table."""

    question: Any
    svg: SafeString
    headers: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    note: Any = ""

    @property
    def lines(self) -> list[list[tuple[Any, Any]]]:
        """The rows with the head of the column beside each cell: a phone shows a row as a card."""
        return [list(zip(self.headers, row, strict=True)) for row in self.rows]


def bars(
    question: Any,
    labels: Sequence[Any],
    series: Sequence[Series],
    *,
    show: Format = plain_number,
    head: Any = "",
    note: Any = "",
) -> Chart:
    """Horizontal bars: one block per label, in it one bar per series (at most three)."""
    top = max((v for s in series for v in s.values if v is not None), default=0) or 1
    marks, y = _legend(series)
    for index, label in enumerate(labels):
        marks.append(_text(0, y + FONT, label, weight="bold"))
        y += ROW - 3
        for number, own in enumerate(series):
            value = own.values[index]
            length = 0 if value is None else max(1.0, (WIDTH - 70) * value / top)
            marks.append(_rect(0, y, length, 14, number))
            marks.append(_text(length + 6, y + 12, "–" if value is None else show(value)))
            y += 18
        y += 6
    rows = [[label, *(_shown(s.values[i], show) for s in series)] for i, label in enumerate(labels)]
    return Chart(question, _svg(question, y, marks), [head, *(s.name for s in series)], rows, note)


def intervals(
    question: Any,
    rows: Sequence[tuple[Any, float, float, float]],
    *,
    show: Format = plain_number,
    headers: Sequence[Any] = ("", "", "", ""),
    notes: Sequence[Any] = (),
    note: Any = "",
) -> Chart:
    """A point with its range per row: (label, value, low, high), with 0 at the left edge.

    ``notes`` are reservations, one per row, written below its range and in a last column of the table.
    """
    top = max((high for _label, _value, _low, high in rows), default=0) or 1
    marks: list[SafeString] = []
    y = 4.0
    for index, (label, value, low, high) in enumerate(rows):
        words = f"{show(value)} ({show(low)} – {show(high)})"
        marks.append(_text(0, y + FONT, label, weight="bold"))
        marks.append(_text(WIDTH, y + FONT, words, anchor="end"))
        y += ROW
        scale = (WIDTH - 12) / top
        marks.append(_line(6, y + 7, WIDTH - 6, y + 7, "chart-grid", GRID, 1))
        marks.append(_rect(6 + low * scale, y + 3, max(2.0, (high - low) * scale), 8, 1))
        marks.append(
            format_html(
                '<circle class="hue-1" cx="{}" cy="{}" r="6" fill="{}"/>',
                _r(6 + value * scale),
                _r(y + 7),
                FILLS[0],
            )
        )
        y += 24
        if notes:
            marks.append(_text(0, y + 6, notes[index]))
            y += ROW
    table = [[label, show(value), show(low), show(high)] for label, value, low, high in rows]
    if notes:
        table = [[*cells, own] for cells, own in zip(table, notes, strict=True)]
    return Chart(question, _svg(question, y, marks), headers, table, note)


def swings(
    question: Any,
    rows: Sequence[tuple[Any, float, float]],
    *,
    show: Format = plain_number,
    headers: Sequence[Any] = ("", "", ""),
    zero_label: Any = "0",
    note: Any = "",
) -> Chart:
    """A tornado: per row a bar from its low to its high end, with a line at zero."""
    ends = [0.0, *(end for _label, low, high in rows for end in (low, high))]
    left, right = min(ends), max(ends)
    scale = (WIDTH - 12) / ((right - left) or 1)

    def x(value: float) -> float:
        return 6 + (value - left) * scale

    marks: list[SafeString] = []
    y = 4.0
    for label, low, high in rows:
        marks.append(_text(0, y + FONT, label, weight="bold"))
        marks.append(_text(WIDTH, y + FONT, f"{show(low)} … {show(high)}", anchor="end"))
        y += ROW
        marks.append(_rect(x(min(low, high)), y, max(2.0, abs(high - low) * scale), 14, 0))
        marks.append(_line(x(0), y - 3, x(0), y + 17, "chart-range", INK, 1.5))
        y += 24
    marks.append(_text(min(max(x(0), 4), WIDTH - 4), y + 8, zero_label, anchor="end" if x(0) > WIDTH / 2 else "start"))
    table = [[label, show(low), show(high)] for label, low, high in rows]
    return Chart(question, _svg(question, y + 16, marks), headers, table, note)


def lines(
    question: Any,
    labels: Sequence[Any],
    series: Sequence[Series],
    *,
    show: Format = plain_number,
    head: Any = "",
    note: Any = "",
) -> Chart:
    """Values over time: one line per series (at most three), first and last label below.

    Where there is no value the line is broken: nothing is drawn that nobody has counted.
    """
    marks, y_top = _legend(series)
    base = y_top + 136
    top = max((v for s in series for v in s.values if v is not None), default=0) or 1
    step = (WIDTH - 60) / max(1, len(labels) - 1)
    for share in (0.0, 0.5, 1.0):
        y = base - 120 * share
        marks.append(_line(44, y, WIDTH, y, "chart-grid", GRID, 1))
        marks.append(_text(38, y + 4, show(top * share), anchor="end"))
    for number, own in enumerate(series):
        stretches = _stretches(
            [None if v is None else (44 + i * step, base - 120 * v / top) for i, v in enumerate(own.values)]
        )
        points = [point for stretch in stretches for point in stretch]
        dash = ("", "7 4", "2 3")[number]
        for stretch in stretches:
            path = " ".join(f"{_r(px)},{_r(py)}" for px, py in stretch)
            marks.append(
                format_html(
                    '<polyline class="chart-stroke-{}" points="{}" fill="none" stroke="{}" stroke-width="2.5"'
                    ' stroke-dasharray="{}"/>',
                    number, path, FILLS[number], dash or "none",
                )
            )  # fmt: skip
        marks += [
            format_html(
                '<circle class="hue-{}" cx="{}" cy="{}" r="3.5" fill="{}"/>',
                number + 1,
                _r(px),
                _r(py),
                FILLS[number],
            )
            for px, py in points
        ]
    if labels:
        marks.append(_text(44, base + 20, labels[0]))
        marks.append(_text(WIDTH, base + 20, labels[-1], anchor="end"))
    rows = [[label, *(_shown(s.values[i], show) for s in series)] for i, label in enumerate(labels)]
    return Chart(question, _svg(question, base + ROW + 4, marks), [head, *(s.name for s in series)], rows, note)


def _stretches(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The points that follow each other without a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


# -- marks ----------------------------------------------------------------------------------------


def _r(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _svg(question: Any, height: float, marks: Sequence[SafeString]) -> SafeString:
    return format_html(
        '<svg class="chart__drawing" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="{}"'
        ' font-family="Fira Sans, Liberation Sans, sans-serif" xmlns="http://www.w3.org/2000/svg">{}</svg>',
        WIDTH, _r(height), question, FONT, format_html_join("", "{}", ((mark,) for mark in marks)),
    )  # fmt: skip


def _text(x: float, y: float, text: Any, *, anchor: str = "start", weight: str = "normal") -> SafeString:
    return format_html(
        '<text class="chart-text" x="{}" y="{}" fill="{}" text-anchor="{}" font-weight="{}">{}</text>',
        _r(x), _r(y), INK, anchor, weight, text,
    )  # fmt: skip


def _shown(value: float | None, show: Format) -> str:
    return "–" if value is None else show(value)


def _rect(x: float, y: float, width: float, height: float, number: int) -> SafeString:
    return format_html(
        '<rect class="hue-{}" x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>',
        number + 1, _r(x), _r(y), _r(width), _r(height), FILLS[number],
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, css: str, colour: str, width: float) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"/>',
        css, _r(x1), _r(y1), _r(x2), _r(y2), colour, width,
    )  # fmt: skip


def _legend(series: Sequence[Series]) -> tuple[list[SafeString], float]:
    """The names of several series, in one line or, when too long, one below the other; and its height."""
    if len(series) < 2:
        return [], 4
    widths = [34 + len(str(own.name)) * 7.4 for own in series]
    is_stacked = sum(widths) > WIDTH
    marks: list[SafeString] = []
    x, y = 0.0, 4.0
    for number, (own, width) in enumerate(zip(series, widths, strict=True)):
        marks += [_rect(x, y, 14, 14, number), _text(x + 20, y + FONT - 1, own.name)]
        x, y = (0.0, y + ROW) if is_stacked else (x + width, y)
    return marks, y if is_stacked else y + ROW
