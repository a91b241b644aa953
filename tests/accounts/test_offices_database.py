# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database itself says of an office."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, OfficeRequest, Role
from tests.accounts.offices import raised
from tests.factories import person

State = OfficeRequest.State


def test_the_database_knows_no_office_without_two_other_people(town, admin, head):
    """Detects the removal of the constraint ``office_needs_two_other_people``."""
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody)
    fine = {"office_request": request, "office_requested_by": admin, "office_confirmed_by": head}
    row = {"user": somebody, "municipality": town, "role": Role.ADMINISTRATOR}
    wrong = [
        {},
        {**fine, "office_request": None},
        {**fine, "office_confirmed_by": None},
        {**fine, "office_confirmed_by": admin},
        {**fine, "office_confirmed_by": somebody},
        {**fine, "office_requested_by": somebody},
    ]
    for given in wrong:
        with pytest.raises(IntegrityError, match="office_needs_two_other_people"), transaction.atomic():
            Membership.objects.create(**row, **given)
    Membership.objects.create(**row, **fine)


@pytest.mark.parametrize("change", ["alone", "self", "nobody", "timeless", "endless"])
def test_the_database_knows_no_request_confirmed_by_the_wrong_person(town, admin, head, change):
    """Detects the removal of a constraint of ``OfficeRequest``."""
    somebody = person(town, Role.EDITOR)
    request = OfficeRequest.objects.filter(pk=raised(town, admin, somebody).pk)
    changes = {
        "alone": {"state": State.IN_EFFECT, "confirmed_by": admin},
        "self": {"state": State.IN_EFFECT, "confirmed_by": somebody},
        "nobody": {"state": State.IN_EFFECT},
        "timeless": {"state": State.WAITING, "confirmed_by": head},
        "endless": {"kind": "end", "person": None},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        request.update(**changes[change])
    with pytest.raises(IntegrityError), transaction.atomic():
        request.update(role=Role.EDITOR)
