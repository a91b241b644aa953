# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rules see in a comment, with its words as they stand there. Pure; of use on the first day already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from community.triage.kinds import ADDRESS, MOST_WORDS, angry, asked, praised
from community.triage.labels import Label
from community.triage.lexicon import PATTERNED, identity, pattern
from community.triage.stems import Words
from core.folding import fold_words

if TYPE_CHECKING:
    from channels_mgmt.connectors.contents import Contents

#: So many signs of a comment are read by rules: more than a platform takes, and patterns stay quick.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a town changed about the rules. ``added``: label and word or words, a star at the end for any ending;
    ``removed``: words that shall mean nothing here, as a rule would show them."""

    added: tuple[tuple[Label, str], ...] = ()
    removed: tuple[str, ...] = ()


NO_OWN_WORDS = OwnWords()


def seen(text: str, contents: Contents | None = None, own: OwnWords = NO_OWN_WORDS) -> dict[Label, tuple[str, ...]]:
    """The labels that a rule sees, each with at most three words it rests on; a poll is a question without words."""
    words = _carried(text, contents)
    found = {label: one for label, one in _found(words, own) if one}
    if contents is not None and contents.poll:
        found.setdefault(Label.QUESTION, ())
    return found


def counts(text: str) -> dict[Label, int]:
    """How many different words speak for each label, for a model to weigh; without what a town changed."""
    words = ADDRESS.sub(" ", text[:LONGEST])
    found = {label: len({one.casefold() for one in pattern(label).finditer(words)}) for label in PATTERNED}
    return found | {label: len(ask(words)) for label, ask in _ASKED.items()}


def _asked(words: str) -> tuple[str, ...]:
    sign = asked(words)
    return (sign,) if sign else ()


def without_identity(text: str) -> str:
    """``text`` without the words that say who somebody is."""
    kept, end = [], 0
    for begin, stop in identity().spans(text):
        kept.append(text[end:begin])
        end = max(end, stop)
    return "".join([*kept, text[end:]])


#: Labels whose rule is the same that suggests the kind of a comment (``queries.kinds``).
_ASKED: dict[Label, Callable[[str], tuple[str, ...]]] = {
    Label.QUESTION: _asked,
    Label.PRAISE: praised,
    Label.CRITICISM: angry,
}


def _carried(text: str, contents: Contents | None) -> str:
    parts = [text, *contents.own_words] if contents is not None else [text]
    return "\n".join(parts)[:LONGEST]


def _found(text: str, own: OwnWords) -> Iterator[tuple[Label, tuple[str, ...]]]:
    words = ADDRESS.sub(" ", text)
    added, removed = _compiled(own)
    for label in Label:
        # Short addresses are what advertising rests on.
        read = text if label == Label.SPAM else words
        named: dict[str, None] = {}
        if ask := _ASKED.get(label):
            named |= dict.fromkeys(ask(read))
        if label in PATTERNED:
            named |= dict.fromkeys(pattern(label).finditer(read))
        if label in added:
            named |= dict.fromkeys(added[label].finditer(read))
        kept = [word for word in named if not removed or fold_words(word) not in removed]
        yield label, tuple(kept[:MOST_WORDS])


@lru_cache(maxsize=256)
def _compiled(own: OwnWords) -> tuple[dict[Label, Words], frozenset[str]]:
    by_label: dict[Label, list[str]] = {}
    for label, word in own.added:
        if said := " ".join(word.split()).strip("*"):
            by_label.setdefault(label, []).append(said + ("*" if word.rstrip().endswith("*") else ""))
    patterns = {label: _own_words(words) for label, words in by_label.items()}
    return patterns, frozenset(fold_words(word) for word in own.removed)


def _own_words(words: list[str]) -> Words:
    """What begins with a sign is looked for as it stands."""
    spelled = [word for word in words if word[0].isalnum()]
    return Words(*map(_escaped, spelled), exactly=tuple(word.strip("*") for word in words if word not in spelled))


def _escaped(word: str) -> str:
    open_end = word.endswith("*")
    return re.escape(word.lower().rstrip("*")).replace(r"\ ", r"\s+") + (r"\w*" if open_end else "")
