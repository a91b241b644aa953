# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A network nobody has built yet, for ``test_folders``: it counts words and is run by the village itself."""

from channels_mgmt.connectors.contract import Abilities
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.connectors.profile import Profile
from core.legal_facts import EU, OPEN_NETWORK, Provider
from core.platforms import Platform


def words(text: str, limits: Limits) -> int:
    return len(text.split())


PROFILE = Profile(
    code=Platform.DORFFUNK,  # type: ignore[attr-defined]  # the line a new platform adds
    connector="Dorffunk",
    server_example="https://dorffunk.example",
    limits=Limits(characters=4, images=1, image_bytes=100_000),
    length=words,
    description_characters=400,
    pins_posts=True,
    abilities=Abilities(hide=True, unhide=False, hide_means="Der Nachtwächter schweigt darüber."),
    provider=Provider("Dorffunk eG", "Musterdorf", "https://dorffunk.example/privacy", OPEN_NETWORK, EU),
)
