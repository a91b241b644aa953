# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import DISCUSSED, EU, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.NEBENAN,
    hosts=("nebenan.de",),
    description_characters=500,
    provider=Provider("Good Hood GmbH", "Berlin", "https://nebenan.de/privacy", DISCUSSED, EU),
)
