# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from tests.channels_mgmt.live import LiveTown, make_live_town


@pytest.fixture
def live(town) -> LiveTown:
    """A town that may publish on a practice channel."""
    return make_live_town(town)
