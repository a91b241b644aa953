# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An act is undone or carried out, never both and never twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from accounts import services
from accounts.models import AuditEntry, PostponedAct, Role
from core.errors import DomainError
from staffing.models import DutyShift
from tests.factories import MunicipalityFactory, person
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("undoes", [True, False])
def test_of_bells_and_undoing_exactly_one_wins(undoes):
    town = MunicipalityFactory()
    chief = person(town, Role.COMMUNICATIONS)
    with scope(municipality=town):
        at = timezone.now()
        shift = DutyShift.objects.create(municipality=town, person=chief, starts_at=at, ends_at=at + timedelta(hours=1))
        act = services.postpone("staffing.remove_shift", town, actor=chief, subject=shift.pk, words="…")
        PostponedAct.objects.update(due_at=at)

        def undo():
            services.undo_act(PostponedAct.objects.get(pk=act.pk), actor=chief)

        runners = [lambda: services.carry_out_act(act.pk)] * 4 + ([undo] * 2 if undoes else [])
        raised = race(town, runners)

        act.refresh_from_db()
        is_gone = not DutyShift.objects.exists()
        assert act.state == (PostponedAct.State.DONE if is_gone else PostponedAct.State.UNDONE)
        assert AuditEntry.objects.filter(action="staffing.shift_removed").count() == int(is_gone)
        assert all(error is None or isinstance(error, DomainError) for error in raised)
