# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo town has entered ahead: a campaign, a series after the winter, an election, an agency's sheet."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, ElectionWindow, Post, PostSeries
from channels_mgmt.services.campaigns import save_campaign
from channels_mgmt.services.elections import enter_window
from channels_mgmt.services.plan_import import read_sheet
from channels_mgmt.services.planning import edit_post
from channels_mgmt.services.series import save_series
from channels_mgmt.services.writing_rights import give_writing_right
from core.sheets import csv_lines

#: Longer than drafts are made ahead: the plan shows what is there, not what a demo repeats.
BEGINS_IN = timedelta(weeks=12)
WRITES_FOR = timedelta(days=120)
ELECTION_IN, WINDOW = timedelta(days=300), timedelta(days=90)


def load_ahead(town: Municipality, people: dict[str, User], channels: list[Channel]) -> None:
    editor, press = people[Role.EDITOR], people[Role.COMMUNICATIONS]
    today = town.local_day()
    series, _drafts = save_series(
        town,
        actor=editor,
        name="Frage der Woche",
        rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TH",
        starts_on=today + BEGINS_IN,
        time=time(17, 0),
        on_holidays=PostSeries.OnHolidays.SKIP,
        responsible=editor,
        channels=channels,
        kind=Post.Kind.QUESTION,
        risk=Post.Risk.ROUTINE,
        text="Unsere Frage der Woche: …",
    )
    ends = datetime.combine(today + WRITES_FOR, time(18, 0))
    give_writing_right(series, actor=editor, person=people[Role.MODERATOR], wall=ends)
    _campaign(town, press, today)
    _read_in_sheet(town, press, channels)
    day = today + ELECTION_IN
    enter_window(
        town,
        actor=press,
        kind=ElectionWindow.Kind.STATE,
        election_day=day,
        starts_on=day - WINDOW,
        ends_on=day,
        basis="Zurückhaltung vor Wahlen (BVerfGE 44, 125), drei Monate nach Absprache im Haus",
    )


def _campaign(town: Municipality, press: User, today: date) -> None:
    """Three weeks round today, with posts that are still to come."""
    campaign = save_campaign(
        town,
        actor=press,
        name="Advent in Lindenhagen",
        goal="Mehr Menschen kommen mit Bus und Rad zum Weihnachtsmarkt; wir zählen die Nachfragen zum Fahrplan.",
        first=today - timedelta(days=7),
        last=today + timedelta(days=14),
        wanted=6,
        hue=6,
    )
    coming = Post.objects.filter(municipality=town, planned_day__range=(today, campaign.last))
    for post in [post for post in coming.order_by("planned_at") if "Advent" in post.title or "Weihnacht" in post.title]:
        edit_post(post, actor=press, placing=replace(post.placing, campaign_id=campaign.pk))


def _read_in_sheet(town: Municipality, press: User, channels: list[Channel]) -> None:
    """The sheet of an agency, looked at and not taken over yet; one day is mistyped."""
    today, names = town.local_day(), ", ".join(channel.name for channel in channels)
    rows = [
        ["Tag", "Uhrzeit", "Kanäle", "Thema", "Art", "Text", "Einstufung", "Alternativtext"],
        [
            f"{today + timedelta(days=45):%d.%m.%Y}",
            "09:00",
            names,
            "Frühjahrsputz: Helferinnen und Helfer gesucht",
            "Frage an die Bürgerschaft",
            "Zange, Sack und gute Laune: Wer macht mit beim Frühjahrsputz?",
            "Routine",
            "",
        ],
        [
            f"{today + timedelta(days=47):%d.%m.%Y}",
            "17:00",
            names,
            "Anmeldung zur Kindertagesstätte beginnt",
            "Service",
            "Ab Montag melden Sie Ihr Kind online an. Alle Plätze und Fristen stehen auf unserer Website.",
            "Sensibel",
            "",
        ],
        [
            f"30.02.{today.year + 1}",
            "10:00",
            names,
            "Sperrung der Uferstraße",
            "Service",
            "Die Uferstraße ist gesperrt. Umleitung über den Mühlweg.",
            "Sensibel",
            "Karte der Umleitung",
        ],
    ]
    content = "".join(csv_lines(rows)).encode()
    read_sheet(town, actor=press, content=content, file_name="Redaktionsplan der Agentur.csv")
