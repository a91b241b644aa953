# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series make their drafts ahead of time, once per date, and leave alone what somebody has worked on."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Membership, PostponedAct, Role
from accounts.services import carry_out_act, undo_act
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.models import Post, PostSeries, SeriesDate
from channels_mgmt.queries.series import active_series
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.planning import approve_post, discard_post, edit_post
from channels_mgmt.services.series import (
    end_series,
    end_series_soon,
    make_drafts,
    pause_series,
    resume_series,
    save_series,
)
from core.errors import AlreadyChanged, DomainError, Refused
from reporting.presenters.waiting import waiting_for
from tests.channels_mgmt.factories import live_channel, series_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

# A Monday. The 24 days after it have no holiday, the 25th and 26th of December are some.
MONDAY = datetime.fromisoformat("2026-11-30T06:00+00:00")
FIELDS = {
    "name": "Frage der Woche",
    "rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR",
    "starts_on": date(2026, 11, 30),
    "time": time(9),
    "on_holidays": "move",
    "text": "Was fehlt Ihnen am {datum}?",
    "kind": "question",
    "risk": "sensitive",
    "citizen_benefit": "",
    "alternative_url": "",
}
TYPED = {
    "name": "Frage der Woche",
    "rhythm": "week",
    "weekday": "FR",
    "which": "1",
    "starts_on": "2026-11-30",
    "time": "09:00",
    "on_holidays": "move",
    "text": "Was fehlt Ihnen?",
    "kind": "question",
    "risk": "sensitive",
}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def series(town, editor):
    return save(town, editor)


def save(town, actor, series=None, **changes):
    given = FIELDS | {"responsible": actor, "channels": []} | changes
    revision = series.revision if series else 0
    return save_series(town, actor=actor, series=series, revision=revision, **given)[0]


def drafts(series):
    return list(Post.objects.filter(series_date__series=series).order_by("planned_at"))


def walls(series):
    return [f"{post.planned_wall:%d.%m. %H:%M}" for post in drafts(series)]


def ring():
    """What beat rings for, without a broker in between."""
    with scopes_disabled():
        lane = active_series()
    tasks.make_drafts_of_lane(lane)


def test_saving_makes_the_drafts_of_the_coming_four_weeks_with_their_day_in_the_text(town, editor, series):
    assert walls(series) == ["04.12. 09:00", "11.12. 09:00", "18.12. 09:00", "28.12. 09:00"]
    first = drafts(series)[0]
    assert (first.text, first.kind, first.author) == ("Was fehlt Ihnen am 04.12.2026?", "question", editor)
    assert series.starts_on == date(2026, 12, 4)


def test_a_draft_of_a_series_needs_its_approval_and_not_by_the_person_responsible(town, series):
    post = drafts(series)[0]

    assert post.is_being_written
    assert not post.deliveries.exists()
    with pytest.raises(NotPermitted):
        approve_post(post, actor=post.author, seen_hash=post.current_hash())


def test_ringing_twice_makes_nothing_twice_and_a_week_later_one_more(town, series):
    ring()
    ring()
    assert len(drafts(series)) == 4

    with time_machine.travel(MONDAY + timedelta(days=7)):
        ring()
        ring()

    assert walls(series)[-1] == "04.01. 09:00"  # 1 January, a Friday, is a holiday
    assert len(drafts(series)) == 5


def test_a_draft_somebody_has_deleted_is_not_made_again(town, editor, series):
    discard_post(drafts(series)[0], actor=editor)

    ring()

    assert walls(series) == ["11.12. 09:00", "18.12. 09:00", "28.12. 09:00"]


def test_the_database_keeps_one_row_per_date(series):
    row = series.made.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesDate.objects.create(series=series, day=row.day, wall_day=row.day, wall_time=time(9))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_ten_who_make_the_drafts_at_once_one_does(town):
    with scope(municipality=town):
        stored = series_in(town, person(town, Role.EDITOR))
        copies = [PostSeries.objects.select_related("municipality").get(pk=stored.pk) for _ in range(10)]

    results = race(town, [lambda copy=copy: make_drafts(copy, now()) for copy in copies])

    assert sorted(results) == [0] * 9 + [4]
    with scope(municipality=town):
        assert Post.objects.count() == SeriesDate.objects.count() == 4


def test_an_edit_reaches_coming_drafts_nobody_has_edited_moved_or_submitted(town, editor, series):
    edited, moved, submitted, untouched = drafts(series)
    edit_post(edited, actor=editor, text="Von Hand.")
    move_post(moved, actor=editor, seen=moved.planned_wall, wall=datetime(2026, 12, 12, 9))
    Post.objects.filter(pk=submitted.pk).update(state="in_review")

    save(town, editor, series, text="Neu am {datum}", time=time(10))

    stored = {post.pk: (post.text, f"{post.planned_wall:%d.%m. %H:%M}") for post in drafts(series)}
    assert stored == {
        edited.pk: ("Von Hand.", "04.12. 09:00"),
        moved.pk: ("Was fehlt Ihnen am 11.12.2026?", "12.12. 09:00"),
        submitted.pk: ("Was fehlt Ihnen am 18.12.2026?", "18.12. 09:00"),
        untouched.pk: ("Neu am 28.12.2026", "28.12. 10:00"),
    }


