# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Twenty ends of a text at the limit of a platform, each with its length as people see it and as platforms count it."""

from typing import NamedTuple


class End(NamedTuple):
    """``on_mastodon``: links are 23 and mentions lack their domain; ``on_threads``: an emoji is its bytes."""

    text: str
    seen: int
    on_mastodon: int
    on_threads: int

    def length_on(self, platform: str) -> int:
        return {"mastodon": self.on_mastodon, "threads": self.on_threads}.get(platform, self.seen)

    def ending(self, platform: str, limit: int) -> str:
        """A text of exactly ``limit`` with this end."""
        return "a" * (limit - self.length_on(platform)) + self.text


ENDS = [
    End("ä", 1, 1, 1),
    End("ẞ", 1, 1, 1),
    End("e\u0301", 1, 1, 1),
    End("🎉", 1, 1, 4),
    End("👩‍👩‍👧‍👦", 1, 1, 25),
    End("🇩🇪🇫🇷", 2, 2, 16),
    End("👍🏽", 1, 1, 8),
    End("1️⃣", 1, 1, 7),
    End("한", 1, 1, 1),
    End("नि", 1, 1, 1),
    End("\r\nEnde", 5, 5, 5),
    End("„Ja“", 4, 4, 4),
    End("Bür\u00adger", 7, 7, 7),
    End(" https://a.de", 13, 24, 13),
    End(" https://a.de.", 14, 25, 14),
    End(" (https://de.example/Linde_(Baum))", 34, 26, 34),
    End(" https://www.stadt.example/sehr/langer/pfad/zu/einer/seite", 58, 24, 58),
    End(" https://a.de https://b.de", 26, 48, 26),
    End(" @stadt@social.example", 22, 7, 22),
    End(" @stadt.bsky.social #Musterstadt mail@stadt.example", 51, 51, 51),
]
