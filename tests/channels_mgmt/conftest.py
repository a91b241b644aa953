# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from accounts.models import Role
from tests.channels_mgmt.factories import ChannelFactory, give_mandate
from tests.channels_mgmt.live import LiveTown, make_live_town
from tests.factories import person


@pytest.fixture
def live(town) -> LiveTown:
    """A town that may publish on a practice channel."""
    return make_live_town(town)


@pytest.fixture
def officer(town):
    """Somebody of the press office."""
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def channel(town):
    """A channel that strategy and netiquette allow, and for which nothing was done yet."""
    give_mandate(town, "mastodon")
    return ChannelFactory(municipality=town)
