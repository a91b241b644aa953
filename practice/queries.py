# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What visitors and the connector read on the practice platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Municipality
from core.questions import question
from practice.models import PracticeAccount, PracticePost


@dataclass(frozen=True, slots=True)
class Thread:
    """A post with its replies in reading order: every reply right below what it answers.

    ``hidden`` are the replies behind "hidden replies".
    """

    post: PracticePost
    replies: Sequence[PracticePost]
    hidden: Sequence[PracticePost]


def first_posts() -> QuerySet[PracticePost]:
    """Posts that began a thread, newest first."""
    return PracticePost.objects.filter(root=None, deleted_at=None, hidden_at=None).order_by("-created_at", "-pk")


def threads_of(posts: Iterable[PracticePost]) -> list[Thread]:
    """The threads of ``posts``, in a constant number of queries."""
    posts = list(posts)
    readable = PracticePost.objects.filter(deleted_at=None).select_related("account", "municipality")
    readable = readable.prefetch_related("images")
    top = {post.pk: post for post in readable.filter(pk__in=[post.pk for post in posts])}
    below: dict[int | None, list[PracticePost]] = defaultdict(list)
    for reply in readable.filter(root_id__in=top).order_by("created_at", "pk"):
        below[reply.root_id].append(reply)
    return [_thread(top[post.pk], below[post.pk]) for post in posts if post.pk in top]


def _thread(post: PracticePost, replies: list[PracticePost]) -> Thread:
    children: dict[int | None, list[PracticePost]] = defaultdict(list)
    for reply in replies:
        children[reply.reply_to_id].append(reply)
    ordered: list[PracticePost] = []
    waiting = list(reversed(children.pop(post.pk, [])))
    while waiting:
        reply = waiting.pop()
        ordered.append(reply)
        waiting.extend(reversed(children.pop(reply.pk, [])))
    # Answers to a deleted reply stay readable, at the end.
    ordered.extend(reply for orphans in children.values() for reply in orphans)
    return Thread(
        post=post,
        replies=[reply for reply in ordered if reply.hidden_at is None],
        hidden=[reply for reply in ordered if reply.hidden_at is not None],
    )


@question
def town_account(town: Municipality, account: int) -> QuerySet[PracticeAccount]:
    """The town's own account of this number."""
    return PracticeAccount.objects.filter(pk=account, is_town=True).select_related("municipality")


@question
def town_account_with(town: Municipality, account: int, key: str) -> QuerySet[PracticeAccount]:
    """The same, and ``has_used_key``: whether it has published with ``key``."""
    used = PracticePost.objects.filter(account=OuterRef("pk"), idempotency_key=key)
    accounts = PracticeAccount.objects.filter(pk=account, is_town=True).select_related("municipality")
    return accounts.annotate(has_used_key=Exists(used))


@question
def post_by_key(town: Municipality, account: int, key: str) -> QuerySet[PracticePost]:
    """What ``account`` published with ``key``."""
    posts = PracticePost.objects.filter(account=account, idempotency_key=key)
    return posts.select_related("municipality")


def town_accounts() -> QuerySet[PracticeAccount]:
    """The town's own accounts, by name."""
    return PracticeAccount.objects.filter(is_town=True).order_by("handle")


def addressed_to(account: PracticeAccount, *, after: int) -> QuerySet[PracticePost]:
    """What others wrote to ``account`` after post number ``after``."""
    to_us = Q(root__account=account) | Q(text__icontains=f"@{account.handle}")
    return _of_others(account).filter(to_us, pk__gt=after)


def replies_below(account: PracticeAccount, root: int) -> QuerySet[PracticePost]:
    """What others than ``account`` wrote below post number ``root``."""
    return _of_others(account).filter(root_id=root)


def _of_others(account: PracticeAccount) -> QuerySet[PracticePost]:
    posts = PracticePost.objects.filter(deleted_at=None).exclude(account=account)
    return posts.select_related("account", "municipality").prefetch_related("images").order_by("pk")
