# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from accounts.models import Role
from strategy import services
from tests.factories import person


@pytest.fixture
def author(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def draft(town, author):
    """A strategy begun with the reference tables and one target group, so that it can be analysed."""
    services.load_reference_tables()
    strategy = services.start_strategy(town, actor=author)
    services.add_target_group(strategy, actor=author, name="Junge Familien", age_from=28, age_to=45)
    return strategy
