# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No software signs in: a person publishes, and the link to the post is the proof."""

from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.profile import Profile

#: A person can do there whatever the platform lets a town do; what is decided is handed over to one.
BY_HAND = Abilities(
    hide=True,
    unhide=True,
    hide_means=gettext_lazy(
        "This channel is not connected to the platform. You do it there by hand and confirm it here; "
        "nothing happens by itself."
    ),
    delete_own=False,
)

PROFILE = Profile(code="manual", connector="Manual", abilities=BY_HAND)
