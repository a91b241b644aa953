# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""At each platform's limit a text fits, with one character more it does not: counter, preview and refusal agree."""

import pytest

from channels_mgmt.presenters.previews import Content, previews_of
from channels_mgmt.queries.gaps import gaps_on
from tests.channels_mgmt.factories import live_channel

# What stands at the end of the text, its characters as people see them, and as Mastodon counts them.
ENDS = [
    ("ä", 1, 1),
    ("ẞ", 1, 1),
    ("e\u0301", 1, 1),
    ("🎉", 1, 1),
    ("👩‍👩‍👧‍👦", 1, 1),
    ("🇩🇪🇫🇷", 2, 2),
    ("👍🏽", 1, 1),
    ("1️⃣", 1, 1),
    ("한", 1, 1),
    ("नि", 1, 1),
    ("\r\nEnde", 5, 5),
    ("„Ja“", 4, 4),
    ("Bür\u00adger", 7, 7),
    (" https://a.de", 13, 24),
    (" https://a.de.", 14, 25),
    (" (https://de.example/Linde_(Baum))", 34, 26),
    (" https://www.stadt.example/sehr/langer/pfad/zu/einer/seite", 58, 24),
    (" https://a.de https://b.de", 26, 48),
    (" @stadt@social.example", 22, 7),
    (" @stadt.bsky.social #Musterstadt mail@stadt.example", 51, 51),
]


@pytest.mark.parametrize("platform", ["mastodon", "bluesky"])
@pytest.mark.parametrize("practice", [True, False], ids=["practice", "real"])
def test_a_text_at_the_limit_fits_and_one_character_more_does_not(town, platform, practice):
    channel = live_channel(town, platform=platform)
    channel.connector = channel.Connector.PRACTICE if practice else platform
    limit = {"mastodon": 500, "bluesky": 300}[platform]

    for end, seen, on_mastodon in ENDS:
        used = on_mastodon if platform == "mastodon" else seen
        text = "a" * (limit - used) + end

        (shown,) = previews_of(content(channel, text))[0].counts
        assert (shown.used, shown.allowed, shown.level) == (limit, limit, "warning"), end
        assert gaps_on(channel, text, []) == [], end
        (over,) = previews_of(content(channel, "a" + text))
        assert (over.counts[0].used, over.counts[0].level) == (limit + 1, "danger"), end
        assert over.pieces[-1].kind == "over", end
        assert any("1 Zeichen" in gap for gap in gaps_on(channel, "a" + text, [])), end


def test_bluesky_takes_three_thousand_bytes_and_not_one_more(town):
    channel = live_channel(town, platform="bluesky")
    family = "👩‍👩‍👧‍👦"  # 25 bytes, one character
    text = family * 120

    assert gaps_on(channel, text, []) == []
    assert len(gaps_on(channel, text + "a", [])) == 1


def content(channel, text):
    return Content(text=text, alternative_url="", citizen_benefit="", wordings=[(channel, text)], images=[])
