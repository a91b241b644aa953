# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that no software reads come in by a table, looked at first, or typed in one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel
from community.models import Comment, CommentRevision, CommentSheet
from community.services.comment_import import (
    MOST_ROWS,
    discard_comment_sheet,
    enter_comment,
    forget_comment_sheets,
    plan_of_sheet,
    read_comment_sheet,
    take_over_comments,
)
from community.services.decisions import leave_comment
from community.services.retention import replace_author
from community.tasks import forget_comment_sheets as forget_task
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.tables import UnreadableTable
from tests.community.factories import delivery_of, moderator
from tests.factories import person
from tests.racing import race

OWN = "Name;Kommentar;Datum;Uhrzeit;Beitrag;Adresse;Kennung;Antwort auf;Profil"
ROW = "Hafenliebe;Wann öffnet das Bad?;30.04.2026;14:30;;;c1;;"


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def channel(town):
    """Live, run by hand."""
    return Channel.objects.create(
        municipality=town,
        platform="tiktok",
        connector="manual",
        name="TikTok",
        handle="tiktok.com/@stadt",
        account_id="https://www.tiktok.com/@stadt",
        state="live",
        live_slot=2,
        live_since=now(),
    )


def table(*rows: str, headings: str = OWN) -> bytes:
    return "\r\n".join([headings, *rows]).encode()


def read(channel, alma, *rows, headings=OWN):
    return read_comment_sheet(channel, actor=alma, content=table(*rows, headings=headings), file_name="kommentare.csv")


def take(channel, alma, *rows, headings=OWN):
    stored = read(channel, alma, *rows, headings=headings)
    return take_over_comments(stored, actor=alma, seen_revision=plan_of_sheet(stored).revision)


def outcomes(stored) -> list[str]:
    return [row.outcome.value for row in plan_of_sheet(stored).rows]


# -- a table ----------------------------------------------------------------------------------------


def test_a_row_becomes_a_comment_of_the_queue_with_its_own_time(town, channel, alma):
    take(channel, alma, ROW)

    comment = Comment.objects.get()
    assert (comment.text, comment.author.name, comment.remote_id) == ("Wann öffnet das Bad?", "Hafenliebe", "c1")
    assert comment.posted_at == datetime(2026, 4, 30, 12, 30, tzinfo=UTC)
    assert comment.state == Comment.State.NEW
    assert comment.due_at > now()


def test_nothing_comes_in_before_somebody_has_looked(channel, alma):
    read(channel, alma, ROW)

    assert not Comment.objects.exists()


def test_the_same_table_twice_stores_nothing_twice(channel, alma):
    take(channel, alma, ROW, "Anna;Danke!;01.05.2026;;;;;;")

    stored = read(channel, alma, ROW, "Anna;Danke!;01.05.2026;;;;;;")

    assert outcomes(stored) == ["known", "known"]
    assert Comment.objects.count() == 2


def test_other_words_under_the_same_number_are_an_edit_and_bring_the_comment_back(town, channel, alma):
    take(channel, alma, ROW)
    leave_comment(Comment.objects.get(), actor=alma)

    plan = take(channel, alma, ROW.replace("das Bad", "das Freibad"))

    comment = Comment.objects.get()
    assert plan.counts == {"changed": 1}
    assert (comment.text, comment.revision, comment.state) == ("Wann öffnet das Freibad?", 2, Comment.State.NEW)
    assert CommentRevision.objects.get().text == "Wann öffnet das Bad?"


def test_a_comment_stands_below_the_post_whose_address_it_names(town, channel, alma):
    delivery = delivery_of(channel)

    take(
        channel,
        alma,
        f"Anna;Wie teuer?;01.05.2026;10:00;{delivery.remote_url}/#top;;c1;;",
        f"Bodo;Fünf Euro.;01.05.2026;11:00;{delivery.remote_url};;c2;c1;",
    )

    assert set(Comment.objects.values_list("delivery", flat=True)) == {delivery.pk}
    assert Comment.objects.get(remote_id="c2").parent_remote_id == "c1"


def test_a_post_that_is_none_of_ours_is_said_and_keeps_nothing_out(channel, alma):
    stored = read(channel, alma, "Anna;Hallo;01.05.2026;;https://www.tiktok.com/@fremd/video/1;;;;")

    [row] = plan_of_sheet(stored).rows
    assert row.outcome == "new"
    assert "keiner von Ihren" in row.remarks[0]


def test_headings_of_interfaces_are_understood(channel, alma):
    take(
        channel,
        alma,
        "178_9,2026-05-01T09:15:00+0000,Danke schön,Anna,https://www.tiktok.com/@a/1",
        headings="comment_id,created_time,message,from_name,permalink_url",
    )

    comment = Comment.objects.get()
    assert (comment.remote_id, comment.url) == ("178_9", "https://www.tiktok.com/@a/1")
    assert comment.posted_at == datetime(2026, 5, 1, 9, 15, tzinfo=UTC)


