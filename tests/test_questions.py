# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every question of the product gives what its queryset gives, to each of two equal towns its own.

A new question whose parameters have names of their own needs a line in ``values_in``.
"""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone
from django_scopes import scope

from accounts.frame.counting import ROWS
from accounts.models import User
from channels_mgmt.models import (
    Channel,
    ChannelCheck,
    Consent,
    Delivery,
    EmergencyRelease,
    Licence,
    MediaAsset,
    Post,
    PostMedia,
    PostTarget,
    PublishingStop,
    WithdrawalTask,
    WritingRight,
)
from channels_mgmt.services.comments import comment_on_post
from community.models import Author, Comment, DangerCall, Decision
from core.folded import asked
from core.questions import QUESTIONS, CountQuestion, Figure
from core.words import pattern_of, words_asked
from practice.models import PracticeAccount, PracticePost
from reporting.services.heartbeat import beat
from strategy.models import Pillar, Strategy, TargetGroup
from tests.channels_mgmt.factories import draft, live_channel
from tests.leak_world import World

ROOT = Path(__file__).resolve().parent.parent
#: What a function would take from the moment or the person of its first call.
HIDDEN = {"now", "localdate", "localtime", "timezone", "get_language", "gettext", "_", "get_scope", "settings", "cache"}
for module in (path for app in ROOT.glob("*/apps.py") for path in app.parent.rglob("*.py")):
    if "@question" in (text := module.read_text()) or "@counted_planned_once(" in text:
        import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))


def values_in(world):
    """Name of a parameter → what it may be asked with in this town."""
    at = timezone.now()
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in (-60, 0, 60)]
    moments = [at - timedelta(days=400), at, at + timedelta(days=60)]
    people = [world.everybody, *User.objects.exclude(pk=world.everybody.pk).order_by("pk")[:2]]
    comments = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    deliveries = list(Delivery.objects.values_list("pk", flat=True))
    posts = list(Post.objects.values_list("pk", flat=True))
    return {
        "town": [world.town],
        "user": people,
        "person": people,
        "reader": people,
        "at": [*moments, *Post.objects.exclude(planned_at=None).values_list("planned_at", flat=True)[:1]],
        "today": days,
        "component": ["worker"],
        "first": [days[0]],
        "start": moments[:2],
        "end": moments[2:],
        "turn": moments[1:],
        "last": days[1:],
        "shown": [3, 50],
        "undated": [0, 8],
        "day": days,
        "is_crisis": [True, False],
        "posts": [posts[:1], posts],
        "pk": [*comments, *posts[:1], world.everybody.pk, 1 << 40],
        "comment": comments,
        "comments": [comments[:1], comments],
        "revision": [1, 2],
        "delivery": deliveries,
        "post": posts,
        "author": list(Author.objects.all()),
        "since": moments,
        "limit": [1, 51],
        "session_key": ["0" * 32],
        "names": [tuple(ROWS)],
        "words": [asked(words_asked(word)) for word in ("kommentar", "beitrag")],
        "pattern": [pattern_of(words_asked("kommentar"))],
        "skipped": [0, 1],
        "walked": [1000],
        "with_crisis": [True, False],
        "account": list(PracticeAccount.objects.values_list("pk", flat=True)),
        "key": list(PracticePost.objects.values_list("idempotency_key", flat=True)),
    }


def values_of(question, world):
    """Each combination of values, as slots and shape."""
    choices = values_in(world)
    names = [*question.slots, *question.defaults]
    for chosen in product(*(choices[name] for name in names)):
        values = dict(zip(names, chosen, strict=True))
        yield [values[name] for name in question.slots], {name: values[name] for name in question.defaults}


def plain(row, seen=()):
    """Everything a row holds, related rows too, as it can be compared."""
    if not isinstance(row, Model) or row in seen:
        return row
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    related = {name: plain(value, (*seen, row)) for name, value in row._state.fields_cache.items()}
    return type(row), held, related, row._state.db, row._state.adding


def rows_given(question, world):
    """How many rows the question finds with all these values, each compared with the queryset's own."""
    found = 0
    for slots, shape in values_of(question, world):
        answer = question(*slots, **shape)
        if isinstance(question, CountQuestion):
            parts = question.querysets(*slots, **shape)
            figures = {name: next(iter(part.rows), None) for name, part in parts.items() if isinstance(part, Figure)}
            expected = {name: part.count() for name, part in parts.items() if name not in figures}
            assert answer == figures | {name: min(number, question.cap + 1) for name, number in expected.items()}
            found += sum(value is not None if name in figures else value for name, value in answer.items())
        else:
            assert list(map(plain, answer)) == list(map(plain, question.queryset(*slots, **shape)))
            found += len(answer)
    return found


