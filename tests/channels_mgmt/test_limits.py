# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""At each platform's limit a text fits, with one character more it does not: counter, preview and refusal agree."""

import pytest

from channels_mgmt.presenters.previews import Content, previews_of
from channels_mgmt.queries.gaps import gaps_on
from tests.channels_mgmt.factories import live_channel
from tests.channels_mgmt.limit_ends import ENDS

LIMITS = {"mastodon": 500, "bluesky": 300, "threads": 500, "instagram": 2_200, "facebook": 63_206}


@pytest.mark.parametrize("platform", LIMITS)
@pytest.mark.parametrize("practice", [True, False], ids=["practice", "real"])
def test_a_text_at_the_limit_fits_and_one_character_more_does_not(town, platform, practice):
    channel = live_channel(town, platform=platform)
    channel.connector = channel.Connector.PRACTICE if practice else platform
    limit = LIMITS[platform]
    picture = ["Die Brücke"]

    assert len(ENDS) == 20
    for end in ENDS:
        text = end.ending(platform, limit)

        (shown,) = previews_of(content(channel, text))[0].counts
        assert (shown.used, shown.allowed, shown.level) == (limit, limit, "warning"), end
        assert gaps_on(channel, text, picture) == [], end
        (over,) = previews_of(content(channel, "a" + text))
        assert (over.counts[0].used, over.counts[0].level) == (limit + 1, "danger"), end
        assert over.pieces[-1].kind == "over", end
        assert any("1 Zeichen" in gap for gap in gaps_on(channel, "a" + text, picture)), end


@pytest.mark.parametrize("practice", [True, False], ids=["practice", "real"])
def test_instagram_takes_thirty_hashtags_and_not_one_more(town, practice):
    channel = live_channel(town, platform="instagram")
    channel.connector = channel.Connector.PRACTICE if practice else "instagram"
    text = " ".join(f"#Tag{number}" for number in range(30)) + " https://stadt.example/#oben"

    assert gaps_on(channel, text, ["Die Brücke"]) == []
    assert gaps_on(channel, text + " #Nocheins", ["Die Brücke"]) == [
        "Der Text hat 31 Hashtags, und diese Plattform nimmt höchstens 30."
    ]


def test_bluesky_takes_three_thousand_bytes_and_not_one_more(town):
    channel = live_channel(town, platform="bluesky")
    family = "👩‍👩‍👧‍👦"  # 25 bytes, one character
    text = family * 120

    assert gaps_on(channel, text, []) == []
    assert len(gaps_on(channel, text + "a", [])) == 1


def content(channel, text):
    return Content(text=text, alternative_url="", citizen_benefit="", wordings=[(channel, text)], images=[])
