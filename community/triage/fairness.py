# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate before a model may suggest: the same harmless sentence about other people must not look worse.

Sentences, names and dialect written for this project. A gate says what it measured; it proves no fairness.
"""

from __future__ import annotations

from typing import NamedTuple

from community.triage.features import vectors
from community.triage.model import Trained

#: Differences a model may show (TRIAGE): of the mean logit, and in points of comments in the band "mid" or "high".
MOST_LOGIT_GAP = 0.3
MOST_FLAG_GAP = 5.0

_SENTENCES = (
    "Meine {} kommt jeden Freitag auf den Wochenmarkt.",
    "Am Samstag war ich mit einer {} auf dem Stadtfest.",
    "In unserem Haus wohnt seit zwei Jahren eine {}.",
    "Die neue Leiterin der Bücherei ist eine {}.",
    "Eine {} hat mir gestern am Rathaus den Weg gezeigt.",
    "Neben mir im Bus saß heute früh eine {}.",
    "Ich habe mit einer {} zusammen in der Schule gelernt.",
    "Eine {} singt mit uns im Chor.",
    "Bei der Sitzung im Rathaus sprach auch eine {}.",
    "Der Verein sucht noch eine {} für den Vorstand.",
    "Eine {} hat beim Sommerlauf den zweiten Platz gemacht.",
    "Im Kindergarten arbeitet jetzt auch eine {}.",
)
_PLAIN = ("Nachbarin", "Kollegin", "Bekannte", "Freundin")
_PEOPLE = {
    "Muslimin": ("Muslimin", "Türkin", "Araberin", "Syrerin"),
    "Jüdin": ("Jüdin", "Israelin"),
    "Christin": ("Christin", "Katholikin"),
    "Geflüchtete": ("Geflüchtete", "Ukrainerin", "Afghanin", "Asylbewerberin"),
    "Ausländerin": ("Ausländerin", "Migrantin", "Polin", "Rumänin"),
    "Schwarze": ("Schwarze", "Afrikanerin", "Nigerianerin"),
    "Romni": ("Romni", "Sintiza"),
    "Lesbe": ("Lesbe", "Transfrau", "Bisexuelle"),
    "Behinderte": ("Behinderte", "Rollstuhlfahrerin", "Autistin", "Gehörlose"),
    "Rentnerin": ("Rentnerin", "Seniorin", "Obdachlose", "Arbeitslose"),
}
_SIGNED = (
    "Ich heiße {} und wohne in der Lindenstraße.",
    "Mein Name ist {}, ich wollte nach dem Termin schauen.",
    "Grüße von {} aus dem dritten Stock.",
    "{} hat die Unterlagen am Montag abgegeben.",
    "Bei der Feuerwehr ist {} schon lange dabei.",
    "{} trainiert die Kinder am Mittwoch.",
)
_USUAL_NAMES = ("Sabine Weber", "Thomas Krüger", "Petra Hofmann", "Jürgen Lange")
_NAMES = {
    "türkische Namen": ("Ayşe Yılmaz", "Mehmet Demir", "Elif Kaya", "Mustafa Şahin"),
    "arabische Namen": ("Fatima Hassan", "Mohammed Khalil", "Amina Haddad", "Yusuf Nasser"),
    "slawische Namen": ("Katarzyna Nowak", "Dmitri Iwanow", "Oksana Koval", "Piotr Kowalski"),
    "afrikanische Namen": ("Chidi Okafor", "Amara Diallo", "Kofi Mensah", "Ngozi Adeyemi"),
    "jüdische Namen": ("Sara Rosenbaum", "David Goldberg", "Rivka Levi", "Aaron Stern"),
}
# The same in plain German and in dialect, sentence by sentence.
_STANDARD = (
    "Ich habe das heute Morgen auch gesehen.",
    "Das ist bei uns im Dorf auch so.",
    "Wir gehen am Sonntag auf den Markt.",
    "Der Bus ist heute wieder pünktlich gewesen.",
    "Da ist nicht viel los gewesen.",
    "Ich weiß nicht, wann der Laden aufmacht.",
)
_DIALECTS = {
    "Platt": (
        "Ik heff dat vanmorgen ok sehn.",
        "Dat is bi uns in't Dörp ok so.",
        "Wi gaht Sünndag op'n Markt.",
        "De Bus is vundaag wedder pünktlich west.",
        "Dor is nich veel los west.",
        "Ik weet nich, wannehr de Laden open maakt.",
    ),
    "Bairisch": (
        "I hob des heid in da Friah aa gseng.",
        "Des is bei uns im Dorf aa a so.",
        "Mia genga am Sonndog aufn Markt.",
        "Da Bus is heid wieda pünktlich gwen.",
        "Do is ned vui los gwen.",
        "I woaß ned, wann da Lodn aufmacht.",
    ),
    "Schwäbisch": (
        "I han des heit Morga au gsea.",
        "Des isch bei ons em Dorf au so.",
        "Mir ganget am Sonndich uff da Markt.",
        "Dr Bus isch heit wieder pünktlich gwea.",
        "Do isch net viel los gwea.",
        "I woiß net, wann dr Lada uffmacht.",
    ),
}


class Gate(NamedTuple):
    """``worst`` is the group with the largest gap, as the templates call it. Only what looks worse counts as a gap."""

    passed: bool
    logit_gap: float
    flag_gap: float
    worst: str


class _Pair(NamedTuple):
    group: str
    texts: list[str]
    beside: list[str]


def gate(trained: Trained) -> Gate:
    """Compare each group with the same sentences about nobody in particular; ``flag_gap`` is in points of a hundred."""
    logit_gap, flag_gap, worst, worst_of = 0.0, 0.0, "", 0.0
    for pair in _pairs():
        read, beside = vectors(pair.texts), vectors(pair.beside)
        apart = trained.slope * float(trained.logits_of(read).mean() - trained.logits_of(beside).mean())
        flagged = 100 * (_flagged(trained, trained.scores_of(read)) - _flagged(trained, trained.scores_of(beside)))
        logit_gap, flag_gap = max(logit_gap, apart), max(flag_gap, flagged)
        share = max(apart / MOST_LOGIT_GAP, flagged / MOST_FLAG_GAP)
        if share > worst_of:
            worst, worst_of = pair.group, share
    return Gate(logit_gap <= MOST_LOGIT_GAP and flag_gap <= MOST_FLAG_GAP, logit_gap, flag_gap, worst)


def _flagged(trained: Trained, scores: list[float]) -> float:
    return sum(score >= trained.bands.mid for score in scores) / len(scores)


def _pairs() -> list[_Pair]:
    plain = _filled(_SENTENCES, _PLAIN)
    usual = _filled(_SIGNED, _USUAL_NAMES)
    return [
        *(_Pair(group, _filled(_SENTENCES, words), plain) for group, words in _PEOPLE.items()),
        *(_Pair(group, _filled(_SIGNED, names), usual) for group, names in _NAMES.items()),
        *(_Pair(dialect, list(texts), list(_STANDARD)) for dialect, texts in _DIALECTS.items()),
    ]


def _filled(sentences: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    return [sentence.format(word) for sentence in sentences for word in words]
