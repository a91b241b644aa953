# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan marks school holidays, action days and stops; a calendar file is taken over whole or not at all."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from accounts.models import AuditEntry, PostponedAct, Role
from accounts.services.acts import carry_out_act
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.domain.action_days import action_days_of
from channels_mgmt.domain.calendar_files import DamagedCalendar, NamedDays, read_named_days
from channels_mgmt.models import PlanSpan
from channels_mgmt.queries.bands import bands_of
from channels_mgmt.services.spans import (
    add_action_day,
    compare_school_holidays,
    remove_span,
    remove_span_soon,
    replace_school_holidays,
)
from channels_mgmt.services.stops import resume_publishing, stop_publishing
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.test_views_planning import planned
from tests.factories import MunicipalityFactory, person
from tests.racing import race

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = NamedDays("Winterferien", date(2027, 2, 8), date(2027, 2, 12))
EASTER = NamedDays("Osterferien", date(2027, 3, 22), date(2027, 4, 2))


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


def entry(name="Winterferien", *lines):
    lines = lines or ("DTSTART;VALUE=DATE:20270208", "DTEND;VALUE=DATE:20270213")
    return "\r\n".join(["BEGIN:VEVENT", *([f"SUMMARY:{name}"] if name else []), *lines, "END:VEVENT"])


def calendar(*entries):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])


def marked(town, day):
    return [(band.kind, band.name) for band in bands_of(town).on(day)]


def preview(town, *read):
    return compare_school_holidays(town, read).revision


# -- what a file says


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20270208", "DTEND;VALUE=DATE:20270213"),
        ("DTSTART:20270208T000000", "DTEND:20270213T000000"),
        ("DTSTART:20270207T230000Z", "DTEND:20270212T230000Z"),
        ('DTSTART;TZID="Europe/Berlin: x":20270208T000000', "DURATION:P5D"),
        ("DTSTART;VALUE=DATE:20270208", "DTEND;VALUE=DATE:2027", " 0213", "BEGIN:VALARM", "DTSTART:1", "END:VALARM"),
    ],
    ids=["days", "midnights", "universal time", "duration", "folded, with an alarm"],
)
def test_the_end_of_an_entry_is_the_day_after_its_last_one(lines):
    assert read_named_days(calendar(entry("Winterferien", *lines)), BERLIN) == [WINTER]


