# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.FACEBOOK,
    hosts=("facebook.com", "fb.com", "fb.watch"),
    limits=Limits(
        characters=63_206,
        images=10,
        image_bytes=4_000_000,
        # developers.facebook.com, Page Videos: 10 GB, four hours; captions as SRT.
        video=VideoLimits(bytes=10_000_000_000, seconds=4 * 3600),
    ),
    description_characters=101,
    pins_posts=True,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://www.facebook.com/privacy/policy", META, USA
    ),
)
