# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fill an empty database with invented towns, posts and comments, for measurements (tools/bench.py)."""

from __future__ import annotations

import random
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Municipality, Role, User
from accounts.services import found_membership
from channels_mgmt.models import Channel, Delivery, Post, PostTarget
from community.models import Author, Comment, Decision
from core.folding import fold_words
from netiquette.models import Clause, Netiquette
from practice.models import PracticeAccount
from strategy.models import PlatformDecision, Strategy

BATCH = 5000
BERLIN = ZoneInfo("Europe/Berlin")
ROLES = (Role.LEADERSHIP, Role.COMMUNICATIONS, Role.EDITOR, Role.MODERATOR)
OPEN_SHARE = 0.02
WORDS_INDEX = "comment_folded_words"
COMMENTS_PER_AUTHOR = 5
WORDS = [
    "die",
    "der",
    "das",
    "Brücke",
    "Straße",
    "Baustelle",
    "Bus",
    "Schule",
    "Kita",
    "Hallenbad",
    "Müll",
    "Termin",
    "Rathaus",
    "Spielplatz",
    "Radweg",
    "Fähre",
    "Markt",
    "gesperrt",
    "offen",
    "endlich",
    "wieder",
    "morgen",
    "heute",
    "bitte",
    "danke",
    "schön",
    "schade",
    "warum",
    "wann",
    "wie",
    "lange",
    "noch",
    "immer",
    "nicht",
    "mehr",
    "Information",
    "Verwaltung",
    "Gemeinderat",
    "Sitzung",
    "Antrag",
    "Kosten",
    "Winter",
    "Dienst",
    "Laub",
    "Licht",
    "Ampel",
    "Parkplatz",
    "Anwohner",
    "Lärm",
]


class Command(BaseCommand):
    help = "Fill an empty demo database with invented towns, posts and comments, for measurements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--towns", type=int, default=100)
        parser.add_argument("--comments", type=int, default=1_000_000, help="half of them in the first town")
        parser.add_argument("--posts", type=int, default=50_000, help="spread evenly, within half a year of today")

    def handle(self, *args: Any, towns: int, comments: int, posts: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_load writes invented towns and runs with DEMO=1 only.")
        if towns < 1 or comments < 0 or posts < towns:
            raise CommandError("At least one town, and at least one post per town.")
        chance = random.Random(2026)  # noqa: S311  the same load each time
        with scopes_disabled():
            if Municipality.objects.filter(slug="laststadt-1").exists():
                raise CommandError("This database has been filled already. Start with an empty one.")
            began = time.monotonic()
            channels = [_town(number) for number in range(1, towns + 1)]
            _posts(channels, posts, chance)
            with _index_of_words_later():
                _comments(channels, comments, chance)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write(
            f"{towns} towns, {posts} posts and {comments} comments in {time.monotonic() - began:.0f} s. "
            "Log in as moderator-1@laststadt.example."
        )


@contextmanager
def _index_of_words_later() -> Iterator[None]:
    """Let PostgreSQL build the index of the search once, at the end, instead of a million times."""
    definition = None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [WORDS_INDEX])
            definition = cursor.fetchone()
        if definition:
            cursor.execute(f"DROP INDEX {WORDS_INDEX}")
        yield
        if definition:
            cursor.execute(definition[0])


@transaction.atomic
def _town(number: int) -> Channel:
    """A town with its people and a live practice channel it may publish on."""
    town = Municipality.objects.create(
        name=f"Laststadt {number}", slug=f"laststadt-{number}", municipality_code=f"08{number:06d}", population=25_000
    )
    people = {}
    for role in ROLES:
        people[role] = User.objects.create(email=f"{role}-{number}@laststadt.example", name=f"{role.label} {number}")
        found_membership(people[role], town, role)
    author, head, at = people[Role.COMMUNICATIONS], people[Role.LEADERSHIP], now()
    strategy = Strategy.objects.create(municipality=town, version=1, author=author)
    PlatformDecision.objects.create(strategy=strategy, platform="mastodon", slot=1, reason="Messung")
    netiquette = Netiquette.objects.create(municipality=town, version=1, author=author)
    for position, title in enumerate(("Respekt", "Thema", "Werbung"), 1):
        Clause.objects.create(
            netiquette=netiquette, number=position, key=title.lower(), title=title, text=f"Wir achten auf {title}."
        )
    for document, state in ((strategy, Strategy.State.IN_FORCE), (netiquette, Netiquette.State.PUBLISHED)):
        signed = {"state": state, "signed_by": head, "signed_at": at, "signed_hash": document.current_hash()}
        type(document)._base_manager.filter(pk=document.pk).update(**signed)
    account = PracticeAccount.objects.create(
        municipality=town, handle=f"laststadt-{number}", display_name=town.name, is_town=True
    )
    return Channel.objects.create(
        municipality=town,
        platform="mastodon",
        connector=Channel.Connector.PRACTICE,
        name=f"Übung {number}",
        handle=account.handle,
        account_id=str(account.pk),
        state=Channel.State.LIVE,
        live_slot=1,
        live_since=at,
        owner=author,
        deputy=people[Role.EDITOR],
    )