def test_a_new_rule_deletes_untouched_drafts_off_it_and_makes_those_on_it(town, editor, series):
    edit_post(drafts(series)[0], actor=editor, text="Von Hand.")

    save(town, editor, series, rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TU")

    assert walls(series) == ["01.12. 09:00", "04.12. 09:00", "08.12. 09:00", "15.12. 09:00", "22.12. 09:00"]


def test_a_pause_makes_none_keeps_what_is_there_and_resuming_catches_up(town, editor, series):
    pause_series(series, actor=editor)
    with time_machine.travel(MONDAY + timedelta(days=7)):
        ring()
        assert len(drafts(series)) == 4

        assert resume_series(series, actor=editor) == 1


def test_an_ended_series_keeps_what_was_worked_on_and_is_not_begun_again(town, editor, series):
    kept = drafts(series)[1]
    edit_post(kept, actor=editor, text="Von Hand.")

    assert end_series(series, actor=editor) == 3

    assert [post.pk for post in drafts(series)] == [kept.pk]
    with pytest.raises(Refused, match="beendet"):
        save(town, editor, series)


def test_nothing_is_made_in_the_name_of_somebody_who_has_left_and_the_list_says_so(town, editor, series, client):
    Membership.objects.filter(user=editor).update(ends_on=date(2026, 11, 30))
    chief = person(town, Role.LEADERSHIP)
    with time_machine.travel(MONDAY + timedelta(days=7)):
        ring()
        client.force_login(chief)
        page = client.get(reverse("planning:series_list", args=[town.slug])).content.decode()

    assert len(drafts(series)) == 4
    assert f"{editor} darf hier keine Beiträge mehr schreiben" in page


def test_somebody_who_may_not_write_answers_for_none(town, editor):
    with pytest.raises(Refused, match="schreiben"):
        save(town, editor, responsible=person(town, Role.READER))
    assert not PostSeries.objects.exists()


def test_two_who_change_it_do_not_overwrite_each_other_and_a_name_comes_once(town, editor, series):
    stale = PostSeries.objects.get(pk=series.pk)
    save(town, editor, series, text="Zuerst")

    with pytest.raises(AlreadyChanged):
        save(town, editor, stale, text="Zu spät")
    with pytest.raises(Refused, match="Namen"):
        save(town, editor)
    assert PostSeries.objects.get().text == "Zuerst"


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.EXTERNAL, Role.READER, Role.MODERATOR])
def test_who_does_not_plan_keeps_no_series(town, series, role):
    actor = person(town, role)
    for step in (pause_series, resume_series, end_series):
        with pytest.raises(NotPermitted):
            step(series, actor=actor)
    with pytest.raises(NotPermitted):
        save(town, actor, name="Andere")


def test_the_form_shows_ten_dates_with_the_holiday_and_stores_nothing(town, editor, client):
    client.force_login(editor)

    page = client.post(reverse("planning:series_create", args=[town.slug]), _typed(editor) | {"action": "preview"})

    content = page.content.decode()
    assert content.count('<span class="list__title">') == 10
    assert "verschoben vom Fr., 25.12.2026" in content
    assert not PostSeries.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "rule"),
    [
        ({"rhythm": "week"}, "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"),
        ({"rhythm": "fortnight", "count": "5"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=5"),
        ({"rhythm": "weekday", "which": "-1"}, "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR"),
        ({"rhythm": "date", "month_day": "15"}, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15"),
        ({"rhythm": "last", "ends_on": "2027-06-30"}, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1;UNTIL=20270630T235959"),
    ],
)
def test_what_is_chosen_becomes_a_rule_and_comes_back_as_chosen(town, editor, client, chosen, rule):
    client.force_login(editor)
    channel = live_channel(town)

    client.post(reverse("planning:series_create", args=[town.slug]), _typed(editor) | chosen | {"channels": channel.pk})

    stored = PostSeries.objects.get()
    assert stored.rule == rule
    assert [post.targets.get().channel for post in drafts(stored)] == [channel] * len(drafts(stored))
    page = reverse("planning:series_edit", args=[town.slug, stored.pk])
    form = client.get(page).context["form"]
    again = {name: str(form[name].initial or "") for name in chosen}
    assert again == chosen
    client.post(page, _typed(editor) | chosen | {"revision": "0", "starts_on": str(stored.starts_on)})
    assert PostSeries.objects.get().rule == rule


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"rhythm": "date"},
        {"rhythm": "date", "month_day": "31"},
        {"starts_on": "2026-11-01"},
        {"starts_on": "2026-02-31"},
        {"ends_on": "2026-12-01"},
        {"ends_on": "2027-01-01", "count": "3"},
        {"count": "0"},
        {"count": "100000"},
        {"time": "25:00"},
        {"alternative_url": "javascript:alert(1)"},
    ],
)
def test_bad_input_is_a_sentence_keeps_what_was_typed_and_stores_nothing(town, editor, client, typed):
    client.force_login(editor)

    answer = client.post(reverse("planning:series_create", args=[town.slug]), _typed(editor) | typed)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert all(value in answer.content.decode() for value in typed.values())
    assert not PostSeries.objects.exists()


