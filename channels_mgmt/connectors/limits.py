# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of what one platform takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from channels_mgmt.connectors.counting import hashtags


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """What the platform accepts of a video; ``None``: it names no limit.

    Of captions, a platform either takes a file of so many bytes (0: none at all).
    """

    bytes: int | None = None
    seconds: int | None = None
    least_seconds: int = 1
    alt_text: int | None = None
    caption_bytes: int | None = None
    takes_description: bool = True
    """Whether people who do not see the video are told what it shows; where not, nothing of it is sent."""

    @property
    def megabytes(self) -> int | None:
        return self.bytes // 1_000_000 if self.bytes else None

    @property
    def length(self) -> str:
        """As people read it, for example ``3:00``; empty without a limit."""
        return "" if self.seconds is None else f"{self.seconds // 60}:{self.seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the platform accepts. Sizes in bytes; ``None`` means the platform names no limit.

    ``link_length`` is the fixed length every link counts, whatever its real length.
    ``software`` is the server's product name where one protocol has several. ``narrowest`` and ``widest`` bound width
    by height; an answer ``needs_image`` never.
    """

    characters: int
    images: int
    image_bytes: int
    bytes: int | None = None
    alt_text: int | None = None
    link_length: int | None = None
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    software: str = ""
    video: VideoLimits = VideoLimits()
    needs_image: bool = False
    narrowest: float | None = None
    widest: float | None = None

    def fits_shape(self, width: int, height: int) -> bool:
        """Whether a picture of this shape is taken as it is."""
        ratio = round(width / height, 2) if height else 0
        return (self.narrowest is None or ratio >= self.narrowest) and (self.widest is None or ratio <= self.widest)

    @property
    def names_a_length(self) -> bool:
        """Whether the platform's limit is known; else ``characters`` is a number nobody reaches."""
        return self.characters < 1_000_000

    def as_json(self) -> dict[str, Any]:
        """A form that JSON columns keep; ``from_json`` reads it."""
        return asdict(self) | {"image_types": list(self.image_types)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], usual: VideoLimits | None = None) -> Limits:
        """Read what ``as_json`` wrote; unknown entries of later versions are ignored.

        ``usual`` is what holds of videos where an earlier version stored nothing about them.
        """
        values = _known(cls, stored)
        video = VideoLimits(**_known(VideoLimits, values["video"])) if "video" in values else usual or VideoLimits()
        types = tuple(values.get("image_types", ("image/jpeg", "image/png")))
        return cls(**values | {"image_types": types, "video": video})


def _known(of: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    known = {f.name for f in fields(of)}
    return {name: value for name, value in stored.items() if name in known}


SIZES = {"1:1": (1080, 1080), "4:5": (1080, 1350), "1.91:1": (1200, 628), "9:16": (1080, 1920)}
"""By width to height: what networks recommend where a platform says nothing else. No image is made larger."""

UNKNOWN = Limits(characters=1_000_000, images=10, image_bytes=25_000_000)
"""For platforms of which no figure is known; ``Limits.names_a_length`` tells. 10 images are the editor's own limit."""


def without_image() -> str:
    return _("This platform takes no post without an image.")


def hashtag_gaps(text: str, most: int | None) -> list[str]:
    """A sentence where the platform takes at most ``most`` hashtags and ``text`` has more."""
    if most is None or (used := hashtags(text)) <= most:
        return []
    words = _("The text has %(used)d hashtags, and this platform takes at most %(allowed)d.")
    return [words % {"used": used, "allowed": most}]


def misshapen(number: int, width: int, height: int, limits: Limits) -> str:
    """What keeps a picture of this shape back: the platform would refuse it, and cuts nothing by itself."""
    words = _(
        "Image %(number)d is %(ratio)s times as wide as high, and this platform takes %(narrowest)s to %(widest)s and "
        "refuses everything else. Please choose a part of the photos for this channel, or cut the image."
    )
    ratio = localize(round(width / height, 2) if height else 0)
    most = "∞" if limits.widest is None else localize(limits.widest)
    return words % {"number": number, "ratio": ratio, "narrowest": localize(limits.narrowest or 0), "widest": most}
