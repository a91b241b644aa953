# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.THREADS,
    hosts=("threads.com", "threads.net"),
    limits=Limits(
        characters=500,
        images=10,
        image_bytes=8_000_000,
        # developers.facebook.com, Threads media: 1 GB, five minutes; no caption files.
        video=VideoLimits(bytes=1_000_000_000, seconds=300, caption_bytes=0),
    ),
    description_characters=150,
    pins_posts=True,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://privacycenter.instagram.com/policy", META, USA
    ),
)
