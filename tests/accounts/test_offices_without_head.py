# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where nobody leads the authority: two administrators, and a day of objection."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts import tasks
from accounts.models import Letter, OfficeRequest, Role, User
from accounts.services import (
    confirm_office,
    put_due_office_into_effect,
    refuse_office,
)
from core.errors import Refused
from tests.accounts.offices import fresh, raised
from tests.factories import person

State = OfficeRequest.State


def test_two_administrators_wait_a_day_and_the_former_head_is_told(town, admin, second, vacancy):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)

    confirm_office(request, actor=second)
    assert (request.state, fresh(somebody).roles_in(town)) == (State.WAITING, {"editor"})
    told = Letter.objects.filter(key__startswith=f"office:{request.pk}:seconded").values_list("to", flat=True)
    assert set(told) == {admin.email, second.email, vacancy.email}

    with time_machine.travel(now() + timedelta(hours=23, minutes=59)):
        tasks.put_due_offices_into_effect()
        put_due_office_into_effect(request.pk)  # a doubled or early call is harmless, too
        assert fresh(somebody).roles_in(town) == {"editor"}
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        tasks.put_due_offices_into_effect()
        tasks.put_due_offices_into_effect()
        assert fresh(somebody).roles_in(town) == {"editor", "leadership"}


def test_any_other_administrator_can_stop_it_within_the_day(town, admin, second, vacancy):
    third, somebody = person(town, Role.ADMINISTRATOR), person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)

    refuse_office(request, actor=third, reason="Nicht abgesprochen.")

    with time_machine.travel(now() + timedelta(hours=25)):
        tasks.put_due_offices_into_effect()
    assert fresh(somebody).roles_in(town) == {"editor"}


@pytest.mark.parametrize("what", ["a head is back", "who asked is gone", "who confirmed is gone"])
def test_what_no_longer_holds_after_the_day_goes_back_to_waiting(town, admin, second, vacancy, what):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)
    if what == "a head is back":
        person(town, Role.LEADERSHIP)
    else:
        User.objects.filter(pk=(admin if "asked" in what else second).pk).update(is_active=False)

    with time_machine.travel(now() + timedelta(hours=25)):
        put_due_office_into_effect(request.pk)

    request.refresh_from_db()
    assert (request.state, request.confirmed_by) == (State.REQUESTED, None)
    assert fresh(somebody).roles_in(town) == {"editor"}


def test_a_head_who_is_back_decides_at_once(town, admin, second, vacancy):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)

    confirm_office(request, actor=person(town, Role.LEADERSHIP))

    assert "leadership" in fresh(somebody).roles_in(town)


def test_a_town_that_never_had_a_head_is_completed_by_the_operator_only(town, admin, second):
    request = raised(town, admin, person(town, Role.EDITOR), Role.LEADERSHIP)

    with pytest.raises(Refused):
        confirm_office(request, actor=second)
