# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import OPEN_NETWORK, Provider
from core.platforms import Platform

LINK_LENGTH = 23
DEFAULT_LIMITS = Limits(
    characters=500,
    images=4,
    image_bytes=16_000_000,
    alt_text=1500,
    link_length=LINK_LENGTH,
    image_types=("image/jpeg", "image/png", "image/webp"),
)

PROFILE = Profile(
    code=Platform.MASTODON,
    connector="Mastodon",
    post_figures=(LIKES, SHARES, REPLIES),
    account_figures=(FOLLOWERS,),
    server_example="https://social.bund.de",
    limits=DEFAULT_LIMITS,
    description_characters=500,
    pins_posts=True,
    abilities=Abilities(
        hide=False,
        unhide=False,
        hide_means=gettext_lazy(
            "Mastodon cannot hide a single reply. Instead this reply is reported to the moderators of your "
            "server. It stays visible to everybody until they decide, and a report cannot be withdrawn."
        ),
    ),
    settle_seconds=60,
    finds_by_key=False,
    provider=Provider(joint_control=OPEN_NETWORK),
)
