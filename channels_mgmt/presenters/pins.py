# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Short texts that link netiquette and imprint, to paste into a profile or to pin; counted as the platform counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from channels_mgmt.connectors.counting import graphemes, mastodon_length
from channels_mgmt.models import Channel
from channels_mgmt.queries.documents import netiquette_url
from channels_mgmt.queries.measure import length_on, limits_of
from core.platforms import Platform

#: Characters of the description in a profile: background knowledge as of 2026, networks change them.
BIO_LIMITS: dict[str, int] = {
    Platform.MASTODON: 500,
    Platform.BLUESKY: 256,
    Platform.FACEBOOK: 101,
    Platform.INSTAGRAM: 150,
    Platform.YOUTUBE: 1000,
    Platform.TIKTOK: 80,
    Platform.WHATSAPP: 2048,
    Platform.LINKEDIN: 2000,
    Platform.X: 160,
    Platform.SNAPCHAT: 80,
    Platform.PINTEREST: 500,
    Platform.TELEGRAM: 255,
    Platform.THREADS: 150,
    Platform.NEBENAN: 500,
}
#: Networks on which a post can be pinned above the others.
WITH_PINNED_POSTS = frozenset(
    {
        Platform.MASTODON, Platform.BLUESKY, Platform.FACEBOOK, Platform.INSTAGRAM, Platform.TIKTOK, Platform.LINKEDIN,
        Platform.X, Platform.THREADS, Platform.TELEGRAM,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PinText:
    """A text for one place: ``length`` of at most ``limit``, unless even the shortest is too long."""

    place: Any
    text: str
    length: int
    limit: int

    @property
    def fits(self) -> bool:
        return self.length <= self.limit


def pin_texts(channel: Channel) -> list[PinText]:
    """The longest wording that fits into the profile, and one for a pinned post; none without an imprint."""
    town = channel.municipality
    if not town.imprint_url:
        return []
    links = {"town": town.name, "rules": netiquette_url(town), "imprint": town.imprint_url, "website": town.website}
    texts = [_fitting(channel, _("Description of the profile"), BIO_LIMITS[channel.platform], _bios(links))]
    if channel.platform in WITH_PINNED_POSTS:
        texts.append(_fitting(channel, _("Pinned post"), limits_of(channel).characters, _posts(links)))
    return texts


def _fitting(channel: Channel, place: Any, limit: int, wordings: list[str]) -> PinText:
    """The first wording that fits, else the last and shortest."""
    texts = [PinText(place, text, _length(channel, text), limit) for text in wordings]
    return next((text for text in texts if text.fits), texts[-1])


def _length(channel: Channel, text: str) -> int:
    """Mastodon and X count every link as 23 characters, the others as they read."""
    if channel.platform == Platform.MASTODON:
        return length_on(channel, text)
    return mastodon_length(text) if channel.platform == Platform.X else graphemes(text)


def _bios(links: dict[str, str]) -> list[str]:
    town, rules, imprint = links["town"], links["rules"], links["imprint"]
    return [
        f"Hier informiert die Verwaltung von {town}. Netiquette: {rules} · Impressum: {imprint}",
        f"Verwaltung von {town}\nNetiquette: {rules}\nImpressum: {imprint}",
        f"Netiquette: {rules}\nImpressum: {imprint}",
        f"Regeln {rules} Impressum {imprint}",
        f"Impressum: {imprint}",
    ]


def _posts(links: dict[str, str]) -> list[str]:
    town, rules, imprint = links["town"], links["rules"], links["imprint"]
    also = f"\nAlles, was wir hier zeigen, steht auch auf {links['website']}" if links["website"] else ""
    return [
        f"Willkommen bei der Verwaltung von {town}! Fragen, Lob und Kritik sind willkommen. Für das Gespräch gilt "
        f"unsere Netiquette: {rules}\nImpressum: {imprint}{also}",
        f"Willkommen bei der Verwaltung von {town}! Für das Gespräch gilt unsere Netiquette: {rules}\n"
        f"Impressum: {imprint}",
        f"Netiquette: {rules}\nImpressum: {imprint}",
        f"Impressum: {imprint}",
    ]
