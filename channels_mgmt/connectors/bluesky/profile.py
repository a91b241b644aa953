# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, QUOTES, REPLIES, SHARES
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import OPEN_NETWORK, USA, Provider
from core.platforms import Platform

DEFAULT_LIMITS = Limits(
    characters=300,
    bytes=3000,
    images=4,
    image_bytes=1_000_000,
    # Lexicon app.bsky.embed.video and the announcement of March 2025; a server of one's own takes 50 MB as delivered.
    video=VideoLimits(bytes=50_000_000, seconds=180, alt_text=1000, caption_bytes=20_000),
)

PROFILE = Profile(
    code=Platform.BLUESKY,
    connector="Bluesky",
    post_figures=(LIKES, SHARES, REPLIES, QUOTES),
    account_figures=(FOLLOWERS,),
    server="https://bsky.social",
    limits=DEFAULT_LIMITS,
    shapes={"1:1": (2000, 2000), "4:5": (1600, 2000), "1.91:1": (2000, 1047), "9:16": (1125, 2000)},
    description_characters=256,
    pins_posts=True,
    abilities=Abilities(
        videos=True,
        answer_chains=True,
        hide=True,
        unhide=True,
        hide_means=gettext_lazy(
            "Bluesky moves the reply into a list of hidden replies below your post. "
            "Whoever opens that list can still read it."
        ),
        restrict_means=gettext_lazy(
            "Bluesky mutes the account: you no longer get what it writes. Everybody else does, and it is not told."
        ),
        block_means=gettext_lazy(
            "Bluesky blocks the account, which anybody can look up: neither reads or answers the other. Replies of "
            "third persons below those of this account vanish for everybody, too."
        ),
    ),
    provider=Provider(
        "Bluesky Social, PBC",
        "Seattle, Washington, USA",
        "https://bsky.social/about/support/privacy-policy",
        OPEN_NETWORK,
        USA,
    ),
)
