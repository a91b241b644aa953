# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

# developers.facebook.com, Instagram reels: 300 MB, three seconds to fifteen minutes; no caption files.
VIDEO = VideoLimits(bytes=300_000_000, seconds=15 * 60, least_seconds=3, caption_bytes=0)

PROFILE = Profile(
    code=Platform.INSTAGRAM,
    hosts=("instagram.com",),
    limits=Limits(characters=2_200, images=10, image_bytes=8_000_000, video=VIDEO),
    practised=Limits(characters=2_200, images=10, image_bytes=8_000_000, image_types=("image/jpeg",), video=VIDEO),
    description_characters=150,
    pins_posts=True,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://privacycenter.instagram.com/policy", META, USA
    ),
)
