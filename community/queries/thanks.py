# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a thank-you begins with. A person sends it; nothing leaves by itself."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from community.domain.variables import filled, gaps_of
from community.models import Comment, Snippet
from community.queries.snippets import known_values
from core.folded import holding
from core.folding import fold_words

#: What the name of a text begins a word with that is meant for thanking.
STEM = "dank"
#: As many texts with the word in name or text are looked through, the most used first.
MOST_TRIED = 200


class Thanks(NamedTuple):
    """``snippet`` is the number of the town's text it is, to count its use."""

    text: str
    snippet: int | None = None


def thanks_for(comment: Comment, reader: User) -> Thanks:
    """The town's most used text named for thanks that holds today and leaves no gap; else a short sentence."""
    today = comment.municipality.local_day()
    texts = Snippet.objects.filter(municipality=comment.municipality, kind=Snippet.Kind.REPLY).in_use()
    texts = texts.filter(holding(STEM, "name", "text"))
    known: dict[str, str] | None = None
    for one in texts.order_by("-uses", "name", "pk")[:MOST_TRIED]:
        if one.is_expired(today) or not any(word.startswith(STEM) for word in fold_words(one.name).split()):
            continue
        known = known_values(comment, reader) if known is None else known
        text = filled(one.text, known)
        if not gaps_of(text):
            return Thanks(text, one.pk)
    return Thanks(_("Thank you very much! We are glad about your kind words."))
