# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a post will look on each channel, and how much of its room it takes.

Counts are the platform's own (``measure``). Nothing here is stored and no platform is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from channels_mgmt.connectors.counting import links
from channels_mgmt.domain.ai_label import labelled_alt
from channels_mgmt.domain.checks.hashtags import HASHTAG
from channels_mgmt.domain.shapes import Box, part_of
from channels_mgmt.models import Channel, Film, MediaAsset, Post
from channels_mgmt.models.posts import labelled_by
from channels_mgmt.queries.measure import length_on, limits_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: ``text``, ``link`` or ``over`` (what no longer fits)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a channel's limit the text uses, in characters as its platform counts."""

    channel: Channel
    used: int
    allowed: int

    @property
    def is_limited(self) -> bool:
        """Whether the platform's limit is known."""
        return limits_of(self.channel).names_a_length

    @property
    def level(self) -> str:
        """``danger`` when too long, ``warning`` in the last tenth, else ``success``."""
        left = self.allowed - self.used
        if left < 0:
            return "danger"
        return "warning" if left < self.allowed // 10 else "success"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its words as they go out; ``part`` is what the channel shows of it, ``None`` the whole."""

    asset: MediaAsset
    alt_text: str
    part: Box | None


@dataclass(frozen=True, slots=True)
class ChannelPreview:
    """The post as it will look; channels that say and show the same and have room for it share a preview."""

    pieces: list[Piece]
    counts: list[Count]
    pictures: list[Picture] = field(default_factory=list)

    @property
    def names(self) -> str:
        return " · ".join(count.channel.name for count in self.counts)

    @property
    def is_practice(self) -> bool:
        return all(count.channel.is_practice for count in self.counts)


@dataclass(frozen=True, slots=True)
class Content:
    """What is being written, stored or not. ``images`` are pairs of asset and alternative text.

    ``outgoing`` and ``alt_texts`` are what goes out, with the labels of what AI has made. ``post`` is what is stored.
    """

    text: str
    alternative_url: str
    citizen_benefit: str
    wordings: list[tuple[Channel, str]]
    images: Sequence[tuple[MediaAsset, str]]
    ai_use: str = ""
    shapes: Mapping[int, str] = field(default_factory=dict)
    post: Post | None = None
    asks_other_way: bool = False

    def pictures_in(self, shape: str) -> list[Picture]:
        """The images as a channel shows them for which ``shape`` is chosen."""
        return [
            Picture(asset, alt, part_of(asset.width, asset.height, shape, asset.focus) if shape else None)
            for asset, alt in self.spoken_images
        ]

    @property
    def outgoing(self) -> list[tuple[Channel, str]]:
        if not self.is_labelled:
            return self.wordings
        assets = [asset for asset, _alt_text in self.images]
        return [(channel, labelled_by(wording, self.ai_use, assets, self.film)) for channel, wording in self.wordings]

    @property
    def alt_texts(self) -> list[str]:
        return [labelled_alt(alt_text, is_made=asset.is_ai_made) for asset, alt_text in self.images]

    @property
    def spoken_images(self) -> list[tuple[MediaAsset, str]]:
        """The images with their alternative texts as they go out, for previews."""
        return [(asset, spoken) for (asset, _alt_text), spoken in zip(self.images, self.alt_texts, strict=True)]

    @property
    def is_labelled(self) -> bool:
        if self.ai_use == Post.AiUse.GENERATED or any(asset.is_ai_made for asset, _alt_text in self.images):
            return True
        return self.film is not None and self.film.video.is_ai_made

    @property
    def film(self) -> Film | None:
        """The video goes with what is stored."""
        return self.post.film if self.post else None

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was said yet, so that nothing can be wrong."""
        return not (self.images or self.text.strip() or "".join([own for _channel, own in self.wordings]).strip())


def previews_of(content: Content) -> list[ChannelPreview]:
    """One preview per wording; a channel for which it is too long stands alone, with the rest marked."""
    shared: dict[tuple[str, str], list[Count]] = {}
    alone = []
    for channel, wording in content.outgoing:
        count = Count(channel, length_on(channel, wording), limits_of(channel).characters)
        shape = content.shapes.get(channel.pk, "")
        if count.level == "danger":
            alone.append(
                ChannelPreview(_pieces(channel, wording), [count], content.pictures_in(shape) if content.images else [])
            )
        else:
            shared.setdefault((wording, shape), []).append(count)
    together = [
        ChannelPreview(
            _pieces(counts[0].channel, wording), counts, content.pictures_in(shape) if content.images else []
        )
        for (wording, shape), counts in shared.items()
    ]
    return together + alone


def _pieces(channel: Channel, text: str) -> list[Piece]:
    end = _end_of_what_fits(channel, text)
    marks = sorted([*links(text), *((m.start(), m.end()) for m in HASHTAG.finditer(text))])
    pieces, at = [], 0
    for start, stop in marks:
        if start < at or stop > end:
            continue
        pieces += [Piece("text", text[at:start]), Piece("link", text[start:stop])]
        at = stop
    pieces += [Piece("text", text[at:end]), Piece("over", text[end:])]
    return [piece for piece in pieces if piece.text]


def _end_of_what_fits(channel: Channel, text: str) -> int:
    """Index behind the longest beginning that the platform still takes."""
    allowed = limits_of(channel).characters
    if length_on(channel, text) <= allowed:
        return len(text)
    ends = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if length_on(channel, text[: ends[middle]]) <= allowed:
            low = middle
        else:
            high = middle - 1
    return ends[low]
