# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words by which a question, praise and criticism are known. Written for this project, measured in the handbook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from community.triage.stems import Words

ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+", re.IGNORECASE)


# A sentence that begins as questions do: many type no question mark on a phone.
BEGINNING = Words(
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
SENTENCE = re.compile(r"(?:^|[.!\n])\s*")
ASKING = Words(
    "(?:wüsste|würde) gerne?(?: wissen)?,? (?:ob|wie|wann|wo|was|wer|warum)",
    "(?:meine|eine|ne|kurze) frage",
)

# Words of anger or disappointment about something or somebody. A plain report of a defect has none of them.
CRITICISM = Words(
    r"unverschämt\w*|frechheit\w*|armutszeugnis\w*|skandal\w*|lächerlich\w*|unfähig\w*|unmöglich",
    r"enttäusch\w*|ärgerlich\w*|ärgert mich|nervt|nervig\w*|traurig,? dass|schade,? dass|peinlich\w*|katastroph\w*",
    r"(?:steuer|geld)verschwendung|verschwend\w*|rausgeschmissen\w*|unerträglich\w*|unzumutbar\w*|zumutung",
    r"unsinn\w*|schwachsinn\w*|blödsinn\w*|quatsch|sauerei|saustall|schande|beschämend\w*|abzocke",
    "geht gar nicht|(?:kann|darf) (?:doch |ja )?nicht sein|zum kotzen|typisch stadt|kein verständnis",
    "na (?:toll|super|bravo|prima)|herzlichen glückwunsch zu[rm]? (?:fehl|pleite)",
    signs="🤬😡😠🤮👎",
)

# Thanks and praise.
PRAISE = Words(
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
TURNED_ROUND = Words(r"nicht|nie|nichts|kein\w*|weniger|weder|ohne|statt|wenn|wären?|würden?|fänden?|im voraus")
# What says that something is wanted or wrong: thanks at its end are manners, not praise.
WANTED = Words(
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


def asked(words: str) -> str:
    """What makes ``words`` a question, as it stands there; "" for none."""
    if "?" in words:
        return "?"
    if found := ASKING.search(words):
        return found
    return next((found for begin in SENTENCE.finditer(words) if (found := BEGINNING.match(words, begin.end()))), "")


def angry(words: str) -> tuple[str, ...]:
    """The words of anger or disappointment in ``words``."""
    return named(CRITICISM.finditer(words))


def praised(words: str) -> tuple[str, ...]:
    """The words of thanks and praise, none where something is wanted as well: there they are manners."""
    if len(words) > LONGEST_PRAISE or WANTED.search(words):
        return ()
    return named(words[at:end] for at, end in PRAISE.spans(words) if not _is_turned_round(words, at))


def named(found: Iterable[str]) -> tuple[str, ...]:
    """The first different words found."""
    return tuple(islice(dict.fromkeys(found), MOST_WORDS))


def _is_turned_round(words: str, at: int) -> bool:
    return TURNED_ROUND.search(words[max(0, at - AROUND) : at]) != ""
