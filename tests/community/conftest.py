# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from tests.community.factories import moderator


@pytest.fixture
def alma(town, client):
    """A moderator who is signed in."""
    alma = moderator(town, name="Alma Beispiel")
    client.force_login(alma)
    return alma
