# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How urgent a comment is: computed from plain rules, never learned, and always with its reason (TRIAGE).

Sorts the queue and sets the deadline. Decides nothing.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contents import Contents
from community.models import Comment
from community.triage.labels import Label
from netiquette.models import Clause

Urgency = Comment.Urgency

# Service hours until an answer is due (DOMAIN § 4, changeable defaults): one working day for what is normal.
SERVICE_HOURS = {Urgency.SOON: 4, Urgency.NORMAL: 8}
# On the clock of the wall, nights and holidays included: a threat does not wait for Monday.
DANGER_WITHIN = timedelta(hours=1)

# Stems that may mean danger to somebody. Few on purpose: what is missed here is still read, only later.
_THREAT = (
    r"umbring\w*|bring\w* (?:dich|euch|sie|ihn) um|töte\w*|ermord\w*|erschie(?:ß|ss)\w*|abgeknallt|abknallen|"
    r"abstechen|abgestochen|aufhängen|aufgehängt|totschlag\w*|anzünden|niederbrennen|abfackeln|bombe\w*|amoklauf\w*|"
    r"ich weiß,? wo (?:du|ihr|sie) wohn\w*"
)
_DISTRESS = (
    r"bring\w* mich um|suizid\w*|selbstmord\w*|nicht mehr leben|das leben nehmen|"
    r"brennt gerade|eingeschlossen|lebensgefahr|gasgeruch|notarzt"
)
THREAT = re.compile(rf"\b(?:{_THREAT})\b", re.IGNORECASE)
DANGER = re.compile(rf"\b(?:{_THREAT}|{_DISTRESS})\b", re.IGNORECASE)
SOON = re.compile(r"\?|\b(?:dringend\w*|sofort|gefährlich\w*|unfall\w*|kaputt\w*|gesperrt\w*)\b", re.IGNORECASE)


#: What made a comment urgent → keys of the clauses it may violate, likeliest first. Distress violates none.
CLAUSES_OF_A_THREAT: tuple[str, ...] = ("gewalt", "aufrufe", "strafbares")
CLAUSES_OF_A_FALSE_LINK: tuple[str, ...] = ("werbung",)


#: What a label makes of a comment, most urgent first; what stands in none changes nothing (TRIAGE).
URGENT_LABELS: dict[int, tuple[str, ...]] = {
    Urgency.DANGER: (Label.THREAT,),
    Urgency.SOON: (Label.HATE, Label.INSULT, Label.ANTIDEMOCRATIC, Label.SPAM),
}


class Rating(NamedTuple):
    urgency: int
    reason: str


def rate(text: str, contents: Contents | None = None) -> Rating:
    """The urgency of a comment and one sentence that says why; for what is normal only if there is a hint.

    Words are looked for wherever they stand: in the text, a warning, a description, a poll, a quoted post.
    """
    carried = contents or Contents()
    if found := DANGER.search(f"{text}\n{carried.other_words}"):
        return Rating(Urgency.DANGER, _("May mean danger: “%(words)s”") % {"words": found[0]})
    if found := SOON.search("\n".join([text, *carried.own_words])):
        reason = _("Asks a question") if found[0] == "?" else _("May be pressing: “%(words)s”") % {"words": found[0]}
        return Rating(Urgency.SOON, reason)
    if carried.poll:
        return Rating(Urgency.SOON, _("Asks a question"))
    if carried.misleading:
        return Rating(Urgency.SOON, _("A link leads elsewhere than its words say"))
    if carried.undescribed:
        return Rating(Urgency.SOON, _("A picture or film without a description: only a look tells what it says"))
    if carried.links:
        return Rating(Urgency.NORMAL, _("The words of a link do not show its address"))
    return Rating(Urgency.NORMAL, "")


def suspected_clause(comment: Comment, clauses: list[Clause]) -> tuple[Clause | None, str]:
    """The one of ``clauses`` that what made the comment urgent comes near, and why; often none. A person decides."""
    carried = comment.contents
    if found := THREAT.search(f"{comment.text}\n{carried.other_words}"):
        keys, why = CLAUSES_OF_A_THREAT, _("the comment contains “%(words)s”") % {"words": found[0]}
    elif carried.misleading:
        keys, why = CLAUSES_OF_A_FALSE_LINK, _("a link leads elsewhere than its words say")
    else:
        return None, ""
    by_key = {clause.key: clause for clause in clauses}
    likeliest = next((by_key[key] for key in keys if key in by_key), None)
    return likeliest, why if likeliest else ""


class Hinted(NamedTuple):
    """A label that was found, with the words it rests on; ``is_strong``: by a rule, or likely to a learned model."""

    label: str
    words: tuple[str, ...]
    is_strong: bool


def rate_hints(found: Iterable[Hinted]) -> Rating | None:
    """How urgent labels make a comment: a threat first, then what insults or advertises; ``None`` for all else."""
    strong = {hint.label: hint for hint in found if hint.is_strong}
    for urgency, labels in URGENT_LABELS.items():
        if label := next((label for label in labels if label in strong), None):
            return Rating(urgency, hint_words(label, strong[label].words))
    return None


def hint_words(label: str, words: Iterable[str]) -> str:
    """What was found and because of which words, as the reason of an urgency."""
    said = {"label": Label(label).label, "words": ", ".join(words)}
    if not said["words"]:
        return _("Hint of: %(label)s") % said
    return _("Hint of: %(label)s – because of: %(words)s") % said
