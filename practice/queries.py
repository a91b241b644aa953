# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What visitors and the connector read on the practice platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Municipality
from core.questions import question_planned_once
from practice.models import PracticeAccount, PracticePost


@dataclass(frozen=True, slots=True)
class Thread:
    """A post with its replies in reading order: every reply right below what it answers.

    ``hidden`` are the replies behind "hidden replies"; ``more`` says how many are not among the two.
    """

    post: PracticePost
    replies: Sequence[PracticePost]
    hidden: Sequence[PracticePost]
    more: int = 0

    def newest(self, shown: int) -> Thread:
        """The thread with its last ``shown`` replies of each kind, in their order."""
        left = max(0, len(self.replies) - shown) + max(0, len(self.hidden) - shown)
        return Thread(self.post, self.replies[-shown:], self.hidden[-shown:], left)

    def page(self, asked: str | None, size: int) -> tuple[Thread, Page[PracticePost]]:
        """The thread with one page of its replies, and that page; hidden ones stand on the first."""
        page = Paginator(self.replies, size).get_page(asked)
        page.pages = list(page.paginator.get_elided_page_range(page.number))  # type: ignore[attr-defined]
        hidden = self.hidden[-size:] if page.number == 1 else ()
        return Thread(self.post, list(page.object_list), hidden), page

    def page_of(self, reply: int, size: int) -> int:
        """The page on which the reply of this number stands; the first for what is not among the replies."""
        at = next((at for at, other in enumerate(self.replies) if other.pk == reply), 0)
        return at // size + 1


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


@question_planned_once
def town_account(town: Municipality, account: int) -> QuerySet[PracticeAccount]:
    """The town's own account of this number."""
    return PracticeAccount.objects.filter(pk=account, is_town=True)


@question_planned_once
def town_account_with(town: Municipality, account: int, key: str) -> QuerySet[PracticeAccount]:
    """The same, and ``has_used_key``: whether it has published with ``key``."""
    used = PracticePost.objects.filter(account=OuterRef("pk"), idempotency_key=key)
    accounts = PracticeAccount.objects.filter(pk=account, is_town=True)
    return accounts.annotate(has_used_key=Exists(used))


@question_planned_once
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
