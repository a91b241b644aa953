# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.PINTEREST,
    hosts=("pinterest.com", "pinterest.de", "pin.it"),
    description_characters=500,
    provider=Provider(
        "Pinterest Europe Limited", "Dublin, Irland", "https://policy.pinterest.com/de/privacy-policy", DISCUSSED, USA
    ),
)
