# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision holds for the words that were read: what to say when their author changed them meanwhile."""

from __future__ import annotations

from django.utils.translation import gettext as _

from community.models import Comment, CommentRevision
from core.errors import AlreadyChanged


class CommentChanged(AlreadyChanged):
    """The author changed the comment after it was read. Both wordings are kept and given here."""

    def __init__(self, message: object, seen_text: str, current_text: str) -> None:
        super().__init__(message)
        self.seen_text = seen_text
        self.current_text = current_text


def _in_words(wording: Comment | CommentRevision) -> str:
    """All that can be read, so that a swapped picture is seen as well."""
    contents = wording.contents
    parts = [wording.text, contents.other_words, *(m.name for m in contents.media if not m.alt)]
    return "\n".join(part for part in parts if part)


def raise_if_changed(comment: Comment, seen: int) -> None:
    """Raise ``CommentChanged`` unless revision ``seen`` is still the one that is stored."""
    stored = Comment.objects.get(pk=comment.pk)
    if stored.revision == seen:
        return
    earlier = CommentRevision.objects.filter(comment=comment, revision=seen).first()
    raise CommentChanged(
        _("The author changed the comment while you were reading it. Nothing was decided; please read it again."),
        seen_text=_in_words(earlier or comment),
        current_text=_in_words(stored),
    )
