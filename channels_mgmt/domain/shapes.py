# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shapes in which networks show images, and which part of an image is kept in one.

Which of them a platform takes, and in what size, its profile says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CENTRE = 50
"""The focus of an image nobody has looked at, in percent from the left and from the top."""


#: Width to height, as people and networks write it → what it is called.
SHAPES: dict[str, Any] = {
    "1:1": _("square"),
    "4:5": _("portrait"),
    "1.91:1": _("landscape"),
    "9:16": _("upright screen"),
}


def ratio_of(shape: str) -> tuple[float, float]:
    """Width and height of ``1.91:1``."""
    width, height = shape.split(":")
    return float(width), float(height)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of an image, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


def part_of(width: int, height: int, shape: str, focus: tuple[int, int]) -> Box:
    """The largest part of an image that has the shape, with the focus as near to its middle as the edges allow."""
    across, down = ratio_of(shape)
    if width * down > height * across:
        part_width, part_height = max(1, round(height * across / down)), height
    else:
        part_width, part_height = width, max(1, round(width * down / across))
    left, top = round(width * focus[0] / 100 - part_width / 2), round(height * focus[1] / 100 - part_height / 2)
    return Box(min(max(left, 0), width - part_width), min(max(top, 0), height - part_height), part_width, part_height)
