# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever people do to a post one after the other, a step is done or refused in words, never an error of ours."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import now

from accounts.models import Role
from channels_mgmt.models import Delivery, Post
from channels_mgmt.services import planning
from channels_mgmt.services.moving import move_post
from core.errors import DomainError, NotPermitted
from core.localtime import to_wall
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import person

WALKS, STEPS = 8, 30


class Walk:
    """One post, its people, and what any of them may try next."""

    def __init__(self, town, seed):
        self.chance = random.Random(seed)
        self.town = town
        author = person(town, Role.EDITOR)
        # Who wrote it does most with it.
        self.people = [author, author, author, person(town, Role.COMMUNICATIONS), person(town, Role.LEADERSHIP)]
        self.pk = draft(town, author, [live_channel(town)], risk=Post.Risk.ROUTINE).pk
        self.path: list[str] = []

    def step(self):
        """Try one thing on a post as it was read before; whether it was done."""
        post, actor = Post.objects.select_related("municipality").get(pk=self.pk), self.chance.choice(self.people)
        wall = to_wall(now() + timedelta(hours=self.chance.choice((-2, 1, 50))), self.town.timezone)
        risk, text = self.chance.choice(Post.Risk.values), self.chance.choice(("Heute.", "Morgen."))
        tries = {
            f"edit as {risk}": lambda: planning.edit_post(post, actor=actor, risk=risk),
            "write": lambda: planning.edit_post(post, actor=actor, text=text),
            "submit": lambda: planning.submit_post(post, actor=actor),
            "approve": lambda: planning.approve_post(post, actor=actor, seen_hash=post.current_hash()),
            "return": lambda: planning.return_post(post, actor=actor, reason="Bitte kürzer."),
            "recall": lambda: planning.recall_post(post, actor=actor),
            "schedule": lambda: planning.schedule_post(post, actor=actor, wall=wall),
            "withdraw": lambda: planning.withdraw_post(post, actor=actor),
            "move": lambda: move_post(post, actor=actor, seen=post.planned_at, wall=self.chance.choice((wall, None))),
            "fail": self.fail,
        }
        name = self.chance.choice(sorted(tries))
        self.path.append(name)
        try:
            with transaction.atomic():
                tries[name]()
        except (DomainError, NotPermitted):
            return False
        return True

    def fail(self):
        """What the platform may do meanwhile."""
        for delivery in Delivery.objects.filter(post=self.pk, state=Delivery.State.SCHEDULED):
            Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.REJECTED)
            Post.objects.filter(pk=self.pk, state=Post.State.APPROVED).update(state=Post.State.FAILED)


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_step_is_done_or_refused_in_words(town, seed):
    """Removal: an author who makes an approved routine post sensitive meets ``post_four_eyes`` as an error."""
    walk = Walk(town, seed)

    done = 0
    for _ in range(STEPS):
        try:
            done += walk.step()
        except Exception as error:
            pytest.fail(f"{type(error).__name__} after {walk.path}: {error}")
        post = Post.objects.get()
        if post.is_approved:
            assert post.is_approval_valid, walk.path
        if post.is_being_written:
            assert (post.approved_by, post.approved_hash) == (None, ""), walk.path
            assert not post.deliveries.exclude(state="withdrawn").exists(), walk.path

    assert done > 0