def test_each_question_gives_each_town_what_its_queryset_gives(db):
    worlds = World.build("Astadt"), World.build("Bedorf")
    beat()
    for world in worlds:
        with scope(municipality=world.town):
            post = draft(world.town, User.objects.exclude(pk=world.everybody.pk).first())
            at = timezone.localtime()
            plan = {"planned_at": at, "planned_day": at.date(), "planned_time": at.time()}
            Post.objects.filter(pk=post.pk).update(state=Post.State.IN_REVIEW, **plan)
            draft(world.town, world.everybody, return_reason="Bitte kürzer.")
            begun = draft(world.town, world.everybody)
            Post.objects.filter(pk=begun.pk).update(**plan)
            for of in (post, begun):
                PostTarget.objects.create(post=of, channel=world.rows["channel"])
            PublishingStop.objects.create(
                municipality=world.town, reason="Störung", started_by=world.everybody, started_at=at
            )
            comment_on_post(begun, actor=world.rows["person"], text="Passt das?", told=[world.everybody])
            threat = Comment.objects.open().order_by("pk").first()
            Comment.objects.filter(pk=threat.pk).update(urgency=Comment.Urgency.DANGER)
            call = {"circle": DangerCall.Circle.HEAD, "revision": threat.revision, "began_at": at}
            DangerCall.objects.create(municipality=world.town, comment=threat, **call)
            threat.scores.create(label="threat", revision=threat.revision, band="rule", is_by_rule=True)
            waiting = Decision.objects.filter(pk=world.rows["answer_to_release"].pk)
            waiting.update(undone_at=None, undone_by=None)
            EmergencyRelease.objects.update(state=EmergencyRelease.State.OPEN)
            WritingRight.objects.filter(municipality=world.town).update(person=world.everybody)
            Delivery.objects.filter(pk=world.rows["delivery"].pk).update(state=Delivery.State.MISSED)
            sent = world.rows["delivery"]
            PostTarget.objects.get_or_create(post_id=sent.post_id, channel_id=sent.channel_id)
            signed = {"author": post.author, "signed_by": world.everybody, "signed_at": at, "signed_hash": "x"}
            in_force = Strategy.objects.create(municipality=world.town, version=9, state="in_force", **signed)
            Pillar.objects.create(strategy=in_force, slot=1, name="Alltag", quota=100)
            TargetGroup.objects.create(strategy=in_force, rank=1, name="Familien", age_from=25)
            open_one = live_channel(world.town, slot=2, platform="facebook", connector=Channel.Connector.MANUAL)
            seen = {"done_by": world.everybody, "done_at": at}
            ChannelCheck.objects.create(key=ChannelCheck.Key.IMPRINT, channel=open_one, **seen)
            check = {"channel": world.rows["channel"]} | seen
            ChannelCheck.objects.create(key=ChannelCheck.Key.IMPRINT, **check)
            ends = {"valid_until": world.town.local_day() + timedelta(days=5), "ends_at": at + timedelta(days=5)}
            Consent.objects.filter(pk=world.rows["consent"].pk).update(**ends)
            Licence.objects.filter(pk=world.rows["licence"].pk).update(**ends)
            told = {"who": "A", "purpose": "B", "signed_by": "self", "given_on": at.date(), "entered_at": at}
            lost = {"state": Consent.State.WITHDRAWN, "withdrawn_on": at.date(), "entered_by": world.everybody}
            withdrawn = Consent.objects.create(municipality=world.town, **told, **lost)
            WithdrawalTask.objects.create(consent=withdrawn, post_id=sent.post_id, opened_at=at)
            for of in {post.pk, sent.post_id}:
                PostMedia.objects.create(post_id=of, asset=MediaAsset.objects.first(), position=1)
    Session.objects.create(session_key="0" * 32, expire_date=timezone.now() + timedelta(hours=1))
    found = Counter()

    for name, question in QUESTIONS.items():
        for world in (*worlds, worlds[0]):
            with scope(municipality=world.town):
                found[name] += rows_given(question, world)

    assert [name for name in QUESTIONS if not found[name]] == [], "found nothing, so that nothing was compared"


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_takes_nothing_from_its_first_call(name):
    assert not HIDDEN & set(QUESTIONS[name].build.__code__.co_names)
