# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES, VIEWS
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

# https://developers.facebook.com, Instagram reels: 300 MB, three seconds to fifteen minutes; no caption files.
VIDEO = VideoLimits(bytes=300_000_000, seconds=15 * 60, least_seconds=3, caption_bytes=0, takes_description=False)
NAME = str(Platform.INSTAGRAM.label)
LIMITS = Limits(
    characters=2_200,
    images=10,
    image_bytes=8_000_000,
    image_types=("image/jpeg",),
    needs_image=True,
    narrowest=0.8,
    widest=1.91,
    video=VIDEO,
)

PROFILE = Profile(
    code=Platform.INSTAGRAM,
    connector="Instagram",
    hosts=("instagram.com",),
    server="https://graph.facebook.com",
    has_one_server=True,
    fetches_media=True,
    limits=LIMITS,
    # https://developers.facebook.com, Instagram media, caption: at most 30 hashtags.
    most_hashtags=30,
    # The feed takes nothing narrower than 4:5 and nothing wider than 1.91:1.
    shapes={"1:1": (1080, 1080), "4:5": (1080, 1350), "1.91:1": (1080, 566)},
    description_characters=150,
    pins_posts=True,
    abilities=Abilities(
        videos=True,
        hide=True,
        unhide=True,
        delete_comments=True,
        hide_means=gettext_lazy(
            "Instagram hides the comment from everybody but its author, who is not told. It can accept this without "
            "any effect for comments from another of Meta's networks; then you are told so and nothing has changed."
        ),
    ),
    post_figures=(LIKES, SHARES, REPLIES, VIEWS),
    account_figures=(FOLLOWERS,),
    settle_seconds=60,
    finds_by_key=False,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://privacycenter.instagram.com/policy", META, USA
    ),
)
