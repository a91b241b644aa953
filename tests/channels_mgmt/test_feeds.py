# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of the plan goes into people's own calendars: the own part, and everything; never more than needed."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now

from accounts.models import Role
from channels_mgmt.frame.feeds import own_plan, town_plan
from channels_mgmt.models import Delivery, PlanSpan, Post
from channels_mgmt.queries.feeds import MOST_POSTS
from channels_mgmt.services.planning import create_post, submit_post
from channels_mgmt.services.stops import stop_publishing
from core.calendar_files import calendar_file
from tests.channels_mgmt.factories import PostFactory, draft, election_in
from tests.community.factories import delivery_of, practice_channel
from tests.factories import person


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=False), translation.override("de"):
        yield


def titles(entries):
    return [entry.title for entry in entries]


def in_days(days):
    return (now() + timedelta(days=days)).replace(tzinfo=None)


def test_ones_own_part_holds_what_one_wrote_and_approved_and_no_other(town, officer):
    editor = person(town, Role.EDITOR)
    create_post(town, actor=editor, title="Mein Beitrag", wall=in_days(2))
    create_post(town, actor=officer, title="Ihr Beitrag", wall=in_days(3))
    create_post(town, actor=editor, title="Ohne Tag")
    approved = create_post(town, actor=officer, title="Von mir freigegeben", wall=in_days(4))
    Post.objects.filter(pk=approved.pk).update(approved_by=editor, approved_hash="x", state="approved")

    assert titles(own_plan(editor, town, now())) == [
        "Mein Beitrag (Entwurf)",
        "Von mir freigegeben (Freigegeben, nicht eingeplant)",
    ]


def test_until_when_somebody_decides_stands_in_the_calendar_of_who_may(live, officer):
    town = live.town
    editor, other = person(town, Role.EDITOR), person(town, Role.COMMUNICATIONS)
    post = draft(town, editor, [live.channel], title="Sperrung Hauptstraße")
    submit_post(post, actor=editor)

    [entry] = [one for one in own_plan(other, town, now()) if one.key.startswith("approval")]

    assert entry.title == "Über die Freigabe entscheiden: Sperrung Hauptstraße"
    assert entry.start == post.approval_requests.get().due_at
    assert entry.address.endswith(f"/planen/beitrag/{post.pk}/")
    assert not [one for one in own_plan(editor, town, now()) if one.key.startswith("approval")]
    assert not [one for one in town_plan(other, town, now()) if one.key.startswith("approval")]


def test_what_is_published_by_hand_stands_in_the_calendar_of_who_does_it(town):
    delivery = delivery_of(practice_channel(town))
    Delivery.objects.filter(pk=delivery.pk).update(state="handed_over")
    editor, reader = person(town, Role.EDITOR), person(town, Role.READER)

    [entry] = [one for one in own_plan(editor, town, now()) if one.key.startswith("by-hand")]

    assert entry.start == delivery.due_at and delivery.post.title in entry.title
    assert list(own_plan(reader, town, now())) == []


def test_the_whole_plan_marks_windows_holidays_action_days_and_a_stop_as_whole_days(town, officer):
    election_in(town, officer, ahead=120, starts_on=town.local_day() + timedelta(days=30))
    PlanSpan.objects.create(
        municipality=town, kind="action", name="Stadtfest", first=date(2027, 6, 4), last=date(2027, 6, 6)
    )
    stop_publishing(town, actor=officer, reason="Schwerer Unfall am Bahnübergang")

    whole = {entry.title: entry for entry in town_plan(officer, town, now()) if not isinstance(entry.start, datetime)}

    window = next(entry for title, entry in whole.items() if title.startswith("Wahlfenster: "))
    assert (window.last - window.start).days == 90
    assert whole["Stadtfest (Aktionstag)"][2:4] == (date(2027, 6, 4), date(2027, 6, 6))
    assert any("Schulferien" in title for title in whole)
    stop = whole["Veröffentlichungen sind angehalten"]
    assert (stop.start, stop.last) == (town.local_day(), town.local_day())
    assert not any("Unfall" in part for entry in whole.values() for part in (entry.title, entry.note))


def test_no_key_stands_twice_and_the_calendar_reads_the_same_all_day(town, officer):
    create_post(town, actor=officer, title="Eins", wall=in_days(2))
    election_in(town, officer, ahead=120, starts_on=town.local_day() + timedelta(days=30))

    morning = list(town_plan(officer, town, now()))

    assert len({entry.key for entry in morning}) == len(morning)
    assert morning == list(town_plan(officer, town, now() + timedelta(hours=13)))


def test_a_calendar_names_nobody_and_holds_no_text(town, officer, channel):
    author = person(town, Role.EDITOR, name="Erika Beispiel")
    create_post(town, actor=author, title="Winterdienst", text="Geheimer Wortlaut", channels=[channel], wall=in_days(1))

    said = calendar_file("Plan", [*town_plan(officer, town, now()), *own_plan(author, town, now())], host="x.example")

    assert "Winterdienst" in said and channel.name in said
    assert "Erika" not in said and "Wortlaut" not in said


@pytest.mark.parametrize("plan", [own_plan, town_plan])
def test_it_asks_as_often_for_one_post_as_for_many(town, officer, channel, plan):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            list(plan(officer, town, now()))
        return len(captured)

    create_post(town, actor=officer, title="Eins", channels=[channel], wall=in_days(1))
    asked()  # what a process remembers of the town
    once = asked()
    for day in range(2, 6):
        create_post(town, actor=officer, title=f"Beitrag {day}", channels=[channel], wall=in_days(day))

    assert asked() == once <= 4


def test_of_very_many_posts_the_earliest_are_read(town, officer):
    at = now()
    Post.objects.bulk_create(
        PostFactory.build(
            municipality=town,
            author=officer,
            planned_at=at + timedelta(minutes=n),
            planned_day=at.date(),
            planned_time=at.time(),
        )
        for n in range(MOST_POSTS + 5)
    )

    posts = [entry for entry in town_plan(officer, town, at) if entry.key.startswith("post")]

    assert len(posts) == MOST_POSTS and posts[-1].start == at + timedelta(minutes=MOST_POSTS - 1)
