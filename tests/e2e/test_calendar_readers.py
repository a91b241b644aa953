# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""ical.js, rrule-temporal, vobject and dateutil, on which calendar programs are built, read our calendars alike.

Instants in winter, in summer and in both nights in which the clock is changed, and whole days.
"""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
import vobject
from dateutil.rrule import rrulestr
from django.test import Client
from playwright.sync_api import Browser, Page

from accounts.models import Role
from accounts.services import open_feed
from channels_mgmt.models import PlanSpan
from channels_mgmt.services.planning import create_post
from tests.channels_mgmt.factories import election_in
from tests.e2e.browser import ROOT
from tests.factories import person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

LIBRARIES = ROOT / "var" / "test-assets"
#: Title → wall time in the town and the instant it names. On 31 October 02:30 comes twice: the first counts.
WALLS = {
    "Winter": (datetime(2027, 1, 15, 9, 30), "2027-01-15T08:30:00+00:00"),
    "Vor der Sommerzeit": (datetime(2027, 3, 28, 1, 59), "2027-03-28T00:59:00+00:00"),
    "Nach dem Sprung": (datetime(2027, 3, 28, 3, 0), "2027-03-28T01:00:00+00:00"),
    "Sommer": (datetime(2027, 7, 15, 9, 30), "2027-07-15T07:30:00+00:00"),
    "In der langen Nacht": (datetime(2027, 10, 31, 2, 30), "2027-10-31T00:30:00+00:00"),
    "Nach der langen Nacht": (datetime(2027, 10, 31, 3, 0), "2027-10-31T02:00:00+00:00"),
    "Silvester": (datetime(2027, 12, 31, 23, 59), "2027-12-31T22:59:00+00:00"),
}
LONG = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung; Teil 1, „Übergänge“ \\ und mehr"
READ_BY_ICAL = """async ([text]) => {
  const ICAL = (await import('/ical.js/ical.js')).default;
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map(part => {
    const event = new ICAL.Event(part);
    const start = event.startDate.isDate ? event.startDate.toString() : event.startDate.toUnixTime();
    const end = event.endDate.isDate ? event.endDate.toString() : event.endDate.toUnixTime();
    return [event.uid, event.summary, start, end];
  });
}"""
READ_BY_RRULE_TEMPORAL = """async ([rules]) => {
  const {RRuleTemporal} = await import('/rrule-temporal/index.js');
  return rules.map(rule => new RRuleTemporal({rruleString: rule}).all().map(at => at.epochMilliseconds / 1000));
}"""


@pytest.fixture
def library_page(browser: Browser):
    """A page that reaches the two libraries and nothing else."""
    context = browser.new_context()

    def serve(route):
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body="<!doctype html><title>readers</title>", content_type="text/html")
        else:
            route.fulfill(path=LIBRARIES / path.lstrip("/"), content_type="text/javascript")

    context.route("**/*", serve)
    page = context.new_page()
    page.goto("https://readers.example/")
    yield page
    context.close()


@pytest.fixture
def text(town) -> str:
    """The calendar of a town with a post at each of ``WALLS``, as a program gets it."""
    with time_machine.travel("2026-12-01T09:00Z", tick=False):
        officer = person(town, Role.COMMUNICATIONS)
        for title, (wall, _instant) in WALLS.items():
            create_post(town, actor=officer, title=title, wall=wall)
        create_post(town, actor=officer, title=LONG, wall=datetime(2027, 2, 1, 12))
        election_in(town, officer, ahead=120, starts_on=date(2026, 12, 30))
        PlanSpan.objects.create(
            municipality=town, kind="action", name="Stadtfest", first=date(2027, 3, 27), last=date(2027, 3, 29)
        )
        address = open_feed(town, actor=officer, kind="plan", permission="channels_mgmt.view_plan")
        answer = Client().get(urlsplit(address).path)
    assert answer.status_code == 200
    return answer.content.decode()


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


EXPECTED = {f"{title} (Entwurf)": seconds(instant) for title, (_wall, instant) in WALLS.items()}


def test_ical_js_reads_the_same_instants_days_and_words(text, library_page: Page):
    read = library_page.evaluate(READ_BY_ICAL, [text])

    found = {title: (start, end) for _uid, title, start, end in read}
    assert {title: found[title][0] for title in EXPECTED} == EXPECTED
    assert all(found[title][1] - found[title][0] == 15 * 60 for title in EXPECTED)
    assert found["Stadtfest (Aktionstag)"] == ("2027-03-27", "2027-03-30")
    window = next(span for title, span in found.items() if title.startswith("Wahlfenster"))
    assert window == ("2026-12-30", "2027-04-01")
    assert f"{LONG} (Entwurf)" in found
    assert len({uid for uid, *_rest in read}) == len(read)


def test_vobject_reads_the_same_instants_days_and_words(text):
    events = vobject.readOne(text).vevent_list

    found = {event.summary.value: event for event in events}
    assert {title: found[title].dtstart.value.timestamp() for title in EXPECTED} == EXPECTED
    assert all(found[title].duration.value == timedelta(minutes=15) for title in EXPECTED)
    fair = found["Stadtfest (Aktionstag)"]
    assert (fair.dtstart.value, fair.dtend.value) == (date(2027, 3, 27), date(2027, 3, 30))
    assert f"{LONG} (Entwurf)" in found


def test_dateutil_reads_the_same_instants_and_days(text):
    found = {title: list(rrulestr(rule)) for title, rule in as_rules(text).items()}

    assert all(len(dates) == 1 for dates in found.values())
    assert {title: found[title][0].timestamp() for title in EXPECTED} == EXPECTED
    assert found["Stadtfest (Aktionstag)"] == [datetime.combine(date(2027, 3, 27), time())]


def test_rrule_temporal_reads_the_same_instants_and_days(text, library_page: Page):
    rules = as_rules(text)

    read = library_page.evaluate(READ_BY_RRULE_TEMPORAL, [list(rules.values())])

    found = dict(zip(rules, read, strict=True))
    assert {title: found[title] for title in EXPECTED} == {title: [at] for title, at in EXPECTED.items()}
    assert found["Stadtfest (Aktionstag)"] == [datetime(2027, 3, 27, tzinfo=UTC).timestamp()]


def as_rules(text: str) -> dict[str, str]:
    """The beginning of each entry, exactly as its line stands in the calendar, as a rule that comes once.

    dateutil and rrule-temporal read rules and not calendars.
    """
    found = {}
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        lines = dict(line.partition(":")[::2] for line in event.splitlines())
        name = next(name for name in lines if name.startswith("DTSTART"))
        found[lines["SUMMARY"]] = f"{name}:{lines[name]}\nRRULE:FREQ=DAILY;COUNT=1"
    return found
