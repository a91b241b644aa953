# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES, VIEWS
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

NAME = str(Platform.FACEBOOK.label)

PROFILE = Profile(
    code=Platform.FACEBOOK,
    connector="FacebookPage",
    hosts=("facebook.com", "fb.com", "fb.watch"),
    server="https://graph.facebook.com",
    has_one_server=True,
    limits=Limits(
        characters=63_206,
        images=10,
        image_bytes=4_000_000,
        # developers.facebook.com, Page Videos: 10 GB, four hours; captions as SRT.
        video=VideoLimits(bytes=10_000_000_000, seconds=4 * 3600, takes_description=False),
    ),
    description_characters=101,
    pins_posts=True,
    abilities=Abilities(
        videos=True,
        hide=True,
        unhide=True,
        delete_comments=True,
        hide_means=gettext_lazy(
            "Facebook hides the comment from everybody but its author and the author's friends, who are not told. "
            "For some comments Facebook refuses; then you are told so and nothing has changed."
        ),
    ),
    post_figures=(LIKES, SHARES, REPLIES, VIEWS),
    account_figures=(FOLLOWERS,),
    settle_seconds=60,
    finds_by_key=False,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://www.facebook.com/privacy/policy", META, USA
    ),
)
