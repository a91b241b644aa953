# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person needs to publish a post by hand: text, length, images with their description."""

from __future__ import annotations

from dataclasses import dataclass

from channels_mgmt.connectors.counting import as_sent
from channels_mgmt.models import Delivery, Film, PostMedia
from channels_mgmt.queries.measure import length_on, limits_of
from channels_mgmt.queries.posts import wording_of


@dataclass(frozen=True, slots=True)
class HandOver:
    """A delivery with what is to be pasted. ``allowed`` is ``None`` where the platform's limit is not known."""

    delivery: Delivery
    text: str
    used: int
    allowed: int | None
    images: list[PostMedia]
    film: Film | None = None

    @property
    def rows(self) -> int:
        """Lines of the text field, so that it needs no scrolling on a desk."""
        return min(max(len(self.text) // 60 + self.text.count("\n") + 1, 4), 16)


def hand_over_of(delivery: Delivery) -> HandOver:
    """Three queries."""
    text, limits = as_sent(wording_of(delivery)), limits_of(delivery.channel)
    return HandOver(
        delivery=delivery,
        text=text,
        used=length_on(delivery.channel, text),
        allowed=limits.characters if limits.names_a_length else None,
        images=list(delivery.post.media.select_related("asset").order_by("position")),
        film=delivery.post.film,
    )
