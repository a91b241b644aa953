# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet comes into the plan whole or not at all: seen before, drafts only, the same file twice changes nothing."""

import io
import time as clock
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry, Role
from channels_mgmt import tasks
from channels_mgmt.models import PlanImport, Post
from channels_mgmt.presenters.sheet import COLUMNS, sheet_of
from channels_mgmt.queries.calendar import PlanFilter
from channels_mgmt.queries.sheet import posts_for_sheet
from channels_mgmt.services import plan_import
from channels_mgmt.services.import_rows import Outcome
from channels_mgmt.services.plan_import import apply_import, plan_of_import, read_sheet
from channels_mgmt.services.planning import create_post, submit_post
from channels_mgmt.services.series import make_drafts
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.sheets import csv_lines, workbook
from core.tables import UnreadableTable
from tests.channels_mgmt.factories import campaign_in, live_channel, series_in
from tests.community.factories import delivery_of, practice_channel
from tests.factories import MunicipalityFactory, person
from tests.racing import race

ALL = PlanFilter()


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


def csv(*rows) -> bytes:
    return "".join(csv_lines(rows)).encode()


def exported(town, kind="csv") -> bytes:
    rows = sheet_of(posts_for_sheet(town, ALL))
    if kind == "csv":
        return "".join(csv_lines(rows)).encode()
    return workbook("Plan", rows, [column.width for column in COLUMNS])


def values_of(town) -> list[list]:
    return list(sheet_of(posts_for_sheet(town, ALL)))


def planned(town, actor, content: bytes):
    stored = read_sheet(town, actor=actor, content=content, file_name="plan.csv")
    return stored, plan_of_import(stored, actor=actor)


def taken_over(town, actor, content: bytes):
    stored, plan = planned(town, actor, content)
    return apply_import(stored, actor=actor, seen_revision=plan.revision)


def wrong(plan) -> dict[int, str]:
    return {row.number: " ".join(row.problems) for row in plan.of(Outcome.WRONG)}


def test_rows_without_a_number_become_drafts_with_all_their_columns(town, officer):
    one, other = live_channel(town, name="Mastodon"), live_channel(town, 2, name="Bluesky", platform="bluesky")
    content = csv(
        ["Tag", "Uhrzeit", "Kanäle", "Thema", "Art", "Text", "Eigener Wortlaut", "Einstufung", "Stand der Angaben",
         "Inhaltssäule"],
        ["Mi., 02.12.2026", "9.30 Uhr", "Bluesky; Mastodon", "Freibad öffnet", "Service", "Endlich!\nKommt alle.",
         "Bluesky: Kurz", "Routine", "01.12.2026", "Rathaus erklärt"],
    )  # fmt: skip

    plan = taken_over(town, officer, content)

    post = Post.objects.get()
    assert [row.outcome for row in plan.rows] == [Outcome.NEW]
    assert (post.title, post.kind, post.risk, post.state) == ("Freibad öffnet", "service", "routine", "draft")
    assert (post.text, post.author, post.facts_as_of) == ("Endlich!\nKommt alle.", officer, date(2026, 12, 1))
    assert post.planned_wall == datetime(2026, 12, 2, 9, 30)
    assert post.planned_at.isoformat() == "2026-12-02T08:30:00+00:00"
    assert {(t.channel, t.text) for t in post.targets.all()} == {(one, ""), (other, "Kurz")}
    assert AuditEntry.objects.filter(action="planning.post_created", object_id=post.pk).exists()
    assert AuditEntry.objects.get(action="planning.plan_imported").details["new"] == 1


def test_a_row_needs_only_a_topic(town, officer):
    taken_over(town, officer, csv(["Thema"], ["Winterdienst"]))

    post = Post.objects.get()
    assert (post.title, post.risk, post.kind, post.planned_at) == ("Winterdienst", "sensitive", "other", None)


