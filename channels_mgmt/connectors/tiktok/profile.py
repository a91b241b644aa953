# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, ELSEWHERE, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.TIKTOK,
    hosts=("tiktok.com",),
    description_characters=80,
    pins_posts=True,
    provider=Provider(
        "TikTok Technology Limited",
        "Dublin, Irland",
        "https://www.tiktok.com/legal/page/eea/privacy-policy/de",
        DISCUSSED,
        ELSEWHERE,
    ),
)
