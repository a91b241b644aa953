# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from community.triage.labels import Label
from community.triage.model import Trained, fit
from tests.community.triage.sample import sample


@pytest.fixture(scope="session")
def insults() -> Trained:
    """Learned once: nothing changes a model."""
    return fit(Label.INSULT, sample())