def _in_batches(model: Any, rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, BATCH)):
        model._base_manager.bulk_create(batch, batch_size=BATCH)


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _posts(channels: list[Channel], count: int, chance: random.Random) -> None:
    today = now()
    people: dict[int, tuple[Any, Any]] = {c.municipality_id: (c.owner_id, c.deputy_id) for c in channels}

    def posts() -> Iterator[Post]:
        for number in range(count):
            channel = channels[number % len(channels)]
            approver, author = people[channel.municipality_id]
            at = today + timedelta(minutes=chance.randrange(-180 * 24 * 60, 180 * 24 * 60))
            wall = at.astimezone(BERLIN)
            yield Post(
                municipality_id=channel.municipality_id,
                title=_text(chance, 4),
                text=_text(chance, 25),
                author_id=author,
                state=Post.State.PUBLISHED if at < today else Post.State.APPROVED,
                planned_at=at,
                planned_day=wall.date(),
                planned_time=wall.time(),
                approved_by_id=approver,
                approved_at=at - timedelta(days=2),
                approved_hash="-",
            )

    _in_batches(Post, posts())
    channel_of = {c.municipality_id: c for c in channels}
    stored: list[tuple[int, int, Any]] = list(Post._base_manager.values_list("pk", "municipality", "planned_at"))
    _in_batches(PostTarget, (PostTarget(post_id=pk, channel=channel_of[town]) for pk, town, _at in stored))
    _in_batches(Delivery, (_delivery(pk, channel_of[town], at, today) for pk, town, at in stored))


def _delivery(post_id: int, channel: Channel, at: datetime, today: datetime) -> Delivery:
    is_past = at < today
    return Delivery(
        post_id=post_id,
        channel=channel,
        due_at=at,
        state=Delivery.State.PUBLISHED if is_past else Delivery.State.SCHEDULED,
        published_at=at if is_past else None,
        remote_id=f"load-{post_id}" if is_past else "",
    )


def _comments(channels: list[Channel], count: int, chance: random.Random) -> None:
    others = channels[1:] or channels
    per_channel = dict.fromkeys(channels, 0)
    per_channel[channels[0]] = count - count // 2
    for number in range(count // 2):
        per_channel[others[number % len(others)]] += 1
    deliveries: dict[int, list[int]] = {}
    public = Delivery._base_manager.filter(state=Delivery.State.PUBLISHED)
    for pk, channel_id in public.values_list("pk", "channel"):
        deliveries.setdefault(channel_id, []).append(pk)
    for channel, wanted in per_channel.items():
        if wanted:
            _comments_of(channel, wanted, deliveries.get(channel.pk) or [None], chance)


def _comments_of(channel: Channel, count: int, deliveries: list[Any], chance: random.Random) -> None:
    town, today = channel.municipality_id, now()
    authors = (
        {
            "municipality_id": town,
            "channel_id": channel.pk,
            "remote_id": f"a{number}",
            "handle": f"person{number}",
            "name": f"Person {number}",
        }
        for number in range(count // COMMENTS_PER_AUTHOR + 1)
    )
    _store(Author, authors)
    known = list(Author._base_manager.filter(channel=channel).values_list("pk", "name", "handle"))
    texts = [_text(chance, chance.randrange(5, 30)) for _ in range(5000)]

    def comments() -> Iterator[dict[str, Any]]:
        for number in range(count):
            is_open = chance.random() < OPEN_SHARE
            at = today - timedelta(minutes=chance.randrange(1, 3 * 24 * 60 if is_open else 365 * 24 * 60))
            text = f"{chance.choice(texts)} {number}"
            delivery, (author, name, handle) = chance.choice(deliveries), chance.choice(known)
            yield {
                "municipality_id": town,
                "channel_id": channel.pk,
                "delivery_id": delivery,
                "author_id": author,
                "remote_id": f"c{number}",
                "text": text,
                "searchable": fold_words(f"{text} {name} {handle}"),
                "posted_at": at,
                "received_at": at,
                "readable_since": at,
                "state": Comment.State.NEW if is_open else Comment.State.DECIDED,
                "urgency": int(chance.choices((1, 2, 3), weights=(1, 10, 89))[0]),
                "kind": chance.choices(("question", "praise", "criticism", "other"), weights=(10, 6, 8, 76))[0],
                "due_at": at + timedelta(hours=24),
                "decided_at": None if is_open else at + timedelta(hours=5),
            }

    _store(Comment, comments())
    decided = Comment._base_manager.filter(channel=channel, state=Comment.State.DECIDED)
    pairs = list(decided.values_list("pk", "decided_at"))  # read first: a connection that copies cannot read
    decisions = (
        {
            "comment_id": pk,
            "comment_revision": 1,
            "kind": Decision.Kind.LEAVE,
            "actor_id": channel.owner_id,
            "decided_at": at,
        }
        for pk, at in pairs
    )
    _store(Decision, decisions)


def _store(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Many rows: by COPY where the database is PostgreSQL."""
    if connection.vendor != "postgresql":
        _in_batches(model, (model(**row) for row in rows))
        return
    blank = model()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    defaults = {field.attname: field.get_db_prep_save(getattr(blank, field.attname), connection) for field in fields}
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    command = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(tuple((defaults | row).values()))
