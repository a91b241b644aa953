# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E402  Django is set up before its models are imported; names of tables and columns of our own
"""Fill the towns of `manage.py seed_load` with millions of comments, in PostgreSQL. A step of tools/bench_dialog.py.

One town has a fifth of all, the others fewer and fewer; the newest of the large town stand below one post, a wave.
Comments lie in the table in the order of time, as they come in; of the newest fifth every fourth is still open. Of the
others each has its decision, some with an answer or a measure. Most authors write once, a few very often.

usage: DATABASE_URL=… .venv/bin/python tools/bench_dialog_fill.py COMMENTS
"""

import json
import os
import random
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction
from django_scopes import scopes_disabled

from accounts.models import Municipality
from channels_mgmt.models import Channel, Delivery
from community.models import Author, Comment, Decision, Evidence, PlatformAction
from core.folding import fold_words
from demo.management.commands.seed_load import WORDS
from netiquette.models import Clause

#: Of a thousand comments so many are the large town's; the others share the rest.
LARGE, SLOTS = 200, 1000
WAVE = 20_000
COMMENTS_PER_AUTHOR = 5
TEXTS = 20_000
#: Rows from which indexes are made once, at the end.
MANY = 200_000
BEGINNINGS = [
    "Hafen",
    "Markt",
    "Kirch",
    "Schul",
    "Bahnhof",
    "Linden",
    "Garten",
    "Stadt",
    "Feuerwehr",
    "Kinder",
    "Wasser",
    "Friedhof",
    "Sport",
    "Musik",
    "Spiel",
    "Fahrrad",
    "Müll",
    "Laternen",
    "Winter",
    "Sommer",
    "Wald",
    "See",
    "Ufer",
    "Brücken",
    "Rathaus",
    "Bürger",
    "Senioren",
    "Jugend",
    "Vereins",
    "Gemeinde",
    "Amts",
    "Dorf",
]
ENDINGS = [
    "straße",
    "platz",
    "weg",
    "halle",
    "garten",
    "fest",
    "dienst",
    "gebühr",
    "amt",
    "haus",
    "park",
    "ordnung",
    "verkehr",
    "anlage",
    "turm",
    "bad",
    "zeit",
    "tag",
    "markt",
    "meldung",
    "sitzung",
    "plan",
    "arbeit",
    "verein",
    "brunnen",
    "treppe",
    "mauer",
    "bank",
    "schild",
    "tonne",
    "lampe",
    "hecke",
]
TABLES = (Author, Comment, Evidence, Decision, PlatformAction)


