# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the table of contents of an MP4 or QuickTime file says of it. Nothing is decoded, and little is read.

So whoever sends a sound recording, or a film of which the end is missing, hears it at once and not from the worker.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from channels_mgmt.domain.video_files import MOST_SECONDS, UnfitVideo, damaged, too_long, without_picture

MOST_BOXES = 4000
"""Boxes looked at in one file; those of a phone have some dozens."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    begin: int
    """Of what it holds."""
    end: int


def refuse_at_once(file: Any, size: int) -> None:
    """Raises ``UnfitVideo`` where the contents say that there is no film, none to its end, or one that is too long.

    What cannot be understood is left to the worker.
    """
    reader = _Reader(file)
    contents = next((box for box in reader.boxes(0, size) if box.kind == b"moov"), None)
    if contents is None:
        if reader.room > 0:
            raise UnfitVideo(damaged())
        return
    kinds = set()
    for box in reader.boxes(contents.begin, contents.end):
        if box.kind == b"mvhd" and (seconds := reader.seconds(box)) > MOST_SECONDS:
            raise UnfitVideo(too_long(seconds))
        if box.kind == b"trak":
            kinds.add(reader.kind_of_track(box))
    if reader.room > 0 and b"vide" not in kinds:
        raise UnfitVideo(without_picture())


class _Reader:
    def __init__(self, file: Any) -> None:
        self.file, self.room = file, MOST_BOXES

    def boxes(self, begin: int, end: int) -> Iterator[_Box]:
        """Those between two bytes, one behind the other; ends at the first that makes no sense."""
        while begin + 8 <= end and self.room > 0:
            self.room -= 1
            size, kind = struct.unpack(">I4s", self._read(begin, 8) or bytes(8))
            head = 8
            if size == 1:
                size, head = struct.unpack(">Q", self._read(begin + 8, 8) or bytes(8))[0], 16
            elif size == 0:
                size = end - begin
            if size < head:
                return
            yield _Box(kind, begin + head, min(begin + size, end))
            begin += size

    def seconds(self, header: _Box) -> float:
        """How long the whole lasts; 0 where nothing is said."""
        content = self._read(header.begin, 32)
        if len(content) < 32:
            return 0
        is_wide = content[0] == 1
        scale, duration = struct.unpack(*((">IQ", content[20:32]) if is_wide else (">II", content[12:20])))
        return duration / scale if scale and duration not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF) else 0

    def kind_of_track(self, track: _Box) -> bytes:
        """``vide`` for pictures, ``soun`` for sound; empty where nothing is said."""
        for media in self.boxes(track.begin, track.end):
            if media.kind == b"mdia":
                for box in self.boxes(media.begin, media.end):
                    if box.kind == b"hdlr":
                        return self._read(box.begin + 8, 4)
        return b""

    def _read(self, at: int, size: int) -> bytes:
        self.file.seek(at)
        content: bytes = self.file.read(size)
        return content if len(content) == size else b""
