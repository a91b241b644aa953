# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What reaches the public or another person at one click waits ten seconds, as a row, and can be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from accounts import services, tasks
from accounts.models import Letter, PostponedAct, Role
from accounts.models.local_holidays import LocalHoliday
from accounts.services.acts import ACTS
from channels_mgmt.models import Delivery, Post
from channels_mgmt.services.planning import approve_post, schedule_post, submit_post
from core.errors import NotPermitted, Refused
from core.localtime import to_wall
from staffing.models import DutyShift, WorkingShare
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import person
from tests.pages import signed_in

State = PostponedAct.State


def carry_out(act):
    """What the bell does when ten seconds are over."""
    PostponedAct.objects.filter(pk=act.pk).update(due_at=timezone.now())
    with scopes_disabled():
        tasks.carry_out_act(act.pk)
    act.refresh_from_db()


@pytest.fixture
def chief(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def shift(town):
    at = timezone.now() + timedelta(days=1)
    colleague = person(town, Role.MODERATOR, name="Jana Kern")
    return DutyShift.objects.create(municipality=town, person=colleague, starts_at=at, ends_at=at + timedelta(hours=4))


@pytest.fixture
def planned(town, chief):
    """An approved post, planned in six days."""
    editor = person(town, Role.EDITOR)
    post = draft(town, editor, [live_channel(town)])
    submit_post(post, actor=editor)
    approve_post(post, actor=chief, seen_hash=post.current_hash())
    wall = to_wall(timezone.now() + timedelta(days=6), town.timezone)
    return schedule_post(post, actor=chief, wall=wall)


def test_publishing_at_once_changes_nothing_for_ten_seconds_and_undone_the_date_stands(town, chief, planned):
    client = signed_in(chief)
    date = planned.planned_at

    answer = client.post(reverse("planning:publish_now", args=[town.slug, planned.pk]), follow=True)

    act = PostponedAct.objects.get()
    assert "in zehn Sekunden" in answer.content.decode()
    assert reverse("settings:undo", args=[town.slug, act.pk]) in answer.content.decode()
    assert [d.due_at for d in Delivery.objects.filter(post=planned).exclude(state="withdrawn")] == [date]
    client.post(reverse("settings:undo", args=[town.slug, act.pk]), {"next": "/"})
    carry_out(act)
    assert act.state == State.UNDONE
    assert Post.objects.get(pk=planned.pk).planned_at == date


def test_publishing_at_once_goes_out_when_nobody_undoes_it(chief, planned):
    act = services.postpone(
        "channels_mgmt.publish_now", planned.municipality, actor=chief, subject=planned.pk, words="…"
    )

    carry_out(act)

    assert act.state == State.DONE
    due = Delivery.objects.filter(post=planned).exclude(state="withdrawn").get().due_at
    assert due <= timezone.now()


def test_an_act_is_carried_out_once_however_often_the_bell_rings(town, chief, shift):
    act = services.postpone("staffing.remove_shift", town, actor=chief, subject=shift.pk, words="…")
    carry_out(act)
    with scopes_disabled():
        tasks.carry_out_act(act.pk)

    assert not DutyShift.objects.exists()
    assert act.state == State.DONE
    assert not Letter.objects.exists()


def test_before_its_time_the_bell_does_nothing(town, chief, shift):
    act = services.postpone("staffing.remove_shift", town, actor=chief, subject=shift.pk, words="…")

    with scopes_disabled():
        assert not tasks.is_act_due()
        tasks.carry_out_act(act.pk)

    assert DutyShift.objects.exists()


def test_asked_for_twice_it_is_one_act(town, chief, shift):
    client = signed_in(chief)
    address = reverse("team:remove_shift", args=[town.slug, shift.pk])

    client.post(address)
    second = client.post(address, follow=True)

    assert PostponedAct.objects.count() == 1
    assert "ein zweites Mal" in second.content.decode()


def test_what_would_be_refused_is_refused_at_once(town, shift):
    with pytest.raises(NotPermitted):
        services.postpone("staffing.remove_shift", town, actor=person(town, Role.READER), subject=shift.pk, words="…")

    assert not PostponedAct.objects.exists()
    assert DutyShift.objects.exists()


def test_what_is_not_possible_any_more_is_said_by_letter(town, chief, shift):
    act = services.postpone("staffing.remove_shift", town, actor=chief, subject=shift.pk, words="Weg damit")
    shift.delete()

    carry_out(act)

    assert act.state == State.FAILED
    letter = Letter.objects.get()
    assert letter.to == chief.email
    assert "Weg damit" in letter.text


def test_only_who_asked_undoes_and_only_in_time(town, chief, shift):
    act = services.postpone("staffing.remove_shift", town, actor=chief, subject=shift.pk, words="…")
    other = person(town, Role.COMMUNICATIONS)

    signed_in(other).post(reverse("settings:undo", args=[town.slug, act.pk]))
    act.refresh_from_db()
    assert act.state == State.WAITING

    carry_out(act)
    with pytest.raises(Refused):
        services.undo_act(act, actor=chief)


def test_hours_and_holidays_end_after_ten_seconds_too(town, chief, shift):
    share = WorkingShare.objects.create(municipality=town, person=shift.person, hours_per_week=5)
    holiday = LocalHoliday.objects.create(municipality=town, name="Seehasenfest", month=7, day_of_month=3)
    client = signed_in(chief)

    client.post(reverse("team:end_hours", args=[town.slug, share.pk]))
    client.post(reverse("team:remove_holiday", args=[town.slug, holiday.pk]))

    assert WorkingShare.objects.exists()
    assert LocalHoliday.objects.exists()
    page = client.get(reverse("team:team", args=[town.slug])).content.decode()
    assert "endet in wenigen Sekunden" in page
    for act in PostponedAct.objects.all():
        carry_out(act)
    assert not WorkingShare.objects.exists()
    assert not LocalHoliday.objects.exists()


def test_every_kind_of_act_is_registered_by_its_app(town):
    assert set(ACTS) == {
        "channels_mgmt.end_writing_right",
        "channels_mgmt.publish_now",
        "channels_mgmt.remove_span",
        "channels_mgmt.series_end",
        "staffing.end_hours",
        "staffing.remove_holiday",
        "staffing.remove_shift",
    }