def test_a_campaign_is_told_by_its_name_and_an_empty_cell_takes_the_post_out(town, officer):
    campaign = campaign_in(town, officer, name="Stadtfest 2027")
    taken_over(town, officer, csv(["Thema", "Kampagne"], ["Aufbau", "stadtfest  2027"]))
    post = Post.objects.get()
    assert post.campaign == campaign

    _stored, plan = planned(town, officer, csv(["Thema", "Kampagne", "Nummer"], ["Aufbau", "Stadtfest 2027", post.pk]))
    assert plan.counts == {Outcome.UNCHANGED: 1}
    taken_over(town, officer, csv(["Thema", "Kampagne", "Nummer"], ["Aufbau", "", post.pk]))

    assert Post.objects.get().campaign is None
    _stored, plan = planned(town, officer, csv(["Thema", "Kampagne"], ["Abbau", "Stadtfest"]))
    assert "Es gibt keine Kampagne „Stadtfest“" in wrong(plan)[2]


def test_an_imported_post_is_found_by_the_search_as_any_other(town, officer):
    taken_over(town, officer, csv(["Thema", "Text"], ["Straßenfest", "Grüße aus Übelbächen"]))

    assert [post.title for post in posts_for_sheet(town, PlanFilter(text="uebelbaechen"))] == ["Straßenfest"]


def filled(town, officer, live=None):
    """Posts with everything a sheet could spoil."""
    channel = practice_channel(town, name="Amt, Nord")
    second = live_channel(town, 2, name="Fax: alt", platform="bluesky")
    campaign = campaign_in(town, officer, name="=Zwei  Wochen")
    delivery_of(channel, text="Ist schon öffentlich.")
    for title, text in (
        ("=SUMME(A1)", "+49 7531 900-0"),
        ("'Zitat'", "'=auch das"),
        ("Leerzeichen", "  vorn und hinten  \n\n"),
        ('Zeilen; mit "Zeichen"', "eins\r\nzwei\n\nAmt, Nord: drei\n2026-11-30"),
        ("00123", "1,5"),
        ("  ", "x" * 40_000),
    ):
        post = create_post(
            town, actor=officer, title=title.strip() or "Sehr lang", text=text, channels=[channel, second],
            wordings={channel.pk: "Amt, Nord: doppelt\nFax: alt: ja"}, wall=datetime(2026, 12, 2, 9, 30),
        )  # fmt: skip
        Post.objects.filter(pk=post.pk).update(pillar=" Säule ", contact="Amt 66\tTiefbau", campaign=campaign)
    create_post(town, actor=officer, title="Ohne alles")
    make_drafts(series_in(town, officer, [channel], name="Rubrik"), now())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_import_export_is_the_same_and_changes_nothing(town, officer, kind):
    filled(town, officer)
    before, revisions = values_of(town), dict(Post.objects.values_list("pk", "revision"))

    stored, plan = planned(town, officer, exported(town, kind))

    assert plan.counts == {Outcome.UNCHANGED: len(before) - 1}
    with pytest.raises(AlreadyChanged):
        apply_import(stored, actor=officer, seen_revision="")
    apply_import(stored, actor=officer, seen_revision=plan.revision)
    assert values_of(town) == before
    assert dict(Post.objects.values_list("pk", "revision")) == revisions


@pytest.mark.parametrize("content", [
    csv(["Tag", "Uhrzeit", "Thema", "Text"], ["02.12.2026", "09:30", "Eins", "a"], ["", "", "Zwei", "b"]),
    csv(["Topic", "Text"], ["Eins", "a"]),
])  # fmt: skip
def test_the_same_file_twice_changes_nothing(town, officer, content):
    first = taken_over(town, officer, content)
    revisions = dict(Post.objects.values_list("pk", "revision"))

    again = taken_over(town, officer, content)

    assert set(again.counts) == {Outcome.UNCHANGED} and len(first.rows) == len(revisions)
    assert dict(Post.objects.values_list("pk", "revision")) == revisions


