# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What remains of an image in each shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.domain.shapes import SHAPES, Box, part_of
from channels_mgmt.models import MediaAsset


@dataclass(frozen=True, slots=True)
class Part:
    """``words`` say which shape it is to whoever does not see it."""

    shape: str
    label: Any
    box: Box

    @property
    def words(self) -> str:
        return _("The photo in the shape %(shape)s") % {"shape": self.shape}


def parts_of(asset: MediaAsset) -> list[Part]:
    """One for each shape; none where the size of the image is not known."""
    if not (asset.width and asset.height):
        return []
    width, height = asset.width, asset.height
    return [Part(shape, label, part_of(width, height, shape, asset.focus)) for shape, label in SHAPES.items()]
