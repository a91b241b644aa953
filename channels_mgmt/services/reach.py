# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at the links of scheduled posts. What is found is shown and blocks nothing: servers have bad hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from channels_mgmt.connectors.counting import links
from channels_mgmt.models import LinkCheck, Post
from channels_mgmt.models.reach import LONGEST_LINK

MOST_LINKS = 20
AT_ONCE = 50
LEASE_SECONDS = 60
"""A look takes ten seconds at most; whoever died in one has lost it by then."""


def links_in(texts: Iterable[str]) -> list[str]:
    """Every web address in ``texts`` once, in its order; twenty at most."""
    found = dict.fromkeys(text[start:end] for text in texts for start, end in links(text))
    return [url for url in found if len(url) <= LONGEST_LINK][:MOST_LINKS]


@transaction.atomic
def ask_for_links(post: Post, texts: Iterable[str]) -> None:
    """Have the links in ``texts`` of ``post`` looked at soon; those no longer there are forgotten.

    Call in the transaction that schedules it.
    """
    wanted = links_in([*texts, post.alternative_url])
    LinkCheck.objects.filter(post=post).exclude(url__in=wanted).delete()
    if wanted:
        LinkCheck.objects.bulk_create(
            [LinkCheck(post=post, url=url, due_at=now()) for url in wanted],
            update_conflicts=True,
            unique_fields=["post", "url"],
            update_fields=["due_at"],
        )


def ask_for_links_of(post: Post) -> None:
    """The same with what ``post`` says on its channels."""
    ask_for_links(post, [post.text, *post.targets.values_list("text", flat=True)])


def is_a_link_due(at: datetime) -> bool:
    """Whether ``due_links`` would find any. Needs all towns in scope."""
    return bool(LinkCheck.objects.due(at).exists())


def due_links(at: datetime) -> list[int]:
    """What is to be looked at. Needs all towns in scope."""
    return list(LinkCheck.objects.due(at).values_list("pk", flat=True)[:AT_ONCE])


def look_at_link(pk: int) -> bool:
    """Look at link ``pk`` if it is due and note what was found; false when somebody else does. Idempotent."""
    from channels_mgmt.connectors.reach import look_at  # slow

    at = now()
    row = LinkCheck.objects.due(at).filter(pk=pk).first()
    if row is None:
        return False
    lease = at + timedelta(seconds=LEASE_SECONDS)
    if not LinkCheck.objects.filter(pk=pk, due_at=row.due_at).update(due_at=lease):
        return False
    look = look_at(row.url, allow_local=settings.ALLOW_LOCAL_PEERS)
    found = {"outcome": look.outcome.value, "status": look.status, "checked_at": now(), "due_at": None}
    # Asked for anew meanwhile, it stays due.
    LinkCheck.objects.filter(pk=pk, due_at=lease).update(**found)
    return True
