# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captions of a film: read as WebVTT or SRT, judged line by line, written as both.

Reading forgives what does no harm (a comma for a point, a bare ``&``); writing is strict. Who speaks is kept as words
before the line, because most players show no voice tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from io import StringIO

from django.utils.translation import gettext as _

MOST_CUES = 2000
BEYOND = 1000
"""Milliseconds by which the last caption may outlast the film: programs round up."""

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]*>")
_SIDE_BLOCKS = ("NOTE", "STYLE", "REGION")
ARROW = "-->"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from ``start`` to ``end`` (milliseconds); ``text`` has plain lines."""

    start: int
    end: int
    text: str

    @property
    def begins_at(self) -> str:
        """As people read it, for example ``1:05``."""
        return f"{self.start // 60_000}:{self.start // 1000 % 60:02}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps captions from being used, and in which line of the file."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(text)s") % {"line": self.line, "text": self.text}


@dataclass(frozen=True, slots=True)
class Captions:
    """What was read. With ``problems`` the cues are not used."""

    cues: Sequence[Cue]
    problems: Sequence[Problem]


def read_captions(text: str, *, film: int | None = None) -> Captions:
    """Read WebVTT or SRT, whichever it is; ``film`` is the length of the film in milliseconds."""
    lines = text.removeprefix("\ufeff").split("\n")
    is_vtt = lines[0].startswith("WEBVTT")
    cues: list[Cue] = []
    problems: list[Problem] = []
    number = 0
    for first, block in _blocks(lines):
        if is_vtt and (first == 1 or block[0].split(" ")[0] in _SIDE_BLOCKS) and ARROW not in block[0]:
            continue
        cue = _cue(first, block, is_vtt=is_vtt, problems=problems)
        if cue is None:
            continue
        number += 1
        problems += _disorder(first, cue, cues[-1] if cues else None, film)
        cues.append(cue)
    if not cues and not problems:
        problems.append(
            Problem(1, _("No caption was found. A caption is a line with two times and the words below it."))
        )
    if number > MOST_CUES:
        problems.append(Problem(len(lines), _("These are more than %(n)d captions.") % {"n": MOST_CUES}))
    return Captions(cues, sorted(problems, key=lambda problem: problem.line))


def as_vtt(cues: Sequence[Cue]) -> str:
    """WebVTT with everything escaped that a reader could take for something else."""
    parts = ["WEBVTT\n"]
    for number, cue in enumerate(cues, 1):
        words = escape(cue.text, quote=False)
        parts.append(f"{number}\n{_stamp(cue.start, '.')} {ARROW} {_stamp(cue.end, '.')}\n{words}\n")
    return "\n".join(parts)


def as_srt(cues: Sequence[Cue]) -> str:
    """SRT: plain words, without entities."""
    parts = [
        f"{number}\n{_stamp(cue.start, ',')} {ARROW} {_stamp(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(parts)


def is_read_back(cues: Sequence[Cue]) -> bool:
    """Whether an independent reader finds in both files exactly what was meant."""
    import webvtt  # slow: only where captions are stored

    try:
        vtt = webvtt.WebVTT.from_string(as_vtt(cues), strict=True)
        srt = webvtt.WebVTT.from_buffer(StringIO(as_srt(cues)), format="srt")
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError):
        return False
    wanted = [(_stamp(cue.start, "."), _stamp(cue.end, "."), cue.text) for cue in cues]
    return wanted == [(c.start, c.end, unescape(c.raw_text)) for c in vtt.captions] and wanted == [
        (c.start, c.end, c.raw_text) for c in srt.captions
    ]


def transcript(cues: Sequence[Cue]) -> str:
    """The words alone, for platforms that take no captions."""
    return " ".join(" ".join(cue.text.split()) for cue in cues)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not empty, each with the number of its first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(first: int, block: Sequence[str], *, is_vtt: bool, problems: list[Problem]) -> Cue | None:
    at = next((n for n, line in enumerate(block[:2]) if ARROW in line), None)
    if at is None:
        problems.append(Problem(first, _("These words have no time. Is the line with “-->” missing above them?")))
        return None
    times = _TIMES.match(block[at])
    moments = _moments(times) if times else None
    if moments is None:
        problems.append(Problem(first + at, _("This is no time. It looks like this: 00:00:01.000 --> 00:00:04.000")))
        return None
    words = [_plain(line, is_vtt=is_vtt) for line in block[at + 1 :]]
    for number, (line, word) in enumerate(zip(block[at + 1 :], words, strict=True), first + at + 1):
        if ARROW in line or ARROW in word:
            problems.append(Problem(number, _("“-->” may not stand in the words: players cut them there.")))
    text = "\n".join(word for word in words if word)
    if not text:
        problems.append(Problem(first + at, _("There are no words below this time.")))
    return Cue(*moments, text)


def _moments(times: re.Match[str]) -> tuple[int, int] | None:
    found = []
    for hours, minutes, seconds, part in (times.groups()[:4], times.groups()[4:]):
        if int(minutes) > 59 or int(seconds) > 59:
            return None
        found.append(((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(part.ljust(3, "0")))
    return found[0], found[1]


def _disorder(first: int, cue: Cue, before: Cue | None, film: int | None) -> Iterator[Problem]:
    if cue.end <= cue.start:
        yield Problem(first, _("This caption ends before it begins."))
    if before is not None and cue.start < before.start:
        yield Problem(first, _("This caption begins before the one above it. Please put them in order."))
    elif before is not None and cue.start < before.end:
        yield Problem(first, _("This caption begins while the one above it is still shown."))
    if film is not None and (cue.start > film or cue.end > film + BEYOND):
        yield Problem(first, _("The video is over before this caption ends. Does the file belong to another video?"))


def _plain(line: str, *, is_vtt: bool) -> str:
    """The words of a line; a voice tag becomes the name before them."""
    voice = _VOICE.search(line)
    words = _TAG.sub("", _VOICE.sub("", line))
    words = " ".join((unescape(words) if is_vtt else words).split())
    name = " ".join(unescape(voice.group(1)).split()) if voice else ""
    return f"{name}: {words}" if name and not words.startswith(f"{name}:") else words


def _stamp(moment: int, point: str) -> str:
    seconds, part = divmod(moment, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{part:03}"
