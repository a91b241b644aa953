# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, ELSEWHERE, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.TELEGRAM,
    hosts=("t.me", "telegram.me"),
    limits=Limits(characters=4_096, images=10, image_bytes=10_000_000),
    description_characters=255,
    pins_posts=True,
    provider=Provider(
        "Telegram FZ-LLC", "Dubai, Vereinigte Arabische Emirate", "https://telegram.org/privacy", DISCUSSED, ELSEWHERE
    ),
)
