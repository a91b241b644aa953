# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Evidence: what was there before the town acted (DOMAIN § 3, crime: text, whole context, times, profile, URL)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Delivery
from community.models import Comment, CommentRevision, Decision, Evidence
from core.hashing import content_hash

#: A thread longer than this is kept up to here, newest first; the evidence says how many were left out.
THREAD_LIMIT = 500


@transaction.atomic
def capture_evidence(comment: Comment, *, actor: User) -> Evidence:
    """Keep the comment as it reads now, with its whole thread, written once under a SHA-256.

    Contents: the words with what they carried and all earlier wordings, the author's name, handle and profile address,
    the comment's exact address, when it was written, received and captured, the post it answers
    and every known comment and answer below that post.
    """
    require(actor, "community.decide_comment", comment)
    evidence = keep_evidence(comment, actor=actor)
    record(actor, "community.evidence_captured", evidence, comment=comment.pk, sha256=evidence.sha256)
    return evidence


def keep_evidence(comment: Comment, *, actor: User) -> Evidence:
    """The part of ``capture_evidence`` for a service that records the capture with its own act.

    The audit chain is taken last in a transaction: taken here, two people deciding about the same
    comment could wait for each other for ever.
    """
    at = timezone.now()
    content = {
        "captured_at": at.isoformat(),
        "captured_by": str(actor),
        "platform": comment.channel.platform,
        "channel": {"name": comment.channel.name, "handle": comment.channel.handle},
        "comment": _as_kept(comment)
        | {
            "revision": comment.revision,
            "received_at": comment.received_at.isoformat(),
            "platform_data": comment.remote_data,
            "earlier_wordings": [
                {"revision": r.revision, "text": r.text, "replaced_at": r.replaced_at.isoformat()} | _carried(r)
                for r in comment.earlier_revisions.all()
            ],
        },
        "post": _post(comment.delivery),
        "thread": _thread(comment),
    }
    evidence = Evidence(
        comment=comment,
        comment_revision=comment.revision,
        captured_by=actor,
        captured_at=at,
        content=content,
        sha256=content_hash(content),
    )
    evidence.save()
    return evidence


def _as_kept(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.remote_id,
        "answers": comment.parent_remote_id,
        "url": comment.url,
        "posted_at": comment.posted_at.isoformat(),
        "text": comment.text,
        "author": {
            "id": comment.author.remote_id,
            "handle": comment.author.handle,
            "name": comment.author.name,
            "url": comment.author.url,
        },
    } | _carried(comment)


def _carried(row: Comment | CommentRevision) -> dict[str, Any]:
    """What the words carried. Pictures stay at the platform: their address, kind and description are kept."""
    contents = row.contents
    if contents.is_empty:
        return {}
    carried = contents.as_json()
    for medium in carried["media"]:
        medium["alt_sha256"] = sha256(medium["alt"].encode()).hexdigest()
    return {"contents": carried}


def _post(delivery: Delivery | None) -> dict[str, Any] | None:
    if delivery is None:
        return None
    return {
        "id": delivery.remote_id,
        "url": delivery.remote_url,
        "published_at": delivery.published_at.isoformat() if delivery.published_at else None,
        "text": delivery.post.text,
        "ai_use": delivery.post.ai_use,
        "images": [
            {"sha256": use.asset.sha256, "alt_text": use.alt_text, "is_ai_made": use.asset.is_ai_made}
            for use in delivery.post.media.select_related("asset")
        ],
    }


def _thread(comment: Comment) -> dict[str, Any]:
    if comment.delivery_id is None:
        return {"comments": [], "answers": [], "left_out": 0, "private_left_out": 0}
    others = Comment.objects.filter(delivery_id=comment.delivery_id).exclude(pk=comment.pk)
    # What others wrote to the town in confidence is no part of a case that is about somebody else.
    of_others = others.filter(is_private=True).exclude(author=comment.author_id)
    in_confidence = of_others.count()
    others = others.exclude(pk__in=of_others)
    newest = others.select_related("author").order_by("-posted_at", "-pk")[:THREAD_LIMIT]
    kept = sorted(newest, key=lambda c: (c.posted_at, c.pk))
    answers = Decision.objects.filter(
        comment__delivery_id=comment.delivery_id, kind=Decision.Kind.REPLY, undone_at=None
    ).exclude(comment__in=of_others)
    return {
        "comments": [_as_kept(other) for other in kept],
        "answers": [
            {"answers": a.comment_id, "text": a.reply_text, "decided_at": a.decided_at.isoformat()}
            for a in answers.order_by("decided_at")[:THREAD_LIMIT]
        ],
        "left_out": max(0, others.count() - len(kept)),
        "private_left_out": in_confidence,
    }
