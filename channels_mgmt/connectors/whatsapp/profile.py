# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, MERRION_ROAD, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.WHATSAPP,
    hosts=("whatsapp.com", "wa.me"),
    description_characters=2048,
    provider=Provider(
        "WhatsApp Ireland Limited", MERRION_ROAD, "https://www.whatsapp.com/legal/privacy-policy-eea", DISCUSSED, USA
    ),
)