def test_names_are_unescaped_and_equal_entries_are_one():
    text = calendar(entry(r"Fasching\, Ruhe\nund Spiel"), entry(r"Fasching\, Ruhe\nund Spiel"))

    assert [days.name for days in read_named_days(text, BERLIN)] == ["Fasching, Ruhe und Spiel"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>Nicht gefunden</html>", "Zeile 1"),
        ("Ferien:Winter", "BEGIN:VCALENDAR"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Ost", "bricht ab"),
        (calendar(), "kein Eintrag"),
        (calendar(entry("")), "keinen Namen"),
        (calendar(entry("A" * 81)), "zu lang"),
        (calendar(entry("A", "DTSTART;VALUE=DATE:20270230")), "Zeile 5"),
        (calendar(entry("A", "DTSTART;VALUE=DATE:99990101")), "Zeile 5"),
        (calendar(entry("A", "DTSTART;VALUE=DATE:20270208", "DTEND;VALUE=DATE:20270207")), "bevor er beginnt"),
        (calendar(entry("A", "DTSTART;VALUE=DATE:20270208", "DTEND;VALUE=DATE:20280208")), "120 Tage"),
        (calendar(entry("A", "DTSTART:20270208T100000", "DTEND:20270208T120000")), "Uhrzeit"),
        (calendar(entry("A", "DTSTART;VALUE=DATE:20270208", "RRULE:FREQ=DAILY")), "wiederholt sich"),
        (calendar("END:VEVENT"), "nicht begonnen"),
        (calendar(*(entry(f"A{n}") for n in range(401))), "401"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_a_sentence(text, said):
    with pytest.raises(DamagedCalendar) as refused:
        read_named_days(text, BERLIN)

    assert said in str(refused.value)
    assert "nichts übernommen" in str(refused.value)


# -- what is stored


def test_a_file_replaces_the_years_it_names_and_no_other(town, officer):
    replace_school_holidays(town, actor=officer, read=[WINTER], seen_revision=preview(town, WINTER))
    other = WINTER._replace(first=date(2026, 2, 9), last=date(2026, 2, 13))
    replace_school_holidays(town, actor=officer, read=[other], seen_revision=preview(town, other))

    replace_school_holidays(town, actor=officer, read=[EASTER], seen_revision=preview(town, EASTER))

    assert [(span.name, span.first) for span in PlanSpan.objects.order_by("first")] == [
        ("Winterferien", other.first),
        ("Osterferien", EASTER.first),
    ]


def test_the_same_file_again_changes_nothing_and_says_so(town, officer):
    replace_school_holidays(town, actor=officer, read=[WINTER], seen_revision=preview(town, WINTER))

    with pytest.raises(Refused, match="schon im Plan"):
        replace_school_holidays(town, actor=officer, read=[WINTER], seen_revision=preview(town, WINTER))


def test_what_was_previewed_before_somebody_else_took_over_a_file_is_refused(town, officer):
    seen = preview(town, EASTER)
    replace_school_holidays(town, actor=officer, read=[WINTER], seen_revision=preview(town, WINTER))

    with pytest.raises(AlreadyChanged):
        replace_school_holidays(town, actor=officer, read=[EASTER], seen_revision=seen)

    assert [span.name for span in PlanSpan.objects.all()] == ["Winterferien"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_files_taken_over_at_once_one_is(officer, town):
    seen = preview(town, WINTER)
    files = [[WINTER], [EASTER], [WINTER, EASTER]] * 2

    race(town, [lambda f=f: replace_school_holidays(town, actor=officer, read=f, seen_revision=seen) for f in files])

    stored = sorted(span.name for span in PlanSpan.objects.all())
    assert stored in (["Winterferien"], ["Osterferien"], ["Osterferien", "Winterferien"])
    assert AuditEntry.objects.filter(action="channels_mgmt.school_holidays_replaced").count() == 1


def test_the_database_keeps_marked_days_whole(town):
    common = {
        "municipality": town,
        "kind": "action",
        "name": "Fest",
        "first": date(2027, 5, 1),
        "last": date(2027, 5, 2),
    }
    PlanSpan.objects.create(**common)
    for broken in ({}, {"kind": "x"}, {"name": ""}, {"name": "B", "last": date(2027, 4, 30)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanSpan.objects.create(**common | broken)


def test_a_day_of_ones_own_is_marked_once_and_removed_in_ten_seconds(town, officer):
    span = add_action_day(town, actor=officer, name=" Altstadt  fest ", first=date(2027, 7, 3), last=date(2027, 7, 4))

    with pytest.raises(AlreadyChanged):
        add_action_day(town, actor=officer, name="Altstadt fest", first=date(2027, 7, 3))
    for wrong in ({"name": " "}, {"last": date(2027, 7, 1)}, {"last": date(2028, 7, 1)}):
        with pytest.raises(Refused):
            add_action_day(town, actor=officer, **{"name": "A", "first": date(2027, 7, 3)} | wrong)
    assert PlanSpan.objects.count() == 1

    act = remove_span_soon(span, actor=officer)
    assert PlanSpan.objects.exists()
    with time_machine.travel(act.due_at, tick=True):
        carry_out_act(act.pk)
    assert not PlanSpan.objects.exists()
    with pytest.raises(AlreadyChanged):
        remove_span(span, actor=officer)


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR, Role.DEPARTMENT, Role.EXTERNAL])
def test_who_does_not_make_the_plan_marks_nothing_in_it(town, role):
    actor = person(town, role)

    with pytest.raises(NotPermitted):
        add_action_day(town, actor=actor, name="Fest", first=date(2027, 7, 3))
    with pytest.raises(NotPermitted):
        replace_school_holidays(town, actor=actor, read=[WINTER], seen_revision=preview(town, WINTER))


# -- what is marked


def test_school_holidays_are_those_of_the_state(db):
    marks = {}
    for code in ("03241001", "08335043", "09162000"):
        with scope(municipality=(town := MunicipalityFactory(municipality_code=code))):
            marks[code] = [marked(town, day) for day in (date(2026, 7, 6), date(2026, 10, 28), date(2027, 1, 5))]

    summer, autumn, winter = ([("school", f"{name}ferien")] for name in ("Sommer", "Herbst", "Weihnachts"))
    assert marks == {
        "03241001": [summer, [], winter],
        "08335043": [[], autumn, winter],
        "09162000": [[], [], winter],
    }


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_what_is_marked_is_seen_at_once(town, officer):
    day = date(2027, 5, 20)
    assert marked(town, day) == [("school", "Himmelfahrts-/Pfingstferien")]

    replace_school_holidays(town, actor=officer, read=[WINTER], seen_revision=preview(town, WINTER))
    assert (marked(town, day), marked(town, WINTER.last)) == ([], [("school", "Winterferien")])

    span = add_action_day(town, actor=officer, name="Maifest", first=day)
    assert marked(town, day) == [("action", "Maifest")]
    remove_span(span, actor=officer)
    assert marked(town, day) == []

    stop_publishing(town, actor=officer, reason="Unfall")
    assert marked(town, day) == [("pause", "Unfall")]
    resume_publishing(town, actor=officer)
    assert marked(town, day) == []


def test_action_days_that_move_fall_on_their_weekday():
    found = {name: day for day, names in action_days_of(2026).items() for name in names}

    assert found["Bundesweiter Warntag"] == date(2026, 9, 10)
    assert found["Tag des offenen Denkmals"] == date(2026, 9, 13)
    assert found["Volkstrauertag"] == date(2026, 11, 15)
    assert found["Bundesweiter Vorlesetag"] == date(2026, 11, 20)
    assert sum("Europäische Mobilitätswoche" in names for names in action_days_of(2026).values()) == 7


def test_a_town_sees_its_own_days_only(town, officer):
    add_action_day(town, actor=officer, name="Altstadtfest", first=date(2027, 7, 3))
    neighbour = MunicipalityFactory()

    with scope(municipality=neighbour):
        assert ("action", "Altstadtfest") not in marked(neighbour, date(2027, 7, 3))


# -- pages


def url(name, town, *args):
    return reverse(f"planning:{name}", args=[town.slug, *args])


def test_month_week_day_and_list_show_what_is_marked(town, officer, as_officer):
    add_action_day(town, actor=officer, name="Adventsmarkt", first=date(2026, 11, 24), last=date(2026, 11, 30))
    planned(town, date(2026, 11, 25), title="Winterdienst", author=officer)

    shown = {
        page: as_officer.get(address).content.decode().count("Adventsmarkt")
        for page, address in {
            "month": url("month", town),
            "week": url("week", town),
            "day": url("day", town, date(2026, 11, 25)),
            "list": url("agenda", town),
        }.items()
    }

    assert shown == {"month": 7, "week": 6, "day": 1, "list": 1}
    month = as_officer.get(url("month", town)).content.decode()
    assert month.count("Aktionstag: Adventsmarkt") == 5  # its first day and the Monday after it show the name


def test_a_file_is_previewed_and_taken_over_as_it_was_shown(town, as_officer):
    address = url("school_holidays", town)
    file = SimpleUploadedFile("ferien.ics", calendar(entry()).encode(), "text/calendar")

    page = as_officer.post(address, {"file": file})
    assert "Winterferien" in page.content.decode()
    assert not PlanSpan.objects.exists()

    sent = {"table": page.context["form"]["table"].value(), "revision": page.context["change"].revision, "take": "1"}
    assert as_officer.post(address, sent).status_code == 302
    assert [tuple(span) for span in PlanSpan.objects.values_list("name", "first", "last")] == [tuple(WINTER)]
    assert "Winterferien" in as_officer.get(url("days", town)).content.decode()


@pytest.mark.parametrize(
    "sent", [b"\xff\xfe\x00", b"", b"x" * 1_000_001, b"%PDF-1.7"], ids=["binary", "empty", "large", "PDF"]
)
def test_a_file_of_another_kind_is_answered_by_a_sentence(town, as_officer, sent):
    page = as_officer.post(url("school_holidays", town), {"file": SimpleUploadedFile("ferien.ics", sent)})

    assert page.status_code == 422
    assert page.context["form"].errors
    assert not PlanSpan.objects.exists()


def test_days_are_marked_and_removed_on_the_page(town, as_officer):
    sent = {"name": "Altstadtfest", "first": "2027-07-03", "last": "2027-07-01"}
    assert as_officer.post(url("days", town), sent).status_code == 422
    assert as_officer.post(url("days", town), sent | {"last": ""}).status_code == 302

    as_officer.post(url("remove_span", town, PlanSpan.objects.get().pk))

    assert PostponedAct.objects.get().words.startswith("„Altstadtfest“")
    assert "verlässt den Plan" in as_officer.get(url("days", town)).content.decode()
