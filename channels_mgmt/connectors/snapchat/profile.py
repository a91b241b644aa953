# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, ELSEWHERE, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.SNAPCHAT,
    hosts=("snapchat.com",),
    description_characters=80,
    provider=Provider(
        "Snap Group Limited",
        "London, Vereinigtes Königreich",
        "https://values.snap.com/privacy/privacy-policy",
        DISCUSSED,
        ELSEWHERE,
    ),
)
