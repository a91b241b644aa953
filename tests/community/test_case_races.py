# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of several people who release the same cases one does, and the record says it once."""

import pytest
from django_scopes import scope

from accounts.models import AuditEntry, Role
from community.models import CaseRelease, Evidence
from tests.community.test_cases import case_in, release
from tests.factories import MunicipalityFactory, person
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_several_people_one_releases_and_the_others_are_told():
    town = MunicipalityFactory()
    admin = person(town, Role.ADMINISTRATOR)
    with scope(municipality=town):
        cases = [case_in(town), case_in(town)]

        raised = race(town, [lambda: release(town, admin, *cases)] * 4)

        assert sorted(type(one).__name__ for one in raised) == ["AlreadyChanged"] * 3 + ["CaseRelease"]
        assert CaseRelease.objects.get().comments == 2
        assert AuditEntry.objects.filter(action="community.cases_released").count() == 1
        assert not Evidence.objects.exists()
