# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The right to write for one channel or series: given, kept to at every way a draft comes about, over by itself."""

from datetime import datetime, time, timedelta
from threading import Event

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Letter, PostponedAct, Role
from accounts.services.acts import carry_out_act
from accounts.tenancy.permissions import NotPermitted, may
from channels_mgmt.models import Post, SeriesDate, WritingRight
from channels_mgmt.services.captures import take_in
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.council import note_decision
from channels_mgmt.services.explaining import explain_decision
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.plan_import import apply_import, plan_of_import, read_sheet
from channels_mgmt.services.planning import (
    approve_post,
    create_post,
    discard_post,
    edit_post,
    schedule_post,
    submit_post,
)
from channels_mgmt.services.restoring import restore_version
from channels_mgmt.services.series import save_series
from channels_mgmt.services.stages import move_to_stage
from channels_mgmt.services.topics import suggest_topic
from channels_mgmt.services.writing_rights import end_writing_right, end_writing_right_soon, give_writing_right
from core.errors import AlreadyChanged, Refused
from core.sheets import csv_lines
from tests.channels_mgmt.factories import ChannelFactory, draft, series_in, writing_right_in
from tests.channels_mgmt.photos import phone_photo, upload
from tests.factories import MunicipalityFactory, person
from tests.racing import race

ACT = "channels_mgmt"


@pytest.fixture
def mine(town, officer):
    return ChannelFactory(municipality=town, name="Bibliothek auf Mastodon")


@pytest.fixture
def other(town):
    return ChannelFactory(municipality=town, name="Stadt auf Bluesky")


@pytest.fixture
def talent(town):
    return person(town, Role.READER, name="Tara Talent")


@pytest.fixture
def right(town, officer, mine, talent):
    return writing_right_in(town, officer, mine, talent)


def end_of(town, days=1):
    return datetime.combine(town.local_day() + timedelta(days=days), time(18))


def let_it_end(right):
    """As if its hour had come; nothing else happens then."""
    WritingRight.objects.filter(pk=right.pk).update(given_at=now() - timedelta(days=3), until=now())


# -- giving it ---------------------------------------------------------------------------------------


def test_whoever_leads_the_channel_gives_the_right_and_the_person_is_written_to(town, mine, talent, client):
    owner = person(town, Role.EDITOR)
    type(mine).objects.filter(pk=mine.pk).update(owner=owner)
    client.force_login(owner)
    page = reverse("planning:writing_rights", args=[town.slug])
    day = (town.local_day() + timedelta(days=9)).isoformat()

    answer = client.post(page, {"person": talent.pk, "place": f"channel-{mine.pk}", "day": day, "time": "18:00"})

    assert answer.url == page
    right = WritingRight.objects.get()
    assert (right.person, right.place, right.given_by) == (talent, mine, owner)
    letter = Letter.objects.get()
    assert letter.to == talent.email
    assert "Bibliothek auf Mastodon" in letter.subject
    assert AuditEntry.objects.filter(action="planning.writing_right_given").count() == 1
    assert "Tara Talent" in client.get(page).content.decode()


def test_an_editor_who_leads_nothing_gives_no_right(town, mine, talent, client):
    editor = person(town, Role.EDITOR)
    client.force_login(editor)

    shown = client.get(reverse("planning:writing_rights", args=[town.slug])).content.decode()

    assert 'name="place"' not in shown
    with pytest.raises(NotPermitted):
        give_writing_right(mine, actor=editor, person=talent, wall=end_of(town))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DEPARTMENT, Role.EXTERNAL])
def test_whom_a_role_lets_write_needs_no_right(town, officer, mine, role):
    with pytest.raises(Refused, match="bereits"):
        give_writing_right(mine, actor=officer, person=person(town, role), wall=end_of(town))


def test_nobody_from_elsewhere_and_nobody_themselves_is_given_the_right(town, officer, mine):
    stranger = person(MunicipalityFactory(), Role.READER)
    moderator = person(town, Role.MODERATOR)
    type(mine).objects.filter(pk=mine.pk).update(deputy=moderator)
    mine.refresh_from_db()

    with pytest.raises(Refused):
        give_writing_right(mine, actor=officer, person=stranger, wall=end_of(town))
    with pytest.raises(Refused):
        give_writing_right(mine, actor=moderator, person=moderator, wall=end_of(town))


