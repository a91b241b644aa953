# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Those who may give an office, and those who might."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, Role
from tests.factories import person


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR, name="Ida")


@pytest.fixture
def second(town, admin):
    return person(town, Role.ADMINISTRATOR, name="Theo")


@pytest.fixture
def head(town):
    return person(town, Role.LEADERSHIP, name="Mara")


@pytest.fixture
def vacancy(town):
    """The last head's time is over: the row is still there, and a letter still reaches the person."""
    gone = person(town, Role.LEADERSHIP, name="Alt", email="alt@stadt.example")
    Membership.objects.filter(user=gone).update(ends_on=timezone.localdate() - timedelta(days=1))
    return gone
