# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels and posts for tests; ``give_mandate`` signs what a channel needs to go live."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from accounts.models import Role, User
from channels_mgmt.domain.recurrence import WEEKDAYS, written
from channels_mgmt.models import (
    Campaign,
    Channel,
    ChannelCheck,
    ChannelDocument,
    DepartmentLink,
    DocumentCheck,
    ElectionWindow,
    EmergencyRelease,
    Post,
    PostSeries,
    PostTarget,
    SeriesChannel,
    WritingRight,
)
from channels_mgmt.queries.places import Place, town_of
from channels_mgmt.services.campaigns import save_campaign
from channels_mgmt.services.departments import open_department_link
from channels_mgmt.services.elections import enter_window
from channels_mgmt.services.writing_rights import give_writing_right
from core.platforms import Platform
from netiquette.models import Clause, Netiquette
from staffing.models import WorkingShare
from strategy.models import PlatformDecision, Strategy
from tests.factories import MunicipalityFactory, person


class ChannelFactory(DjangoModelFactory):
    """A planned channel on the practice platform."""

    class Meta:
        model = Channel

    municipality = factory.SubFactory(MunicipalityFactory)
    platform = Platform.MASTODON
    connector = Channel.Connector.PRACTICE
    name = factory.Sequence(lambda n: f"Kanal {n}")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda n: f"Beitrag {n}")
    text = "Das Bürgerbüro öffnet am Samstag."
    author = factory.LazyAttribute(lambda post: person(post.municipality, Role.EDITOR))


def live_channel(town, slot=1, **fields) -> Channel:
    """A live practice channel, as it stands after everything was done; without owner and checks."""
    fields = {"account_id": f"live-{slot}", "live_since": now()} | fields
    return ChannelFactory(municipality=town, state=Channel.State.LIVE, live_slot=slot, **fields)


def draft(town, author: User | None = None, channels=(), **fields) -> Post:
    """A draft by an editor for ``channels``."""
    if author is not None:
        fields["author"] = author
    post = PostFactory(municipality=town, **fields)
    for channel in channels:
        PostTarget.objects.create(post=post, channel=channel)
    return post


def emergency_in(town, author: User, publisher: User, **fields) -> EmergencyRelease:
    """An open release of a draft by ``author``."""
    post = draft(town, author, title=f"Notfall {town}")
    at = now()
    common = {"content_hash": post.current_hash(), "released_at": at, "confirm_until": at + timedelta(minutes=30)}
    return EmergencyRelease.objects.create(
        municipality=town, post=post, released_by=publisher, **{"reason": "Giftwolke über dem Hafen"} | common | fields
    )


def department_in(town, actor: User, **fields) -> DepartmentLink:
    """A department with an open link."""
    given = {"name": "Bauhof", "email": "bauhof@stadt.example", "last_day": town.local_day() + timedelta(days=30)}
    return open_department_link(town, actor=actor, **given | fields)


def election_in(town, actor: User, standing=(), *, ahead=30, **fields) -> ElectionWindow:
    """A window that runs and ends with its election day."""
    day = town.local_day() + timedelta(days=ahead)
    common = {"kind": "mayor", "basis": "Neutralitätspflicht", "starts_on": town.local_day() - timedelta(days=30)}
    return enter_window(town, actor=actor, standing=standing, **common | {"election_day": day, "ends_on": day} | fields)


def writing_right_in(town, giver: User, place, writer: User | None = None, *, days=30, **fields) -> WritingRight:
    """The right of a reader of the town to write for ``place``."""
    writer = writer or person(town, Role.READER, **fields)
    return give_writing_right(
        place, actor=giver, person=writer, wall=datetime.combine(town.local_day() + timedelta(days=days), time(18))
    )


def campaign_in(town, actor: User, **fields) -> Campaign:
    """Of last September, so that no composer offers it."""
    common = {"name": "Radwochen", "goal": "Mehr Menschen auf dem Rad", "first": date(2026, 9, 1)}
    return save_campaign(town, actor=actor, **common | {"last": date(2026, 9, 30)} | fields)


def give_mandate(town, *platforms) -> None:
    """A signed strategy that names ``platforms``, and a published netiquette."""
    author, mayor = person(town, Role.COMMUNICATIONS), person(town, Role.LEADERSHIP)
    signed = {"municipality": town, "version": 1, "author": author, "signed_by": mayor, "signed_at": now()}
    strategy = Strategy.objects.create(state="in_force", signed_hash="x", **signed)
    for slot, platform in enumerate(platforms, 1):
        PlatformDecision.objects.create(strategy=strategy, platform=platform, slot=slot, reason="Reichweite")
    Strategy.objects.filter(pk=strategy.pk).update(signed_hash=Strategy.objects.get(pk=strategy.pk).current_hash())
    netiquette = Netiquette.objects.create(state="published", signed_hash="x", **signed)
    Clause.objects.create(netiquette=netiquette, number=1, key="respekt", title="Respekt", text="Bleiben Sie höflich.")
    stored = Netiquette.objects.get(pk=netiquette.pk)
    Netiquette.objects.filter(pk=netiquette.pk).update(signed_hash=stored.current_hash())


def checked_document(place: Place, kind: str = "usage_concept", **fields) -> ChannelDocument:
    """A document somebody has checked; no facts were kept, so it is never stale."""
    town = town_of(place)
    fields = {"text": "## Zweck\n\nInformation.", "version": 1, "created_at": now(), "facts_hash": "-"} | fields
    fields.setdefault("author", None)
    fields["author"] = fields["author"] or person(town, Role.COMMUNICATIONS)
    channel = place if isinstance(place, Channel) else None
    document = ChannelDocument.objects.create(municipality=town, channel=channel, kind=kind, **fields)
    DocumentCheck.objects.create(
        document=document,
        number=1,
        function="Datenschutzbeauftragte",
        text_hash=document.text_hash,
        checked_by=document.author,
        checked_at=fields["created_at"],
    )
    ChannelDocument.objects.filter(pk=document.pk).update(state="checked", checked_hash=document.text_hash)
    document.refresh_from_db()
    return document


def make_ready(channel: Channel) -> Channel:
    """Give ``channel`` people with hours, an account and every check; the mandate is the town's."""
    town = channel.municipality
    owner, deputy = person(town, Role.COMMUNICATIONS), person(town, Role.EDITOR)
    for somebody in (owner, deputy):
        WorkingShare.objects.create(municipality=town, person=somebody, hours_per_week=6)
    for key in ChannelCheck.Key.values:
        ChannelCheck.objects.create(channel=channel, key=key, done_by=owner, done_at=now())
    checked_document(channel, author=owner)
    Channel.objects.filter(pk=channel.pk).update(owner=owner, deputy=deputy, account_id=f"konto-{channel.pk}")
    channel.refresh_from_db()
    return channel


def series_in(town, author: User, channels=(), **fields) -> PostSeries:
    """A weekly series from tomorrow on, without drafts."""
    tomorrow = localdate() + timedelta(days=1)
    rule = written("WEEKLY", by=f"BYDAY={WEEKDAYS[tomorrow.weekday()]}")
    common = {"name": "Frage der Woche", "rule": rule, "starts_on": tomorrow, "time": time(9), "responsible": author}
    series = PostSeries.objects.create(municipality=town, **common | fields)
    for channel in channels:
        SeriesChannel.objects.create(series=series, channel=channel)
    return series
