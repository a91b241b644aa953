# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Short texts that link netiquette and imprint, to paste into a profile or to pin; counted as the platform counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from channels_mgmt.connectors.counting import graphemes
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel
from channels_mgmt.queries.documents import netiquette_url
from channels_mgmt.queries.measure import length_on, limits_of


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
    named = town.german.named(town.name)
    links = {
        "name": named.word,
        "town": named.nominative,
        "to_the_town": named.dative,
        "rules": netiquette_url(town),
        "imprint": town.imprint_url,
        "website": town.website,
    }
    profile = profile_of(channel.platform)
    texts = [_fitting(channel, _("Description of the profile"), profile.description_characters, _bios(links))]
    if profile.pins_posts:
        texts.append(_fitting(channel, _("Pinned post"), limits_of(channel).characters, _posts(links)))
    return texts


def _fitting(channel: Channel, place: Any, limit: int, wordings: list[str]) -> PinText:
    """The first wording that fits, else the last and shortest."""
    texts = [PinText(place, text, _length(channel, text), limit) for text in wordings]
    return next((text for text in texts if text.fits), texts[-1])


def _length(channel: Channel, text: str) -> int:
    """Where the platform shortens links they count so, on a channel for practice, too; elsewhere as they read."""
    shortens = profile_of(channel.platform).limits.link_length
    return length_on(channel, text) if shortens else graphemes(text)


def _bios(links: dict[str, str]) -> list[str]:
    town, rules, imprint = links["town"], links["rules"], links["imprint"]
    return [
        f"Hier informiert {town}. Netiquette: {rules} · Impressum: {imprint}",
        f"{links['name']}\nNetiquette: {rules}\nImpressum: {imprint}",
        f"Netiquette: {rules}\nImpressum: {imprint}",
        f"Regeln {rules} Impressum {imprint}",
        f"Impressum: {imprint}",
    ]


def _posts(links: dict[str, str]) -> list[str]:
    town, rules, imprint = links["to_the_town"], links["rules"], links["imprint"]
    also = f"\nAlles, was wir hier zeigen, steht auch auf {links['website']}" if links["website"] else ""
    return [
        f"Willkommen bei {town}! Fragen, Lob und Kritik sind willkommen. Für das Gespräch gilt "
        f"unsere Netiquette: {rules}\nImpressum: {imprint}{also}",
        f"Willkommen bei {town}! Für das Gespräch gilt unsere Netiquette: {rules}\nImpressum: {imprint}",
        f"Netiquette: {rules}\nImpressum: {imprint}",
        f"Impressum: {imprint}",
    ]