@pytest.mark.parametrize("row", [["", "Neu"], ["", "Neu", ""]])
def test_an_empty_cell_at_the_end_empties_also_where_the_row_is_shorter(town, officer, row):
    post = create_post(town, actor=officer, title="Neu", text="Geht weg")
    row = [str(post.pk), *row[1:]]

    taken_over(town, officer, csv(["Nummer", "Thema", "Text"], row))

    post.refresh_from_db()
    assert post.text == ""


def test_a_row_with_a_number_changes_only_what_differs(town, officer):
    channel = live_channel(town, name="Mastodon")
    post = create_post(
        town, actor=officer, title="Alt", text="Bleibt", channels=[channel], wordings={channel.pk: "Kurz"}
    )
    other = create_post(town, actor=officer, title="Anderer")

    plan = taken_over(town, officer, csv(["Nummer", "Thema", "Ansprechpartner"], [str(post.pk), "Neu", ""]))

    post.refresh_from_db()
    other.refresh_from_db()
    assert (post.title, post.text, post.targets.get().text) == ("Neu", "Bleibt", "Kurz")
    assert plan.rows[0].labels == ["Thema"] and plan.left_out == ["Ansprechpartner"]
    assert (post.revision, other.revision) == (1, 0)


def test_what_is_approved_loses_its_approval_by_a_changed_text_and_not_by_a_note(live, officer):
    town, post = live.town, live.post(planned_day=None)
    noted = taken_over(town, officer, csv(["Nummer", "Zielgruppe"], [str(post.pk), "Familien"]))
    post.refresh_from_db()
    assert post.is_approved and post.target_group == "Familien" and not noted.rows[0].voids_approval

    changed = taken_over(
        town, officer, csv(["Nummer", "Text", "Tag", "Uhrzeit"], [str(post.pk), "Anders", "02.12.2026", "10:00"])
    )

    post.refresh_from_db()
    assert changed.rows[0].voids_approval
    assert (post.state, post.approved_hash, post.approved_by) == ("draft", "", None)
    assert post.planned_wall == datetime(2026, 12, 2, 10) and not post.deliveries.exclude(state="withdrawn").exists()


def test_an_approval_asked_for_is_taken_back_as_well(live, officer):
    post = create_post(live.town, actor=officer, title="Neu", text="Eins", channels=[live.channel])
    submit_post(post, actor=officer)

    taken_over(live.town, officer, csv(["Nummer", "Text"], [str(post.pk), "Zwei"]))

    post.refresh_from_db()
    assert post.state == "draft"


def test_an_approved_post_is_not_moved_by_a_sheet(live, officer):
    post = live.post()
    content = csv(["Nummer", "Tag", "Uhrzeit"], [str(post.pk), "02.12.2026", "10:00"])

    _stored, plan = planned(live.town, officer, content)

    assert "freigegeben" in wrong(plan)[2]


def test_what_is_public_stays_as_it_is(town, officer):
    post = delivery_of(practice_channel(town)).post
    Post.objects.filter(pk=post.pk).update(state="published", approved_hash="x")

    _stored, plan = planned(town, officer, csv(["Nummer", "Text"], [str(post.pk), "Neu"]))

    assert wrong(plan) == {2: "Der Beitrag ist öffentlich und bleibt, wie er ist."}


