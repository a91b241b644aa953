# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The practice platform, which stands in for any other."""

from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.figures import REPLIES
from channels_mgmt.connectors.profile import Profile

PROFILE = Profile(
    code="practice",
    connector="Practice",
    post_figures=(REPLIES,),
    abilities=Abilities(
        videos=True,
        answer_chains=True,
        private_messages=True,
        hide=True,
        unhide=True,
        delete_comments=True,
        hide_means=gettext_lazy(
            "The practice platform moves the reply into a list of hidden replies below your post. "
            "Nothing of it is public."
        ),
        block_means=gettext_lazy("The practice platform lets the invented person answer nothing any more."),
    ),
)
