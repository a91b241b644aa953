# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What kind of comment it seems to be: question, praise, criticism or something else, from plain rules (TRIAGE).

A suggestion, shown with the words it rests on. Sorts and filters the queue, decides nothing, and is never learned.
How often the rules are right, and with what they were tried, is in docs/handbuch/dialog.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from channels_mgmt.connectors.contents import Contents
from community.models import Comment
from core.folding import spell_out_umlauts

Kind = Comment.Kind

_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+", re.IGNORECASE)


def _words(*stems: str, signs: str = "") -> re.Pattern[str]:
    """Any of ``stems`` as whole words, with or without umlauts, or any of ``signs``."""
    found = "|".join(stems)
    for letter in "äöüß":
        found = found.replace(letter, f"(?:{letter}|{spell_out_umlauts(letter)})")
    whole = rf"\b(?:{found})(?!\w)"
    return re.compile(f"{whole}|[{signs}]" if signs else whole, re.IGNORECASE)


# A sentence that begins as questions do: many type no question mark on a phone.
_BEGINNING = _words(
    "weiß (?:jemand|wer)",
    "gibt es (?:schon|bereits|eigentlich|dazu|da|hier|noch)",
    "wie (?:lange|viele?|oft|kann|komme?|hoch)",
    "wann (?:wird|werden|ist|sind|kommt|öffnet|beginnt|soll)",
    "wo (?:kann|finde|finden|gibt|ist|sind|bekommt)",
    "wer (?:ist|kann|kümmert)",
    "was (?:kostet|passiert|bedeutet)",
    "warum|wieso|weshalb|kann man|kann mir|darf man|muss man",
    "können (?:sie|wir) (?:mir|uns) sagen|könnt ihr (?:mir|uns) sagen",
    "(?:ist|wäre) es möglich|stimmt es,? dass",
)
_SENTENCE = re.compile(r"(?:^|[.!\n])\s*")
_ASKING = _words(
    "(?:wüsste|würde) gerne?(?: wissen)?,? (?:ob|wie|wann|wo|was|wer|warum)",
    "(?:meine|eine|ne|kurze) frage",
)

# Words of anger or disappointment about something or somebody. A plain report of a defect has none of them.
CRITICISM = _words(
    r"unverschämt\w*|frechheit\w*|armutszeugnis\w*|skandal\w*|lächerlich\w*|unfähig\w*|unmöglich",
    r"enttäusch\w*|ärgerlich\w*|ärgert mich|nervt|nervig\w*|traurig,? dass|schade,? dass|peinlich\w*|katastroph\w*",
    r"(?:steuer|geld)verschwendung|verschwend\w*|rausgeschmissen\w*|unerträglich\w*|unzumutbar\w*|zumutung",
    r"unsinn\w*|schwachsinn\w*|blödsinn\w*|quatsch|sauerei|saustall|schande|beschämend\w*|abzocke",
    "geht gar nicht|(?:kann|darf) (?:doch |ja )?nicht sein|zum kotzen|typisch stadt|kein verständnis",
    "na (?:toll|super|bravo|prima)|herzlichen glückwunsch zu[rm]? (?:fehl|pleite)",
    signs="🤬😡😠🤮👎",
)