def texts():
    """Sentences of frequent and of rare German words, each with what is searched of it."""
    chance = random.Random(2026)
    rare = [(begin + end).capitalize() for begin in BEGINNINGS for end in ENDINGS]
    weights = [1 / (rank + 4) for rank in range(len(WORDS))]
    for number in range(TEXTS):
        words = chance.choices(WORDS, weights, k=min(60, int(chance.lognormvariate(2.4, 0.6)) + 2))
        words += chance.choices(rare, k=1 + len(words) // 12)
        chance.shuffle(words)
        text = " ".join(words).capitalize() + chance.choice("..!?")
        yield number, text, fold_words(text)


def shares(chance, towns):
    """Which town each of a thousand comments is of; its number counts from 1."""
    others = [1 / (10 + rank) for rank in range(towns - 1)] or [1]
    slots = [1] * LARGE + [town + 2 for town in range(towns - 1)]
    numbers = range(2, towns + 1) or [1]
    slots += chance.choices(numbers, others[: len(numbers)], k=SLOTS - len(slots))
    chance.shuffle(slots)
    return slots


@contextmanager
def indexes_later(cursor, is_wanted):
    """Without indexes and constraints but the primary keys while rows come in; they are as they were afterwards."""
    again = []
    for table in [model._meta.db_table for model in TABLES] if is_wanted else []:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype = 'u'",
            [table],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            again.append(definition)
    yield
    for statement in again:
        cursor.execute(statement)


def insert(cursor, model, columns, rows):
    """``rows``: what comes after FROM; ``columns``: expressions over it by attribute. All else is its default."""
    blank = model()
    fields = [field for field in model._meta.concrete_fields if field.attname in columns or not field.primary_key]
    given = [field for field in fields if field.attname in columns]
    others = [field for field in fields if field.attname not in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in [*given, *others])
    values = ", ".join([columns[field.attname] for field in given] + ["%s"] * len(others))
    defaults = [field.get_db_prep_save(getattr(blank, field.attname), connection) for field in others]
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {rows}", defaults)


def towns_and_texts(cursor, count, slots):
    """Temporary tables: which town has which comments and authors, and what people write."""
    by_number = {
        int(town.slug.rpartition("-")[2]): town for town in Municipality.objects.filter(slug__startswith="laststadt-")
    }
    channels = {channel.municipality_id: channel for channel in Channel._base_manager.all()}
    clauses = dict(Clause._base_manager.filter(key="respekt").values_list("netiquette__municipality", "pk"))
    posts = {}
    public = Delivery._base_manager.filter(state=Delivery.State.PUBLISHED).order_by("-published_at")
    for pk, channel in public.values_list("pk", "channel"):
        posts.setdefault(channel, []).append(pk)
    cursor.execute(
        "CREATE TEMPORARY TABLE place (n int PRIMARY KEY, town bigint, channel bigint, actor bigint, clause bigint, "
        "posts bigint[], first bigint, authors bigint)"
    )
    first = 1
    for number, town in sorted(by_number.items()):
        channel = channels[town.pk]
        authors = count * slots.count(number) // SLOTS // COMMENTS_PER_AUTHOR + 1
        cursor.execute(
            "INSERT INTO place VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [number, town.pk, channel.pk, channel.owner_id, clauses[town.pk], posts[channel.pk], first, authors],
        )
        first += authors
    cursor.execute("CREATE TEMPORARY TABLE said (n int PRIMARY KEY, text text, folded text)")
    with cursor.copy("COPY said FROM STDIN") as copy:
        for row in texts():
            copy.write_row(row)
    cursor.execute("ANALYZE place")
    cursor.execute("ANALYZE said")


def comments_to_be(cursor, count, slots):
    """The comments before they are rows, so that their decisions are of the same chance: a temporary table."""
    wave = min(WAVE * SLOTS // LARGE, count // 10)
    cursor.execute("SELECT setseed(0.2026)")
    cursor.execute(
        """
        CREATE TEMPORARY TABLE coming AS
        SELECT g AS id, place.n AS place, place.town, place.channel, place.actor, place.clause,
               CASE WHEN place.n = 1 AND g > %(count)s - %(wave)s THEN place.posts[1]
                    ELSE place.posts[1 + floor(r.post * array_length(place.posts, 1))] END AS delivery,
               place.first + floor(r.author ^ 3 * place.authors)::bigint AS author,
               floor(r.said * %(texts)s)::int AS said,
               now() - (%(count)s - g + r.minute) / %(count)s * interval '365 days' AS at,
               g > %(count)s * 0.8 AND r.open < 0.25 AS is_open,
               CASE WHEN r.urgency < 0.01 THEN 1 WHEN r.urgency < 0.1 THEN 2 ELSE 3 END AS urgency,
               CASE WHEN r.kind < 0.1 THEN 'question' WHEN r.kind < 0.16 THEN 'praise'
                    WHEN r.kind < 0.24 THEN 'criticism' ELSE 'other' END AS kind,
               CASE WHEN r.decided < 0.7 THEN 'leave' WHEN r.decided < 0.98 THEN 'reply' ELSE 'hide' END AS decided
        FROM (SELECT g, random() AS post, random() AS author, random() AS said, random() AS minute, random() AS open,
                     random() AS urgency, random() AS kind, random() AS decided
              FROM generate_series(1, %(count)s) AS g) AS r
        JOIN place ON place.n = (%(slots)s::int[])[1 + (r.g::bigint * 7919) %% %(all)s]
        """,
        {"count": count, "wave": wave, "texts": TEXTS, "slots": slots, "all": SLOTS},
    )
    cursor.execute("ANALYZE coming")
    return wave


def authors(cursor):
    own = "place.first + g"
    columns = {
        "id": own,
        "municipality_id": "place.town",
        "channel_id": "place.channel",
        "remote_id": f"'a' || ({own})",
        "handle": f"'person' || ({own})",
        "name": f"'Person ' || ({own})",
    }
    insert(cursor, Author, columns, "place, generate_series(0, place.authors - 1) AS g")


def comments(cursor):
    columns = {
        "id": "c.id",
        "municipality_id": "c.town",
        "channel_id": "c.channel",
        "delivery_id": "c.delivery",
        "author_id": "c.author",
        "remote_id": "'c' || c.id",
        "text": "said.text || ' ' || c.id",
        "searchable": "said.folded || ' ' || c.id || ' person ' || c.author || ' person' || c.author",
        "posted_at": "c.at",
        "received_at": "c.at",
        "readable_since": "c.at",
        "state": "CASE WHEN c.is_open THEN 'new' ELSE 'decided' END",
        "urgency": "c.urgency",
        "kind": "c.kind",
        "due_at": "c.at + interval '24 hours'",
        "decided_at": "CASE WHEN NOT c.is_open THEN least(now(), c.at + interval '5 hours') END",
        "is_hidden": "NOT c.is_open AND c.decided = 'hide'",
    }
    insert(cursor, Comment, columns, "coming AS c JOIN said ON said.n = c.said ORDER BY c.id")


def decisions(cursor):
    """What became of those that are not open; each row has the number of its comment."""
    decided = "coming AS c WHERE NOT c.is_open"
    columns = {
        "id": "c.id",
        "comment_id": "c.id",
        "comment_revision": "1",
        "captured_by_id": "c.actor",
        "captured_at": "c.at + interval '5 hours'",
        "content": """'{"comment": {}}'::jsonb""",
        "sha256": "'-'",
    }
    insert(cursor, Evidence, columns, f"{decided} AND c.decided = 'hide'")
    is_measure = "CASE WHEN c.decided = 'hide' THEN {} END"
    columns = {
        "id": "c.id",
        "comment_id": "c.id",
        "comment_revision": "1",
        "kind": "c.decided",
        "actor_id": "c.actor",
        "decided_at": "c.at + interval '5 hours'",
        "reply_text": "CASE WHEN c.decided = 'reply' THEN 'Danke für den Hinweis, wir kümmern uns.' ELSE '' END",
        "searchable": "CASE WHEN c.decided = 'reply' THEN 'danke fuer den hinweis wir kuemmern uns' ELSE '' END",
        "rationale": "CASE WHEN c.decided = 'hide' THEN 'Beleidigt andere.' ELSE '' END",
        "clause_id": is_measure.format("c.clause"),
        "evidence_id": is_measure.format("c.id"),
    }
    insert(cursor, Decision, columns, decided)
    columns = {
        "id": "c.id",
        "decision_id": "c.id",
        "state": "'published'",
        "due_at": "c.at + interval '5 hours'",
        "published_at": "c.at + interval '5 hours'",
        "remote_id": "'r' || c.id",
        "key": "gen_random_uuid()",
        "created_at": "c.at + interval '4 hours'",
    }
    insert(cursor, PlatformAction, columns, f"{decided} AND c.decided IN ('reply', 'hide')")


def fill(count):
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET work_mem = '256MB'")
        # Foreign keys hold because rows are made of each other; looking them up would take longer than writing them.
        cursor.execute("SET session_replication_role = replica")
        slots = shares(random.Random(2026), Municipality.objects.filter(slug__startswith="laststadt-").count())
        with transaction.atomic():
            towns_and_texts(cursor, count, slots)
            wave = comments_to_be(cursor, count, slots)
            with indexes_later(cursor, count >= MANY):
                for step in (authors, comments, decisions):
                    step(cursor)
                    print(f"  {step.__name__} after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            for model in TABLES:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    seconds = round(time.monotonic() - began)
    return {"comments": count, "wave": wave * LARGE // SLOTS, "seconds": seconds, "gigabytes": round(size / 2**30, 1)}


if __name__ == "__main__":
    with scopes_disabled():
        print(json.dumps(fill(int(sys.argv[1]))))