def test_old_windows_letters_and_unicode_text_of_excel_are_read(channel, alma):
    for encoding in ("cp1252", "utf-16"):
        content = table("Jörg;Grüße;01.05.2026;;;;;;").decode().encode(encoding)
        stored = read_comment_sheet(channel, actor=alma, content=content, file_name="a.csv")
        assert [(row.author, row.text) for row in plan_of_sheet(stored).rows] == [("Jörg", "Grüße")]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Post ID;Permalink;Publish time;Post type;Reach;Comments", "zählt Kommentare"),
        ("Spalte A;Spalte B", "Kommentar"),
        ("Name;Kommentar;Text;Datum", "Kommentar"),
    ],
)
def test_another_exports_columns_are_refused_with_what_is_missing(channel, alma, headings, said):
    with pytest.raises(UnreadableTable) as refused:
        read(channel, alma, "a;b;c;d", headings=headings)

    assert said in str(refused.value)
    assert not CommentSheet.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        ";Hallo;01.05.2026;;;;;;",
        "Anna;;01.05.2026;;;;;;",
        "Anna;Hallo;;;;;;;",
        "Anna;Hallo;11/30/2025;;;;;;",
        "Anna;Hallo;01.05.2026;25:00;;;;;",
        "Anna;Hallo;29.03.2026;02:30;;;;;",
        "Anna;Hallo;01.05.2199;;;;;;",
        "Anna;Hallo;01.05.2026;;;javascript:alert(1);;;",
        f"Anna;Hallo;01.05.2026;;;;{'9' * 301};;",
    ],
)
def test_a_wrong_row_says_why_and_keeps_everything_out(channel, alma, row):
    stored = read(channel, alma, ROW, row)

    plan = plan_of_sheet(stored)
    assert [row.outcome.value for row in plan.rows] == ["new", "wrong"]
    assert plan.rows[1].problems
    with pytest.raises(Refused):
        take_over_comments(stored, actor=alma, seen_revision=plan.revision)
    assert not Comment.objects.exists()


def test_one_number_with_two_wordings_is_wrong_and_with_one_is_known(channel, alma):
    stored = read(channel, alma, ROW, ROW, ROW.replace("Bad", "Freibad"))

    assert outcomes(stored) == ["new", "known", "wrong"]


def test_our_own_words_are_left_out(channel, alma):
    stored = read(channel, alma, "Stadt;Danke!;01.05.2026;;;;c9;;https://www.tiktok.com/@stadt")

    assert outcomes(stored) == ["ours"]


def test_on_a_connected_channel_each_row_needs_the_platforms_number(town, alma):
    """Detects doubles of what the connector reads as well."""
    connected = Channel.objects.create(
        municipality=town, platform="mastodon", connector="mastodon", name="M", state="live", live_slot=1
    )

    stored = read(connected, alma, ROW, "Anna;Hallo;01.05.2026;;;;;;")

    assert outcomes(stored) == ["new", "wrong"]


def test_a_name_that_has_gone_does_not_come_back(town, channel, alma):
    """Detects a table that brings back the name of a comment that bears a pseudonym."""
    take(channel, alma, ROW.replace("30.04.2026", "30.04.2025"))
    comment = Comment.objects.get()
    leave_comment(comment, actor=alma)
    Comment.objects.update(decided_at=now() - timedelta(days=400))
    replace_author(Comment.objects.get(), {}, now())

    assert outcomes(read(channel, alma, ROW.replace("30.04.2026", "30.04.2025"))) == ["known"]


def test_an_outdated_preview_takes_nothing_over(channel, alma):
    stored = read(channel, alma, ROW, "Anna;Danke!;01.05.2026;;;;c2;;")
    seen = plan_of_sheet(stored).revision
    enter_comment(channel, actor=alma, author="Cem", text="Neu", posted_at=now())
    take(channel, alma, ROW)
    stored = read(channel, alma, ROW, "Anna;Danke!;01.05.2026;;;;c2;;")

    with pytest.raises(AlreadyChanged):
        take_over_comments(stored, actor=alma, seen_revision=seen)

    assert not Comment.objects.filter(remote_id="c2").exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_over_at_once_one_writes(town, channel, alma):
    stored = read(channel, alma, ROW)
    seen = plan_of_sheet(stored).revision

    def take_it():
        return take_over_comments(CommentSheet.objects.get(), actor=alma, seen_revision=seen)

    results = race(town, [take_it, take_it])

    assert Comment.objects.count() == 1
    assert sum(isinstance(result, Exception) for result in results) == 1


def test_five_thousand_rows_are_read_in_a_handful_of_queries(channel, alma, django_assert_max_num_queries):
    rows = [f"Person {n};Frage {n}?;01.05.2026;10:00;;;c{n};;" for n in range(MOST_ROWS)]
    stored = read(channel, alma, *rows)

    with django_assert_max_num_queries(30):
        plan = plan_of_sheet(stored)

    assert plan.counts == {"new": MOST_ROWS}
    with pytest.raises(UnreadableTable):
        read(channel, alma, *rows, ROW)


def test_who_only_reads_may_enter_nothing(town, channel):
    reader = person(town, Role.READER)

    with pytest.raises(NotPermitted):
        read(channel, reader, ROW)
    with pytest.raises(NotPermitted):
        enter_comment(channel, actor=reader, author="A", text="B", posted_at=now())