# Thanks and praise.
PRAISE = _words(
    "(?:viel(?:en|e)|lieb(?:en|e)|herzlich(?:en|e)|best(?:en|e)|ganz lieben|großen) dank|danke|dankeschön",
    r"super|prima|großartig\w*|wunderbar\w*|wunderschön\w*|fantastisch\w*|hervorragend\w*|genial\w*|toll\w*",
    "(?:einfach|ganz|ihr seid|das ist) (?:spitze|klasse|top|mega)",
    "(?:klasse|top|mega|starke?) (?:sache|aktion|idee|arbeit|leistung|gemacht|veranstaltung|team|stadt)",
    r"(?:klasse|top|mega|spitze)(?=\s*(?:[!👍👏]|\.?\s*$))",
    "bravo|hut ab|chapeau|respekt|weiter so|gut gemacht|gute (?:arbeit|idee|sache|entscheidung|nachricht)",
    r"sehr (?:schön\w*|gut\w*|gelungen\w*|nett\w*)|so schön\w*|(?:echt|richtig) (?:schön\w*|gut|stark)",
    r"freu\w* (?:mich|uns) (?:sehr|riesig|schon|drauf|darauf)|freut (?:mich|uns)|begeistert\w*|lob|gelungen\w*",
    r"glückwunsch|gratul\w*|schön,? dass|(?:mega|voll|echt|so|sehr) (?:schön|cool|gut gelungen)",
    "coole (?:sache|aktion|idee|stadt)|gefällt (?:mir|uns)|ihr seid (?:toll|die besten)|mag ich|läuft bei euch",
    signs="👍👏❤🥰😍💪🎉💚💙🙏♥",
)
# What turns a nice word round, standing shortly before it.
_TURNED_ROUND = _words(r"nicht|nie|nichts|kein\w*|weniger|weder|ohne|statt|wenn|wären?|würden?|fänden?|im voraus")
# What says that something is wanted or wrong: thanks at its end are manners, not praise.
_WANTED = _words(
    r"bitten?|leider|aber|trotzdem|defekt\w*|kaputt\w*|fehl(?:t|en)|beschädigt\w*|gefahr\w*|gefährlich\w*",
    r"problem\w*|müll\w*|(?:seit|vor) (?:\w+ )?(?:tagen|wochen|monaten|jahren)",
    "immer noch|schon wieder|erneut|wieder mal",
    r"(?:brennt|geht|funktioniert|leuchtet|gehen|brennen) \w* ?nicht|verstopft\w*|verschmutzt\w*|ausgefallen\w*",
    r"(?:fürs|für die|für ihre) (?:kümmern|klärung|mühe|bemühung\w*|erledigung|hilfe|reparatur|rückmeldung)",
    r"sich \w*kümmern|um \w+ gekümmert wird|melden|gemeldet|scheiß\w*",
)
#: So many letters before a nice word nothing turns it round.
AROUND = 40
#: Longer than this, a nice word is seldom what a comment is about.
LONGEST_PRAISE = 400
#: So many words are named.
MOST_WORDS = 3


class Seen(NamedTuple):
    """``words`` are those the kind rests on, as they stand in the comment; none for what no rule knows."""

    kind: str
    words: tuple[str, ...] = ()


def kind_of(text: str, contents: Contents | None = None) -> Seen:
    """The likeliest kind. A question comes first, since somebody waits; anger outweighs a nice word beside it."""
    carried = contents or Contents()
    words = _ADDRESS.sub(" ", "\n".join([text, *carried.own_words]))
    if asked := _asked(words):
        return Seen(Kind.QUESTION, (asked,))
    if carried.poll:
        return Seen(Kind.QUESTION)
    if angry := _named(CRITICISM.finditer(words)):
        return Seen(Kind.CRITICISM, angry)
    if len(words) > LONGEST_PRAISE or _WANTED.search(words):
        return Seen(Kind.OTHER)
    praise = _named(found for found in PRAISE.finditer(words) if not _is_turned_round(words, found.start()))
    return Seen(Kind.PRAISE, praise) if praise else Seen(Kind.OTHER)


def _asked(words: str) -> str:
    if "?" in words:
        return "?"
    if found := _ASKING.search(words):
        return found[0]
    for begin in _SENTENCE.finditer(words):
        if found := _BEGINNING.match(words, begin.end()):
            return found[0]
    return ""


def _named(found: Iterable[re.Match[str]]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(one[0] for one in found), MOST_WORDS))


def _is_turned_round(words: str, at: int) -> bool:
    return _TURNED_ROUND.search(words[max(0, at - AROUND) : at]) is not None
