# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be known of a platform without asking it: the head of its folder.

A folder of ``connectors`` holds ``profile.py`` with a ``PROFILE``; with a connector of its own also ``connector.py``
and ``access.py`` (see ``registry``). Nothing outside the folder names the platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.counting import graphemes, length_with_links
from channels_mgmt.connectors.limits import SIZES, UNKNOWN, Limits
from core.legal_facts import Provider

NOTHING_BY_ITSELF = Abilities(
    hide=False,
    unhide=False,
    hide_means=gettext_lazy(
        "This channel is not connected to the platform. Please do it there by hand; nothing happens by itself."
    ),
    delete_own=False,
    reply=False,
)


def usual_length(text: str, limits: Limits) -> int:
    """Characters as a person counts them, with links as long as the platform counts them."""
    return length_with_links(text, limits.link_length) if limits.link_length else graphemes(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``code``: the folder's name and, of a network, its code in ``core.platforms``."""

    code: str
    connector: str = ""
    """The class in the folder's ``connector.py``; without one, people publish what is due."""
    hosts: tuple[str, ...] = ()
    """Where posts live that people publish by hand; hosts below them count as well. Without any, nobody may."""
    server: str = ""
    """The server that is meant when a town names none."""
    has_one_server: bool = False
    """Whether ``server`` is the only one there is, so that nobody is asked for another."""
    fetches_media: bool = False
    """Whether the platform fetches pictures from a public address, instead of taking them with the post."""
    server_example: str = ""
    """Set where every town has to name its server."""
    limits: Limits = UNKNOWN
    """What it accepts, as long as the server of an account says nothing else."""
    practised: Limits | None = None
    """What the practice platform accepts in its place, where that is not the same."""
    length: Callable[[str, Limits], int] = usual_length
    """How much of ``limits.characters`` a text uses."""
    most_hashtags: int | None = None
    """More of them, and it refuses the post."""
    shapes: Mapping[str, tuple[int, int]] = field(default_factory=lambda: dict(SIZES))
    """The shapes in which it shows an image (width to height) and the size in pixels that it recommends for each."""
    description_characters: int = 0
    """Of the description in a profile: background knowledge as of 2026, networks change it."""
    pins_posts: bool = False
    """Whether a post can be pinned above the others."""
    abilities: Abilities = NOTHING_BY_ITSELF
    post_figures: tuple[str, ...] = ()
    """What the platform tells the software about a post (``figures.OF_A_POST``); all else a person types."""
    account_figures: tuple[str, ...] = ()
    renews_access: bool = False
    """Whether the access ends unless it is renewed in time, which the software does."""
    settle_seconds: int = 0
    """How long after an unknown outcome the platform may still store the post."""
    finds_by_key: bool = True
    """Whether ``read_back`` recognises the post by its key; else by its words, and equal words must not overlap."""
    provider: Provider = field(default_factory=Provider)

    def is_at(self, url: str) -> bool:
        """Whether ``url`` leads to a page of this platform."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").lower()
            has_path = len(parts.path.strip("/")) > 0 or bool(parts.query)
        except ValueError:
            return False
        if parts.scheme not in ("https", "http") or parts.username or parts.password or not has_path:
            return False
        return any(host == known or host.endswith(f".{known}") for known in self.hosts)