def test_a_table_nobody_decides_about_goes_after_a_day(town, channel, alma):
    read(channel, alma, ROW)

    assert forget_comment_sheets(now() + timedelta(hours=23)) == 0
    assert forget_comment_sheets(now() + timedelta(hours=25)) == 1


def test_the_daily_task_forgets(channel, alma):
    read(channel, alma, ROW)
    CommentSheet.objects.update(read_at=now() - timedelta(days=2))

    forget_task()

    assert not CommentSheet.objects.exists()


def test_discarding_leaves_the_queue_as_it_was(town, channel, alma):
    read(channel, alma, ROW)

    discard_comment_sheet(town, actor=alma)

    assert not CommentSheet.objects.exists()
    assert not Comment.objects.exists()


def test_the_trail_counts_and_quotes_nobody(town, channel, alma):
    take(channel, alma, ROW)

    entry = AuditEntry.objects.get(action="community.comments_imported")
    assert entry.details["new"] == 1
    assert "Hafenliebe" not in str(entry.details)


# -- one by one -------------------------------------------------------------------------------------


def test_a_double_click_enters_one_comment(channel, alma):
    at = now()
    first, is_new = enter_comment(channel, actor=alma, author="Anna", text="Hallo", posted_at=at)
    second, is_new_again = enter_comment(channel, actor=alma, author="Anna", text="Hallo", posted_at=at)

    assert first == second
    assert (is_new, is_new_again) == (True, False)


@pytest.mark.parametrize(
    "fields",
    [{"author": " "}, {"text": " "}, {"url": "ftp://a/b"}, {"posted_at": datetime(2199, 1, 1, tzinfo=UTC)}],
)
def test_what_is_missing_or_not_yet_written_is_refused(channel, alma, fields):
    given = {"author": "Anna", "text": "Hallo", "posted_at": now()} | fields

    with pytest.raises(Refused):
        enter_comment(channel, actor=alma, **given)

    assert not Comment.objects.exists()


@pytest.mark.parametrize("changes", [{"connector": "practice"}, {"state": "closed", "live_slot": None}])
def test_no_comment_is_entered_for_practice_or_a_closed_channel(channel, alma, changes):
    Channel.objects.filter(pk=channel.pk).update(**changes)

    with pytest.raises(Refused):
        enter_comment(Channel.objects.get(), actor=alma, author="Anna", text="Hallo", posted_at=now())


# -- pages ------------------------------------------------------------------------------------------


@pytest.fixture
def client_of(alma):
    client = Client()
    client.force_login(alma, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(town, name):
    return reverse(f"dialog:{name}", args=[town.slug])


def test_a_comment_is_typed_in_and_lies_on_the_desk(town, channel, client_of):
    given = {"author": "Anna", "text": "Hallo", "day": "2026-05-01", "hour": "10:00", "url": ""}

    answer = client_of.post(address(town, "enter_comment"), given)

    comment = Comment.objects.get()
    assert answer.url == reverse("dialog:comment", args=[town.slug, comment.pk])
    assert comment.posted_at == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong", [{"day": "01/05"}, {"hour": "25:00"}, {"author": ""}, {"hour": "02:30", "day": "2026-03-29"}]
)
def test_bad_input_keeps_what_was_typed(town, channel, client_of, wrong):
    given = {"author": "Anna", "text": "Ein langer Satz", "day": "2026-05-01", "hour": "10:00"} | wrong

    answer = client_of.post(address(town, "enter_comment"), given)

    assert answer.status_code == 422
    assert "Ein langer Satz" in answer.content.decode()
    assert not Comment.objects.exists()


def test_without_a_channel_by_hand_the_page_says_what_else_there_is(town, client_of):
    assert address(town, "read_in") in client_of.get(address(town, "enter_comment")).content.decode()


def test_a_table_is_read_in_looked_at_and_taken_over_on_the_pages(town, channel, client_of, tmp_path):
    file = tmp_path / "kommentare.csv"
    file.write_bytes(table(ROW))
    with file.open("rb") as opened:
        answer = client_of.post(address(town, "read_in"), {"channel": channel.pk, "file": opened})
    assert answer.url == address(town, "comment_sheet")
    page = client_of.get(answer.url)
    assert "Wann öffnet das Bad?" in page.content.decode()

    client_of.post(answer.url, {"revision": page.context["plan"].revision, "take": "1"})

    assert Comment.objects.get().text == "Wann öffnet das Bad?"


def test_the_empty_table_is_one_that_can_be_read_in(town, channel, alma, client_of):
    content = client_of.get(address(town, "comment_layout")).content

    stored = read_comment_sheet(channel, actor=alma, content=content, file_name="kommentare.csv")

    assert outcomes(stored) == ["new"]
    assert stored.left_out == []


def test_nobody_sees_what_somebody_else_has_read_in(town, channel, alma, client):
    read(channel, alma, ROW)
    client.force_login(moderator(town), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "Hafenliebe" not in client.get(address(town, "comment_sheet")).content.decode()
