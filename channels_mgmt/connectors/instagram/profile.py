# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.INSTAGRAM,
    hosts=("instagram.com",),
    limits=Limits(characters=2_200, images=10, image_bytes=8_000_000),
    practised=Limits(characters=2_200, images=10, image_bytes=8_000_000, image_types=("image/jpeg",)),
    description_characters=150,
    pins_posts=True,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://privacycenter.instagram.com/policy", META, USA
    ),
)