def test_the_list_shows_the_towns_own_in_as_many_queries_for_three_as_for_one(town, editor, client):
    stranger = MunicipalityFactory()
    with scope(municipality=stranger):
        series_in(stranger, person(stranger, Role.EDITOR), name="Geheime Rubrik")
    client.force_login(editor)
    address, counts = reverse("planning:series_list", args=[town.slug]), []
    for names in (["Eins"], ["Zwei", "Drei"]):
        for name in names:
            series_in(town, editor, name=name)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert all(name in page for name in ("Eins", "Zwei", "Drei"))
    assert "Geheime" not in page


def test_what_was_made_is_on_record_as_made_by_nobody(series):
    entries = AuditEntry.objects.filter(action="planning.series_drafted")

    assert [entry.actor_id for entry in entries] == [None] * 4


def _typed(responsible):
    return TYPED | {"responsible": responsible.pk}


# -- ending and what is left ----------------------------------------------------------------------


def test_ending_shows_what_goes_and_can_be_undone_for_ten_seconds(client, town, editor):
    series = series_in(town, editor, name="Frage der Woche")
    make_drafts(series, now())
    touched = series.made.order_by("day").first().post
    edit_post(touched, actor=editor, text="Angefangen")
    client.force_login(editor)
    address = reverse("planning:series_end", args=[town.slug, series.pk])

    page = client.get(address)
    assert page.context["staying"] == [touched] and len(page.context["going"]) == series.made.count() - 1
    answer = client.post(address, follow=True)

    act = PostponedAct.objects.get()
    assert "endet in zehn Sekunden" in answer.content.decode()
    series.refresh_from_db()
    assert series.is_active
    undo_act(act, actor=editor)
    PostponedAct.objects.update(due_at=now())
    carry_out_act(act.pk)
    series.refresh_from_db()
    assert series.is_active and series.made.filter(post__isnull=False).count() > 1


def test_ten_seconds_later_it_has_ended_and_what_somebody_touched_stays(town, editor):
    series = series_in(town, editor)
    make_drafts(series, now())
    touched = series.made.order_by("day").first().post
    edit_post(touched, actor=editor, text="Angefangen")
    act = end_series_soon(series, actor=editor)
    PostponedAct.objects.filter(pk=act.pk).update(due_at=now())

    with scopes_disabled():
        carry_out_act(act.pk)

    series.refresh_from_db()
    assert series.is_over and list(Post.objects.all()) == [touched]
    with pytest.raises(DomainError):
        end_series_soon(series, actor=editor)


def waiting(who, town):
    return {item.cause: item for item in waiting_for(who, town, now())}


def test_a_series_whose_person_has_left_waits_for_the_editors_and_nobody_else(town, editor):
    gone = person(town, Role.EDITOR, name="Erika Fort")
    series = series_in(town, gone, name="Frage der Woche")
    assert not waiting(editor, town)

    Membership.objects.filter(user=gone).update(ends_on=town.local_day() - timedelta(days=3))

    found = waiting(editor, town)
    item = found.pop(f"series:{series.pk}:without_writer")
    assert found == {} and "Frage der Woche" in item.text and "Erika Fort" in item.note
    assert not waiting(person(town, Role.MODERATOR), town)
    PostSeries.objects.filter(pk=series.pk).update(responsible=editor)
    assert not waiting(editor, town)


def test_so_does_a_series_of_somebody_who_only_reads_now_or_is_switched_off(town, editor):
    gone = person(town, Role.EDITOR)
    series_in(town, gone)
    Membership.objects.filter(user=gone).update(role=Role.READER)
    assert len(waiting(editor, town)) == 1

    Membership.objects.filter(user=gone).update(role=Role.EDITOR)
    assert not waiting(editor, town)
    gone.is_active = False
    gone.save()
    assert len(waiting(editor, town)) == 1


def test_a_draft_of_an_ended_series_whose_author_has_left_waits_for_the_editors(town, editor):
    gone = person(town, Role.EDITOR)
    series = series_in(town, gone, name="Frage der Woche")
    make_drafts(series, now())
    touched = series.made.order_by("day").last().post
    edit_post(touched, actor=gone, text="Angefangen")
    end_series(series, actor=editor)
    assert f"post:{touched.pk}:left" not in waiting(editor, town)

    Membership.objects.filter(user=gone).update(ends_on=town.local_day() - timedelta(days=3))

    item = waiting(editor, town)[f"post:{touched.pk}:left"]
    assert touched.title in item.text
    assert not any(cause.startswith("series:") for cause in waiting(editor, town))
