# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import USA, Provider
from core.platforms import Platform

PROFILE = Profile(
    code=Platform.LINKEDIN,
    hosts=("linkedin.com", "lnkd.in"),
    limits=Limits(characters=3_000, images=10, image_bytes=5_000_000),
    description_characters=2000,
    pins_posts=True,
    provider=Provider(
        "LinkedIn Ireland Unlimited Company",
        "Wilton Plaza, Wilton Place, Dublin 2, Irland",
        "https://www.linkedin.com/legal/privacy-policy",
        "Für Seitenstatistiken stellt der Anbieter eine Vereinbarung nach Art. 26 DSGVO bereit („Page Insights Joint "
        "Controller Addendum“). Ob sie genügt, ist zu prüfen.",
        USA,
    ),
)
