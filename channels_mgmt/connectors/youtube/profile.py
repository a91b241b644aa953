# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.YOUTUBE,
    hosts=("youtube.com", "youtu.be"),
    description_characters=1000,
    provider=Provider(
        "Google Ireland Limited",
        "Gordon House, Barrow Street, Dublin 4, Irland",
        "https://policies.google.com/privacy",
        DISCUSSED,
        USA,
    ),
)