@pytest.mark.parametrize("days", [-1, 400])
def test_an_end_out_of_reach_is_refused(town, officer, mine, talent, days):
    with pytest.raises(Refused, match="innerhalb eines Jahres"):
        give_writing_right(mine, actor=officer, person=talent, wall=end_of(town, days))


def test_the_same_right_is_held_once(town, officer, mine, talent, right):
    with pytest.raises(Refused, match="bereits"):
        give_writing_right(mine, actor=officer, person=talent, wall=end_of(town))

    let_it_end(right)
    give_writing_right(mine, actor=officer, person=talent, wall=end_of(town))


def test_the_database_knows_no_right_for_nothing_or_for_two_places(town, officer, talent, mine):
    given = {"municipality": town, "person": talent, "given_by": officer, "given_at": now()}

    for places in ({}, {"channel": mine, "series": series_in(town, officer, [mine])}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WritingRight.objects.create(until=now() + timedelta(days=1), **given, **places)


# -- each way a draft comes about ----------------------------------------------------------------------


def test_a_draft_without_a_channel_is_for_the_channel_of_the_right(town, talent, right, mine):
    post = create_post(town, actor=talent, title="Lesenacht")

    assert [target.channel for target in post.targets.all()] == [mine]


def test_another_channel_is_refused_when_writing_and_when_editing(town, talent, right, mine, other):
    """Removal: ``keep_to_right`` in ``create_post`` and in ``edit_post``."""
    with pytest.raises(Refused, match="Stadt auf Bluesky"):
        create_post(town, actor=talent, title="Lesenacht", channels=[other])
    post = create_post(town, actor=talent, title="Lesenacht", channels=[mine])

    with pytest.raises(Refused, match="Stadt auf Bluesky"):
        edit_post(post, actor=talent, channels=[mine, other])

    assert Post.objects.count() == 1
    assert [target.channel for target in post.targets.all()] == [mine]


def test_posts_of_others_stay_theirs(town, officer, talent, right, mine):
    theirs = draft(town, officer, [mine])

    for refused in (
        lambda: edit_post(theirs, actor=talent, text="Neu"),
        lambda: discard_post(theirs, actor=talent),
        lambda: submit_post(theirs, actor=talent),
        lambda: move_post(theirs, actor=talent, seen=None, wall=end_of(town)),
        lambda: move_to_stage(theirs, actor=talent, seen="draft", to="in_review"),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_an_own_post_that_the_team_sends_elsewhere_as_well_is_the_teams(town, officer, talent, right, mine, other):
    post = create_post(town, actor=talent, title="Lesenacht")
    edit_post(post, actor=officer, channels=[mine, other])

    with pytest.raises(NotPermitted):
        edit_post(post, actor=talent, text="Neu")


def test_nothing_is_approved_or_scheduled_by_the_right(town, officer, talent, right, mine):
    post = create_post(
        town,
        actor=talent,
        title="Lesenacht",
        text="Am Freitag.",
        risk=Post.Risk.ROUTINE,
        kind=Post.Kind.EVENT,
        citizen_benefit="Kommen",
    )

    submit_post(post, actor=talent)

    assert post.waits_for_approval
    for refused in (
        lambda: approve_post(post, actor=talent, seen_hash=post.current_hash()),
        lambda: schedule_post(post, actor=talent, wall=end_of(town)),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_a_copy_is_for_the_channel_of_the_right_alone(town, officer, talent, right, mine, other):
    theirs = draft(town, officer, [mine, other])

    made = duplicate_post(theirs, actor=talent)

    assert [target.channel for target in made.targets.all()] == [mine]
    with pytest.raises(Refused):
        duplicate_post(theirs, actor=talent, channels=[other])


def test_an_earlier_version_brings_no_channel_back(town, officer, talent, right, mine, other):
    post = create_post(town, actor=talent, title="Lesenacht")
    edit_post(post, actor=officer, channels=[mine, other], text="Beide")
    edit_post(post, actor=officer, channels=[mine], text="Eine")
    both = post.versions.get(number=2)

    with pytest.raises(Refused):
        restore_version(both, actor=talent, revision=post.revision)


def test_a_photo_of_the_phone_becomes_a_draft_for_the_channel_of_the_right(town, talent, right, mine, other):
    taken = take_in(
        town, actor=talent, key="k" * 20, sentence="Neue Bücher", people="nobody", photo=upload(phone_photo(300, 200))
    )

    assert [target.channel for target in taken.post.targets.all()] == [mine]


def test_a_topic_becomes_a_post_for_the_channel_of_the_right_alone(town, officer, talent, right, mine, other):
    topic = suggest_topic(town, actor=officer, title="Lesenacht")

    with pytest.raises(Refused):
        create_post(town, actor=talent, title="Lesenacht", topic=topic, channels=[other])

    topic.refresh_from_db()
    assert topic.is_open


def test_a_decision_of_the_council_is_explained_on_the_channel_of_the_right(town, officer, talent, right, mine, other):
    decision = note_decision(town, actor=officer, title="Bücherbus", text="Der Bus fährt.")

    post = explain_decision(decision, actor=talent)

    assert [target.channel for target in post.targets.all()] == [mine]
    with pytest.raises(NotPermitted):
        note_decision(town, actor=talent, title="Bücherbus", text="Der Bus fährt.")


def sheet(town, actor, *channels):
    rows = [["Thema", "Kanäle"], *(["Lesenacht", channel] for channel in channels)]
    return read_sheet(town, actor=actor, content="".join(csv_lines(rows)).encode(), file_name="plan.csv")


def test_a_sheet_with_another_channel_or_none_is_wrong_in_its_preview(town, talent, right, mine, other):
    """Removal: ``_check_channels`` in the reader."""
    stored = sheet(town, talent, other.name, "")

    plan = plan_of_import(stored, actor=talent)

    assert all("Bibliothek auf Mastodon" in row.problems[0] for row in plan.rows)
    with pytest.raises(Refused):
        apply_import(stored, actor=talent, seen_revision=plan.revision)


def test_a_sheet_for_the_channel_of_the_right_is_taken_over_as_long_as_it_holds(town, talent, right, mine):
    stored = sheet(town, talent, mine.name)
    plan = plan_of_import(stored, actor=talent)
    let_it_end(right)

    with pytest.raises((Refused, NotPermitted, AlreadyChanged)):
        apply_import(stored, actor=talent, seen_revision=plan.revision)
    assert not Post.objects.exists()

    WritingRight.objects.update(until=now() + timedelta(days=1))
    apply_import(stored, actor=talent, seen_revision=plan.revision)
    assert Post.objects.get().author == talent


# -- of a series ---------------------------------------------------------------------------------------


@pytest.fixture
def of_series(town, officer, mine, talent):
    series = series_in(town, officer, [mine], name="Buch der Woche")
    post = draft(town, officer, [mine], title="Buch der Woche, Freitag")
    SeriesDate.objects.create(
        series=series, day=town.local_day(), wall_day=town.local_day(), wall_time=time(9), post=post
    )
    return post, give_writing_right(series, actor=officer, person=talent, wall=end_of(town))


def test_drafts_of_the_series_are_written_and_submitted_by_the_right(town, talent, of_series, mine, other):
    post, _right = of_series

    edit_post(post, actor=talent, text="Ein Krimi aus Lindenhagen.", kind=Post.Kind.PEOPLE, citizen_benefit="Ausleihen")
    with pytest.raises(Refused):
        edit_post(post, actor=talent, channels=[mine, other])
    submit_post(post, actor=talent)

    assert post.waits_for_approval


def test_the_right_of_a_series_begins_no_new_post_and_deletes_none(town, talent, of_series, mine, client):
    post, _right = of_series

    with pytest.raises(NotPermitted):
        create_post(town, actor=talent, title="Anderes", channels=[mine])
    with pytest.raises(NotPermitted):
        discard_post(post, actor=talent)
    client.force_login(talent)
    assert client.get(reverse("planning:post_create", args=[town.slug])).status_code == 403
    assert client.get(reverse("planning:post_edit", args=[town.slug, post.pk])).status_code == 200


def test_what_the_team_has_submitted_is_not_edited_by_the_right(town, officer, talent, of_series):
    post, _right = of_series
    Post.objects.filter(pk=post.pk).update(state=Post.State.IN_REVIEW, submitted_by=officer, submitted_at=now())
    post.refresh_from_db()

    with pytest.raises(NotPermitted):
        edit_post(post, actor=talent, text="Neu")


def test_nobody_answers_for_a_series_by_a_right(town, officer, talent, right, mine):
    """Drafts are made in the name of whoever answers, weeks ahead: longer than a right may hold."""
    with pytest.raises(Refused, match="keine Beiträge schreiben"):
        save_series(
            town,
            actor=officer,
            name="Neu",
            rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TH",
            starts_on=town.local_day(),
            time=time(9),
            on_holidays="keep",
            responsible=talent,
            channels=[mine],
        )


# -- over ------------------------------------------------------------------------------------------------


def test_the_right_ends_by_itself_at_its_minute(town, talent, right):
    """Removal: ``until__gt`` in ``WritingRightQuerySet.open``."""
    assert may(talent, f"{ACT}.create_post", town)
    post = create_post(town, actor=talent, title="Lesenacht")

    let_it_end(right)

    assert not may(talent, f"{ACT}.create_post", town)
    with pytest.raises(Refused, match="endete am"):
        create_post(town, actor=talent, title="Noch eine")
    with pytest.raises(Refused, match="endete am"):
        edit_post(post, actor=talent, text="Neu")


def test_somebody_who_left_the_town_writes_nothing_by_a_right(town, right):
    talent = type(right.person).objects.get(pk=right.person_id)
    talent.memberships.all().delete()

    with pytest.raises(NotPermitted):
        create_post(town, actor=talent, title="Lesenacht")


def test_a_form_sent_after_the_end_is_refused_with_every_word_kept(town, talent, right, mine, client):
    client.force_login(talent)
    composer = reverse("planning:post_create", args=[town.slug])
    assert client.get(composer).status_code == 200
    let_it_end(right)

    typed = {
        "title": "Lesenacht",
        "text": "Kommt alle am Freitag!",
        "kind": "event",
        "risk": "routine",
        "action": "save",
    }
    answer = client.post(composer, typed | {"channels": [mine.pk], "photo": upload(phone_photo(300, 200))})

    words = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert "Kommt alle am Freitag!" in words
    assert not Post.objects.exists()
    assert client.get(composer).status_code == 403


def test_the_composer_offers_the_channel_of_the_right_alone(town, talent, right, mine, other, client):
    client.force_login(talent)

    shown = client.get(reverse("planning:post_create", args=[town.slug])).content.decode()

    assert "Bibliothek auf Mastodon" in shown
    assert "Stadt auf Bluesky" not in shown


def test_the_right_is_ended_before_its_time_after_ten_seconds_to_undo(town, officer, right, talent, client):
    client.force_login(officer)
    client.post(reverse("planning:end_writing_right", args=[town.slug, right.pk]))
    assert may(talent, f"{ACT}.create_post", town)

    act = PostponedAct.objects.get()
    PostponedAct.objects.update(due_at=now())
    carry_out_act(act.pk)

    assert not may(talent, f"{ACT}.create_post", town)
    assert AuditEntry.objects.filter(action="planning.writing_right_ended").count() == 1
    assert Letter.objects.filter(to=talent.email).count() == 2
    with pytest.raises(AlreadyChanged):
        end_writing_right_soon(WritingRight.objects.get(), actor=officer)


def test_somebody_who_leads_another_channel_does_not_end_it(town, right, other):
    owner = person(town, Role.EDITOR)
    type(other).objects.filter(pk=other.pk).update(owner=owner)

    with pytest.raises(NotPermitted):
        end_writing_right(right, actor=owner)


def test_the_person_sees_on_today_for_what_and_until_when(town, talent, right, client):
    client.force_login(talent)

    shown = client.get(reverse("today:today", args=[town.slug])).content.decode()

    assert "Bibliothek auf Mastodon" in shown
    let_it_end(right)
    assert "Bibliothek auf Mastodon" not in client.get(reverse("today:today", args=[town.slug])).content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_whoever_saves_while_the_right_is_being_ended_is_refused(town, officer, mine, talent):
    """Removal: ``hold`` in ``keep_to_right``."""
    with scope(municipality=town):
        right = writing_right_in(town, officer, mine, talent)
    has_ended, has_saved = Event(), Event()

    def end():
        with transaction.atomic():
            end_writing_right(WritingRight.objects.get(pk=right.pk), actor=officer)
            has_ended.set()
            has_saved.wait(2)  # kept to, the other one waits for us, and not we for it

    def save():
        has_ended.wait(30)
        try:
            return create_post(town, actor=talent, title="Lesenacht")
        finally:
            has_saved.set()

    ended, saved = race(town, [end, save])

    assert ended is None
    assert isinstance(saved, Refused), saved
    with scope(municipality=town):
        assert not Post.objects.exists()
