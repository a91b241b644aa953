# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.X,
    hosts=("x.com", "twitter.com"),
    limits=Limits(characters=280, images=4, image_bytes=5_000_000, link_length=23),
    description_characters=160,
    pins_posts=True,
    provider=Provider("X Internet Unlimited Company", "Dublin, Irland", "https://x.com/de/privacy", DISCUSSED, USA),
)
