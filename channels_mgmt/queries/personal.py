# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal data in a post, and which of them stand there on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.timezone import localdate

from accounts.models import Municipality
from channels_mgmt.domain.checks.personal import Datum, personal_data
from channels_mgmt.models import ConfirmedDatum, Post
from core.hashing import content_hash

SAME_DAYS = 30
COMPARED = 500


def blocking_data(texts: Iterable[str]) -> list[Datum]:
    """Each datum that keeps a post from going out, once."""
    found = [datum for text in texts for datum in personal_data(text) if datum.is_blocking]
    return list({(datum.kind, datum.value): datum for datum in reversed(found)}.values())[::-1]


def fingerprint(post: Post, datum: Datum) -> str:
    """By which the confirmation of ``datum`` in ``post`` is known."""
    return content_hash([post.pk, datum.kind, datum.value])


def unconfirmed(texts: Iterable[str], post: Post | None) -> list[Datum]:
    """What nobody has said about yet why it stands in ``post``. No question to the database where nothing is found."""
    found = blocking_data(texts)
    if not found or post is None:
        return found
    named = [(fingerprint(post, datum), datum) for datum in found]
    known = set(
        ConfirmedDatum.objects.filter(post=post, fingerprint__in=[print_ for print_, _datum in named]).values_list(
            "fingerprint", flat=True
        )
    )
    return [datum for print_, datum in named if print_ not in known]


def recent_texts(town: Municipality, *, besides: int | None) -> list[tuple[tuple[int, str], str]]:
    """Key with title, and text, of the posts planned since thirty days ago, latest first."""
    posts = Post.objects.filter(municipality=town, planned_day__gte=localdate() - timedelta(days=SAME_DAYS))
    if besides is not None:
        posts = posts.exclude(pk=besides)
    rows = posts.order_by("-planned_at").values_list("pk", "title", "text")[:COMPARED]
    return [((pk, title), text) for pk, title, text in rows]
