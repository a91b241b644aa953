# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import regex
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, QUOTES, REPLIES, SHARES, VIEWS
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import MERRION_ROAD, META, USA, Provider
from core.platforms import Platform

NAME = str(Platform.THREADS.label)
_EMOJI = regex.compile(r"[\p{Emoji_Presentation}\p{Regional_Indicator}\uFE0F\u20E3]|\p{Extended_Pictographic}\u200D")


def length(text: str, limits: Limits) -> int:
    """As Meta documents it (Threads posts, 2026-04-14): characters, and of emoji their bytes of UTF-8. Not measured."""
    return sum(len(sign.encode()) if _EMOJI.search(sign) else 1 for sign in regex.findall(r"\X", text))


PROFILE = Profile(
    code=Platform.THREADS,
    connector="Threads",
    hosts=("threads.com", "threads.net"),
    server="https://graph.threads.net",
    has_one_server=True,
    fetches_media=True,
    limits=Limits(
        characters=500,
        images=10,
        image_bytes=8_000_000,
        # https://developers.facebook.com, Threads media: 1 GB, five minutes; no caption files.
        video=VideoLimits(bytes=1_000_000_000, seconds=300, alt_text=1_000, caption_bytes=0),
    ),
    length=length,
    description_characters=150,
    pins_posts=True,
    abilities=Abilities(
        videos=True,
        hide=True,
        unhide=True,
        hide_means=gettext_lazy(
            "Threads hides a reply that stands directly below your post, together with everything below it. Replies to "
            "replies cannot be hidden one by one; then you are told so and nothing has changed."
        ),
    ),
    renews_access=True,
    post_figures=(LIKES, SHARES, REPLIES, QUOTES, VIEWS),
    account_figures=(FOLLOWERS,),
    settle_seconds=60,
    finds_by_key=True,
    provider=Provider(
        "Meta Platforms Ireland Limited", MERRION_ROAD, "https://privacycenter.instagram.com/policy", META, USA
    ),
)
