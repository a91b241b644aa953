# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talking about a post among colleagues: whoever is named gets a letter and a line on *Heute*."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.audit import record
from accounts.models import User
from accounts.services import post_letter, words_of
from accounts.services.remarks import mark_open, mark_settled, remark_as_stored
from accounts.tenancy.permissions import require
from channels_mgmt.domain.mentions import named_in
from channels_mgmt.models import Post, PostComment, PostMention
from channels_mgmt.queries.comments import people_to_name
from core.errors import Refused
from core.states import compare_and_set
from core.urls import absolute_address

NAMED = gettext_noop("%(person)s names you at “%(title)s”")


@transaction.atomic
def comment_on_post(post: Post, *, actor: User, text: str, told: Iterable[User] = ()) -> PostComment:
    """Add a remark; whoever is named by @ or stands in ``told`` is asked to answer.

    Only people who may read the comments are told. What ``actor`` was asked on this post counts as answered.
    """
    require(actor, "channels_mgmt.comment_on_post", post)
    comment = PostComment.objects.create(post=post, author=actor, text=remark_as_stored(text))
    record(actor, "planning.commented", post, comment=comment.pk)
    _mark_answered(post, actor)
    _tell(comment, {person.pk for person in told})
    return comment


@transaction.atomic
def edit_comment(comment: PostComment, *, actor: User, text: str) -> None:
    """Change the own words within a quarter of an hour; who is named only now is told now."""
    require(actor, "channels_mgmt.edit_comment", comment)
    said = remark_as_stored(text)
    if not comment.is_open_to_change(now()):
        raise Refused(_("This comment is older than 15 minutes or settled, so it stays. Please write another one."))
    if said == comment.text:
        return
    compare_and_set(comment, expected={"text": comment.text, "resolved_at": None}, text=said, edited_at=now())
    record(actor, "planning.comment_edited", comment.post, comment=comment.pk)
    _tell(comment, set())


@transaction.atomic
def settle_post_comment(comment: PostComment, *, actor: User) -> None:
    """Mark a remark as settled; its author and the editorial team may."""
    require(actor, "channels_mgmt.settle_comment", comment)
    mark_settled(comment, actor=actor)
    record(actor, "planning.comment_settled", comment.post, comment=comment.pk)


@transaction.atomic
def reopen_post_comment(comment: PostComment, *, actor: User) -> None:
    require(actor, "channels_mgmt.settle_comment", comment)
    mark_open(comment)
    record(actor, "planning.comment_reopened", comment.post, comment=comment.pk)


@transaction.atomic
def take_note(post: Post, *, actor: User) -> int:
    """Nothing on this post waits for an answer of ``actor`` any more; returns how much did."""
    require(actor, "channels_mgmt.comment_on_post", post)
    return _mark_answered(post, actor)


def _mark_answered(post: Post, person: User) -> int:
    waiting = PostMention.objects.filter(comment__post=post, person=person, answered_at=None)
    return waiting.update(answered_at=now())


def _tell(comment: PostComment, told: set[int]) -> None:
    post, town = comment.post, comment.municipality
    people = {person.pk: person for person in people_to_name(post, besides=comment.author)}
    named = named_in(comment.text, {pk: person.name for pk, person in people.items()}) | (told & people.keys())
    known = set(comment.mentions.values_list("person_id", flat=True))
    new = [people[pk] for pk in sorted(named - known)]
    PostMention.objects.bulk_create(PostMention(comment=comment, person=person) for person in new)
    with translation.override(settings.LANGUAGE_CODE):
        for person in new:
            page = absolute_address("planning:comments", town.slug, post.pk)
            context = {"comment": comment, "post": post, "town": town, "person": person, "page": page}
            subject = _(NAMED) % {"person": comment.author, "title": post.title}
            post_letter(
                town,
                to=person.email,
                subject=f"{town.name}: {subject}",
                **words_of("channels_mgmt/email/mention", context),
                key=f"post_comment:{comment.pk}:person:{person.pk}",
            )