def test_one_wrong_row_keeps_everything_out(town, officer):
    stored, plan = planned(
        town, officer, csv(["Thema", "Tag", "Uhrzeit"], ["Gut", "", ""], ["Schlecht", "31.11.2026", "9:00"])
    )

    with pytest.raises(Refused):
        apply_import(stored, actor=officer, seen_revision=plan.revision)

    assert wrong(plan) == {3: "„31.11.2026“ in „Tag“ ist kein Tag. Bitte schreiben Sie ihn wie 30.11.2026."}
    assert not Post.objects.exists() and PlanImport.objects.exists()


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("Uhrzeit", "morgens", "ist keine Uhrzeit"),
        ("Tag", "02.12.2026", "Tag und Uhrzeit gehören zusammen"),
        ("Kanäle", "Fernschreiber", "Es gibt keinen Kanal „Fernschreiber“"),
        ("Art", "Gerücht", "„Gerücht“ ist in „Art“ unbekannt"),
        ("Einstufung", "egal", "„egal“ ist in „Einstufung“ unbekannt"),
        ("Eigener Wortlaut", "Einfach so", "Bitte beginnen Sie"),
        ("Inhaltssäule", "x" * 81, "mehr als 80 Zeichen"),
        ("Ohne soziale Medien zu finden", "javascript:alert(1)", "keine Webadresse"),
        ("Nummer", "99999999", "Es gibt keinen Beitrag mit der Nummer 99999999"),
        ("Nummer", "abc", "Es gibt keinen Beitrag mit der Nummer abc"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(town, officer, heading, cell, said):
    headings = [str(column.label) for column in COLUMNS]
    heading = str(next(c.label for c in COLUMNS if c.key == "alternative_url")) if "soziale" in heading else heading
    assert heading in headings

    _stored, plan = planned(town, officer, csv(["Thema", heading], ["Fest", cell]))

    assert said in wrong(plan)[2]


def test_a_day_that_has_passed_a_skipped_hour_and_a_double_row_are_named(town, officer):
    rows = [["Gestern", "22.11.2026", "09:00"], ["Sprung", "28.03.2027", "02:30"], ["Eins", "", ""], ["Eins", "", ""]]

    _stored, plan = planned(town, officer, csv(["Thema", "Tag", "Uhrzeit"], *rows))

    assert set(wrong(plan)) == {2, 3, 5}
    assert "Zeile 4" in wrong(plan)[5]


def test_formulas_are_neither_computed_nor_taken_for_text(town, officer):
    book = Workbook()
    book.active.append(["Thema", "Text", "Status"])
    book.active.append(["Fest", '=HYPERLINK("https://example.org")', "=1+1"])
    file = io.BytesIO()
    book.save(file)

    _stored, plan = planned(town, officer, file.getvalue())

    assert wrong(plan) == {2: "„Text“ enthält eine Formel. Bitte tragen Sie den Wert ein."}


def test_days_and_times_of_excel_are_days_and_times(town, officer):
    book = Workbook()
    book.active.append(["Thema", "Tag", "Uhrzeit"])
    book.active.append(["Fest", date(2026, 12, 2), datetime(2026, 1, 1, 9, 30).time()])
    book.active.append(["Markt", datetime(2026, 12, 3, 8, 15), None])
    file = io.BytesIO()
    book.save(file)

    taken_over(town, officer, file.getvalue())

    walls = dict(Post.objects.values_list("title", "planned_at"))
    assert {title: at.isoformat() for title, at in walls.items()} == {
        "Fest": "2026-12-02T08:30:00+00:00",
        "Markt": "2026-12-03T07:15:00+00:00",
    }


def test_of_five_thousand_rows_three_wrong_ones_are_named_soon(town, officer):
    live_channel(town, name="Mastodon")
    rows = [[f"Beitrag {n}", "02.12.2026", "09:30", "Mastodon", f"Text {n}"] for n in range(5000)]
    rows[17][1], rows[2500][3], rows[4999][0] = "32.12.2026", "Fax", ""

    began = clock.process_time()
    _stored, plan = planned(town, officer, csv(["Thema", "Tag", "Uhrzeit", "Kanäle", "Text"], *rows))

    assert sorted(wrong(plan)) == [19, 2502, 5001]
    assert clock.process_time() - began < 10
    assert not Post.objects.exists()


def test_the_preview_is_bound_to_what_was_seen(town, officer):
    post = create_post(town, actor=officer, title="Eins", text="a")
    stored, plan = planned(town, officer, csv(["Nummer", "Text"], [str(post.pk), "b"]))
    Post.objects.filter(pk=post.pk).update(text="c", revision=5)

    with pytest.raises(AlreadyChanged):
        apply_import(stored, actor=officer, seen_revision=plan.revision)

    post.refresh_from_db()
    assert post.text == "c"


@pytest.mark.parametrize("limit", ["MOST_NEW", "MOST_CHANGED"])
def test_too_many_at_once_are_refused(town, officer, monkeypatch, limit):
    posts = [create_post(town, actor=officer, title=f"Alt {n}") for n in range(2)]
    monkeypatch.setattr(plan_import, limit, 1)
    rows = [["", "Eins"], ["", "Zwei"], *([str(post.pk), f"Neu {post.pk}"] for post in posts)]
    stored, plan = planned(town, officer, csv(["Nummer", "Thema"], *rows))

    with pytest.raises(Refused, match=r"2.*1"):
        apply_import(stored, actor=officer, seen_revision=plan.revision)
    assert Post.objects.count() == 2


@pytest.mark.parametrize("content", [b"", csv(["Was", "Wann"], ["a", "b"]), csv(["Thema", "Topic"], ["a", "b"])])
def test_a_sheet_without_our_columns_is_refused_and_the_one_before_stays(town, officer, content):
    read_sheet(town, actor=officer, content=csv(["Thema"], ["Eins"]), file_name="gut.csv")

    with pytest.raises(UnreadableTable):
        read_sheet(town, actor=officer, content=content, file_name="schlecht.csv")

    assert PlanImport.objects.get().file_name == "gut.csv"


def test_who_drafts_only_changes_own_drafts_and_readers_nothing(town, officer):
    helper, reader = person(town, Role.EXTERNAL), person(town, Role.READER)
    theirs = create_post(town, actor=officer, title="Fremd", text="a")

    _stored, plan = planned(
        town, helper, csv(["Nummer", "Thema", "Text"], [str(theirs.pk), "Fremd", "b"], ["", "Neu", "c"])
    )

    assert wrong(plan) == {2: "Diesen Beitrag dürfen Sie nicht ändern."}
    assert plan.counts[Outcome.NEW] == 1
    with pytest.raises(NotPermitted):
        read_sheet(town, actor=reader, content=csv(["Thema"], ["Eins"]), file_name="plan.csv")


def test_a_post_of_another_town_is_none(town, officer):
    elsewhere = MunicipalityFactory()
    with scope(municipality=elsewhere):
        foreign = create_post(elsewhere, actor=person(elsewhere, Role.EDITOR), title="Geheimes Fest")

    _stored, plan = planned(town, officer, csv(["Nummer", "Thema"], [str(foreign.pk), "Meins"]))

    assert "keinen Beitrag mit der Nummer" in wrong(plan)[2] and "Geheimes" not in wrong(plan)[2]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_over_the_same_sheet_at_once_one_writes(town, officer):
    other = person(town, Role.EDITOR)
    content = csv(["Thema", "Tag", "Uhrzeit"], *([f"Beitrag {n}", "02.12.2026", "09:30"] for n in range(20)))
    with scope(municipality=town):
        seen = [(*planned(town, who, content), who) for who in (officer, other)]

    results = race(town, [lambda s=s, p=p, w=w: apply_import(s, actor=w, seen_revision=p.revision) for s, p, w in seen])

    assert sum(isinstance(result, AlreadyChanged) for result in results) == 1
    with scope(municipality=town):
        assert Post.objects.count() == 20


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_sheet_is_taken_over_once_however_often_the_button_is_pressed(town, officer):
    with scope(municipality=town):
        stored, plan = planned(town, officer, csv(["Thema"], ["Eins"]))

    results = race(town, [lambda: apply_import(stored, actor=officer, seen_revision=plan.revision)] * 4)

    assert sum(isinstance(result, AlreadyChanged) for result in results) == 3
    with scope(municipality=town):
        assert Post.objects.count() == 1


def test_what_nobody_decides_about_goes_after_a_day(town, officer):
    read_sheet(town, actor=officer, content=csv(["Thema"], ["Eins"]), file_name="plan.csv")
    with scopes_disabled():
        tasks.forget_plan_imports()
        assert PlanImport.objects.exists()
        PlanImport.objects.update(read_at=now() - timedelta(days=1, seconds=1))
        tasks.forget_plan_imports()
        assert not PlanImport.objects.exists()


# -- pages ------------------------------------------------------------------------------------------


def page(town, name="plan_import"):
    return reverse(f"planning:{name}", args=[town.slug])


def sent(client, town, content: bytes, name="plan.csv"):
    return client.post(page(town), {"file": SimpleUploadedFile(name, content)})


def test_a_sheet_is_read_in_looked_at_and_taken_over_on_the_pages(town, as_officer):
    answer = sent(as_officer, town, csv(["Thema", "Tag", "Uhrzeit"], ["Fest", "02.12.2026", "09:30"]))
    assert answer["Location"] == page(town, "plan_import_preview")
    shown = as_officer.get(answer["Location"])
    assert "02.12.2026, 09:30" in shown.content.decode() and not Post.objects.exists()

    done = as_officer.post(answer["Location"], {"revision": shown.context["plan"].revision, "take": "1"}, follow=True)

    assert "Die Tabelle ist übernommen: 1 neuer Entwurf." in done.content.decode()
    assert Post.objects.get().title == "Fest" and not PlanImport.objects.exists()
    assert "Es ist nichts eingelesen" in as_officer.get(page(town, "plan_import_preview")).content.decode()


def test_an_outdated_preview_is_shown_again_with_the_reason(town, as_officer, officer):
    sent(as_officer, town, csv(["Thema"], ["Fest"]))

    answer = as_officer.post(page(town, "plan_import_preview"), {"revision": "alt", "take": "1"})

    assert answer.status_code == 409
    assert "Der Plan hat sich geändert" in answer.content.decode()
    assert not Post.objects.exists()


def test_wrong_rows_are_named_and_offer_no_button(town, as_officer):
    sent(as_officer, town, csv(["Thema", "Art"], ["Fest", "Gerücht"]))

    shown = as_officer.get(page(town, "plan_import_preview")).content.decode()

    assert "1 Zeile lässt sich nicht übernehmen" in shown and "„Gerücht“ ist in „Art“ unbekannt" in shown
    assert 'name="take"' not in shown and 'name="discard"' in shown


def test_a_file_that_is_no_table_is_refused_on_the_page(town, as_officer):
    for content in (b"\x89PNG\r\n\x00", b"", csv(["Wer"], ["wir"])):
        answer = sent(as_officer, town, content)
        assert answer.status_code == 422
    assert as_officer.post(page(town)).status_code == 422
    assert not PlanImport.objects.exists()


def test_discarding_leaves_the_plan_as_it_was(town, as_officer):
    sent(as_officer, town, csv(["Thema"], ["Fest"]))

    answer = as_officer.post(page(town, "plan_import_preview"), {"discard": "1"}, follow=True)

    assert "verworfen" in answer.content.decode() and not PlanImport.objects.exists() and not Post.objects.exists()


def test_nobody_sees_what_somebody_else_has_read_in(town, as_officer, client):
    sent(as_officer, town, csv(["Thema"], ["Geheimes Fest"]))
    client.force_login(person(town, Role.EDITOR))

    assert "Geheimes" not in client.get(page(town, "plan_import_preview")).content.decode()


def test_the_list_leads_there_and_the_file_is_what_it_takes(town, as_officer, officer):
    create_post(town, actor=officer, title="Fest", text="a")
    assert page(town) in as_officer.get(reverse("planning:agenda", args=[town.slug])).content.decode()
    file = as_officer.get(reverse("planning:plan_workbook", args=[town.slug])).content
    book = load_workbook(io.BytesIO(file))
    headings = [cell.value for cell in book.active[1]]
    book.active.cell(2, headings.index("Text") + 1).value = "b"
    changed = io.BytesIO()
    book.save(changed)

    shown = as_officer.get(sent(as_officer, town, changed.getvalue(), "plan.xlsx")["Location"])

    assert shown.context["counts"] == {"new": 0, "changed": 1, "unchanged": 0, "wrong": 0}
