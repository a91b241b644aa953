# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo town has entered ahead: a campaign, a series that begins after the winter, and an election."""

from dataclasses import replace
from datetime import date, time, timedelta

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, ElectionWindow, Post, PostSeries
from channels_mgmt.services.campaigns import save_campaign
from channels_mgmt.services.elections import enter_window
from channels_mgmt.services.planning import edit_post
from channels_mgmt.services.series import save_series

#: Longer than drafts are made ahead: the plan shows what is there, not what a demo repeats.
BEGINS_IN = timedelta(weeks=12)
ELECTION_IN, WINDOW = timedelta(days=300), timedelta(days=90)


def load_ahead(town: Municipality, people: dict[str, User], channels: list[Channel]) -> None:
    editor, press = people[Role.EDITOR], people[Role.COMMUNICATIONS]
    today = town.local_day()
    save_series(
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
    _campaign(town, press, today)
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
