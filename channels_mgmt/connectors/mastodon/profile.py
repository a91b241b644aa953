# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES
from channels_mgmt.connectors.limits import Limits, VideoLimits
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
    # docs.joinmastodon.org/user/posting: 99 MB as delivered. There are no caption files.
    video=VideoLimits(bytes=99_000_000, alt_text=1500, caption_bytes=0),
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
        videos=True,
        answer_chains=True,
        private_messages=True,
        hide=False,
        unhide=False,
        hide_means=gettext_lazy(
            "Mastodon cannot hide a single reply. Instead this reply is reported to the moderators of your "
            "server. It stays visible to everybody until they decide, and a report cannot be withdrawn."
        ),
        restrict_means=gettext_lazy(
            "Mastodon mutes the account: you no longer see what it writes. Everybody else does, and it is not told."
        ),
        block_means=gettext_lazy(
            "Mastodon blocks the account: it can neither follow nor answer you nor read your posts when signed in, and "
            "you no longer see what it writes. Whoever looks finds out."
        ),
    ),
    settle_seconds=60,
    finds_by_key=False,
    provider=Provider(joint_control=OPEN_NETWORK),
)
