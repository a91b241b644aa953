# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of municipal authority that speak for themselves, and how each is called.

``words_for`` gives the words of an authority in a language. German needs the case, so a sentence of the interface asks
for it by name: ``%(town_genitive)s`` is *des Landkreises*, in English always *the district*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an authority is by the law of its state; empty as long as nobody has said."""

    TOWN = "town", pgettext_lazy("kind of municipality", "Town")
    LARGE_TOWN = "large_town", pgettext_lazy("kind of municipality", "Large town of a district")
    INDEPENDENT_CITY = "independent_city", pgettext_lazy("kind of municipality", "City without district")
    MUNICIPALITY = "municipality", pgettext_lazy("kind of municipality", "Municipality")
    MARKET = "market", pgettext_lazy("kind of municipality", "Market")
    FLECKEN = "flecken", pgettext_lazy("kind of municipality", "Flecken")
    SAMTGEMEINDE = "samtgemeinde", pgettext_lazy("kind of municipality", "Samtgemeinde")
    VERBANDSGEMEINDE = "verbandsgemeinde", pgettext_lazy("kind of municipality", "Verbandsgemeinde")
    AMT = "amt", pgettext_lazy("kind of municipality", "Amt (association of municipalities)")
    VERWALTUNGSGEMEINSCHAFT = (
        "verwaltungsgemeinschaft",
        pgettext_lazy("kind of municipality", "Verwaltungsgemeinschaft"),
    )
    DISTRICT = "district", pgettext_lazy("kind of municipality", "District")
    BOROUGH = "borough", pgettext_lazy("kind of municipality", "Bezirk")


@dataclass(frozen=True)
class Noun:
    """A noun with its article in every case. ``gender`` is ``f``, ``m`` or ``n``; empty in English."""

    word: str
    gender: str
    genitive_word: str = ""

    @property
    def nominative(self) -> str:
        return f"{_ARTICLES[self.gender][0]} {self.word}"

    @property
    def accusative(self) -> str:
        return f"{_ARTICLES[self.gender][1]} {self.word}"

    @property
    def genitive(self) -> str:
        return f"{_ARTICLES[self.gender][2]} {self.genitive_word or self.word}"

    @property
    def dative(self) -> str:
        return f"{_ARTICLES[self.gender][3]} {self.word}"

    @property
    def inside(self) -> str:
        """``in`` with the dative: *im Landkreis*, *in der Stadt*."""
        return f"{_ARTICLES[self.gender][4]} {self.word}"

    @property
    def about(self) -> str:
        """``an`` with the dative, as in criticism of somebody: *am Landkreis*, *an der Stadt*."""
        return f"{_ARTICLES[self.gender][5]} {self.word}"


_ARTICLES = {
    "f": ("die", "die", "der", "der", "in der", "an der"),
    "m": ("der", "den", "des", "dem", "im", "am"),
    "n": ("das", "das", "des", "dem", "im", "am"),
    "": ("the", "the", "the", "the", "in the", "of the"),
}


@dataclass(frozen=True)
class Words:
    """How an authority is called: itself, its administration, house, council and head.

    ``title`` stands before the name (*Markt Murnau*); without one nobody knows the kind.
    """

    town: Noun
    administration: Noun
    house: Noun
    council: Noun
    head_female: str
    head_male: str
    title: Noun | None = None

    @property
    def head(self) -> str:
        """Both forms, short: *Bürgermeister/in*, *Landrätin/Landrat*."""
        if self.head_female == f"{self.head_male}in":
            return f"{self.head_male}/in"
        return "/".join(dict.fromkeys((self.head_female, self.head_male)))

    def named(self, name: str) -> Noun:
        """The authority with its name: *die Gemeinde Moos*, *des Landkreises Konstanz*.

        A name that says its title already says it once. Without a kind it is *die Verwaltung von Moos*, true of all.
        """
        title = self.title
        if title is None:
            return Noun(f"Verwaltung von {name}", "f")
        if name.partition(" ")[0] in _TITLES - {title.word}:
            return Noun(name, self.town.gender)
        if self.town.word in _DISTRICTS and name.endswith("kreis"):
            return Noun(name, title.gender, f"{name}es")
        rest = name.removeprefix(f"{title.word} ")
        return Noun(f"{title.word} {rest}", title.gender, f"{title.genitive_word or title.word} {rest}")

    def titled(self, name: str) -> str:
        """*Gemeinde Moos*; without a kind the name alone."""
        return self.named(name).word if self.title else name

    def facts(self, name: str) -> dict[str, str]:
        """What sentences of a document may ask for, by the name of their place."""
        named = self.named(name)
        return {
            "town": name,
            "the_town": named.nominative,
            "The_town": named.nominative[0].upper() + named.nominative[1:],
            "of_named": named.genitive,
            "of_the_town": self.town.genitive,
            "in_the_town": self.town.inside,
            "their": "ihr" if named.gender == "f" else "sein",
            "of_the_council": self.council.genitive,
            "to_the_council": self.council.dative,
            "of_the_house": self.house.genitive,
            "in_the_house": self.house.inside,
            "The_house": self.house.nominative[0].upper() + self.house.nominative[1:],
            "The_head": f"Die {self.head_female}",
        }


def _feminine(word: str) -> Noun:
    return Noun(word, "f")


_RATHAUS = Noun("Rathaus", "n", "Rathauses")
_MAYOR = ("Bürgermeisterin", "Bürgermeister")
_LORD_MAYOR = ("Oberbürgermeisterin", "Oberbürgermeister")


def _council(word: str) -> Noun:
    feminine = word.endswith(("ung", "schaft"))
    return Noun(word, "f") if feminine else Noun(word, "m", f"{word}s" if word != "Rat" else "Rates")


#: What the elected body of a town and of a municipality is called, by the code of the state.
_COUNCILS = {
    "01": ("Stadtvertretung", "Gemeindevertretung"),
    "02": ("Bürgerschaft", "Bürgerschaft"),
    "03": ("Rat", "Rat"),
    "04": ("Bürgerschaft", "Bürgerschaft"),
    "05": ("Rat", "Rat"),
    "06": ("Stadtverordnetenversammlung", "Gemeindevertretung"),
    "08": ("Gemeinderat", "Gemeinderat"),
    "12": ("Stadtverordnetenversammlung", "Gemeindevertretung"),
    "13": ("Stadtvertretung", "Gemeindevertretung"),
}
_USUAL_COUNCILS = ("Stadtrat", "Gemeinderat")

_NORTH_RHINE, _SCHLESWIG_HOLSTEIN, _BAVARIA, _BERLIN, _HAMBURG = "05", "01", "09", "11", "02"
_BRANDENBURG, _SAXONY_ANHALT = "12", "15"
_STATES_WITH_LANDRATSAMT = {"08", "09", "14", "16"}


def _town(state: str, head: tuple[str, str]) -> Words:
    council = _council(_COUNCILS.get(state, _USUAL_COUNCILS)[0])
    if state == _BERLIN:
        council = Noun("Abgeordnetenhaus", "n", "Abgeordnetenhauses")
    town = _feminine("Stadt")
    return Words(town, _feminine("Stadtverwaltung"), _RATHAUS, council, *head, title=town)


_CITY_HEADS = {
    _BERLIN: ("Regierende Bürgermeisterin", "Regierender Bürgermeister"),
    _HAMBURG: ("Erste Bürgermeisterin", "Erster Bürgermeister"),
    "04": _MAYOR,
}


def _city(state: str) -> Words:
    return _town(state, _CITY_HEADS.get(state, _LORD_MAYOR))


def _municipality(state: str) -> Words:
    council = _council(_COUNCILS.get(state, _USUAL_COUNCILS)[1])
    town = _feminine("Gemeinde")
    return Words(town, _feminine("Gemeindeverwaltung"), _RATHAUS, council, *_MAYOR, title=town)


def _district(state: str) -> Words:
    word = "Kreis" if state in (_NORTH_RHINE, _SCHLESWIG_HOLSTEIN) else "Landkreis"
    landratsamt = Noun("Landratsamt", "n", "Landratsamts")
    is_landratsamt = state in _STATES_WITH_LANDRATSAMT
    itself = Noun(word, "m", f"{word}es")
    return Words(
        itself,
        landratsamt if is_landratsamt else _feminine("Kreisverwaltung"),
        landratsamt if is_landratsamt else Noun("Kreishaus", "n", "Kreishauses"),
        Noun("Kreistag", "m", "Kreistags"),
        "Landrätin",
        "Landrat",
        title=itself,
    )


def _borough(state: str) -> Words:
    itself, office = Noun("Bezirk", "m", "Bezirks"), Noun("Bezirksamt", "n", "Bezirksamts")
    if state == _BAVARIA:
        administration = _feminine("Bezirksverwaltung")
        head = ("Bezirkstagspräsidentin", "Bezirkstagspräsident")
        return Words(itself, administration, administration, Noun("Bezirkstag", "m", "Bezirkstags"), *head, itself)
    if state == _HAMBURG:
        leader = ("Bezirksamtsleiterin", "Bezirksamtsleiter")
        return Words(itself, office, office, _council("Bezirksversammlung"), *leader, itself)
    mayor = ("Bezirksbürgermeisterin", "Bezirksbürgermeister")
    return Words(itself, office, _RATHAUS, _council("Bezirksverordnetenversammlung"), *mayor, itself)


def _amt(state: str) -> Words:
    head = ("Amtsdirektorin", "Amtsdirektor") if state == _BRANDENBURG else ("Amtsvorsteherin", "Amtsvorsteher")
    administration, council = _feminine("Amtsverwaltung"), Noun("Amtsausschuss", "m", "Amtsausschusses")
    itself = Noun("Amt", "n", "Amtes")
    return Words(itself, administration, administration, council, *head, title=itself)


def _german(kind: str, state: str) -> Words:
    if kind == Kind.TOWN:
        return _town(state, _MAYOR)
    if kind == Kind.LARGE_TOWN:
        return _town(state, _LORD_MAYOR)
    if kind == Kind.INDEPENDENT_CITY:
        return _city(state)
    if kind == Kind.MUNICIPALITY:
        return _municipality(state)
    if kind == Kind.MARKET:
        council = _council("Marktgemeinderat")
        return Words(
            _feminine("Marktgemeinde"),
            _feminine("Marktverwaltung"),
            _RATHAUS,
            council,
            *_MAYOR,
            title=Noun("Markt", "m", "Marktes"),
        )
    if kind == Kind.FLECKEN:
        administration, council = _feminine("Verwaltung"), _council("Rat")
        itself = Noun("Flecken", "m", "Fleckens")
        return Words(itself, administration, _RATHAUS, council, *_MAYOR, title=itself)
    if kind == Kind.SAMTGEMEINDE:
        head = ("Samtgemeindebürgermeisterin", "Samtgemeindebürgermeister")
        return _association("Samtgemeinde", head, "Samtgemeinderat")
    if kind == Kind.VERBANDSGEMEINDE:
        head = ("Verbandsgemeindebürgermeisterin", "Verbandsgemeindebürgermeister")
        return _association("Verbandsgemeinde", head if state == _SAXONY_ANHALT else _MAYOR, "Verbandsgemeinderat")
    if kind == Kind.AMT:
        return _amt(state)
    if kind == Kind.VERWALTUNGSGEMEINSCHAFT:
        office = _feminine("Geschäftsstelle")
        council = _council("Gemeinschaftsversammlung")
        chair = ("Gemeinschaftsvorsitzende", "Gemeinschaftsvorsitzender")
        noun = _feminine("Verwaltungsgemeinschaft")
        return Words(noun, office, office, council, *chair, noun)
    if kind == Kind.DISTRICT:
        return _district(state)
    if kind == Kind.BOROUGH:
        return _borough(state)
    office, council = _feminine("Verwaltung"), _council("Rat")
    return Words(_feminine("Kommune"), office, _RATHAUS, council, "Behördenleiterin", "Behördenleiter")


def _association(word: str, head: tuple[str, str], council: str) -> Words:
    itself = _feminine(word)
    return Words(itself, _feminine(f"{word}verwaltung"), _RATHAUS, _council(council), *head, title=itself)


_ENGLISH = {
    Kind.TOWN: "town",
    Kind.LARGE_TOWN: "town",
    Kind.INDEPENDENT_CITY: "city",
    Kind.MARKET: "market town",
    Kind.DISTRICT: "district",
    Kind.BOROUGH: "borough",
}


def _english(kind: str) -> Words:
    word = _ENGLISH.get(Kind(kind), "municipality") if kind else "municipality"
    plain = (Noun(word, ""), Noun(f"{word} administration", ""), Noun("town hall", ""), Noun("council", ""))
    return Words(*plain, "head of the authority", "head of the authority")


@lru_cache(maxsize=1_000)
def words_for(kind: str, state: str, language: str) -> Words:
    """The words of an authority of ``kind`` in the state with this code; without a kind those that fit all."""
    return _german(kind, state) if language.startswith("de") else _english(kind)


_TITLES = {
    "Stadt",
    "Gemeinde",
    "Markt",
    "Marktgemeinde",
    "Flecken",
    "Samtgemeinde",
    "Verbandsgemeinde",
    "Amt",
    "Verwaltungsgemeinschaft",
    "Landkreis",
    "Kreis",
    "Bezirk",
    "Hansestadt",
    "Landeshauptstadt",
    "Universitätsstadt",
}

_DISTRICTS = ("Landkreis", "Kreis")

_BY_FIRST_WORD = {
    "stadt": Kind.TOWN,
    "gemeinde": Kind.MUNICIPALITY,
    "samtgemeinde": Kind.SAMTGEMEINDE,
    "verbandsgemeinde": Kind.VERBANDSGEMEINDE,
    "verwaltungsgemeinschaft": Kind.VERWALTUNGSGEMEINSCHAFT,
    "landkreis": Kind.DISTRICT,
    "kreis": Kind.DISTRICT,
}


def kind_in_name(name: str) -> str:
    """What a name says by its first word: *Landkreis Konstanz*. Empty where that is not sure: *Amt Neuhaus*."""
    first, _space, rest = name.strip().partition(" ")
    return _BY_FIRST_WORD.get(first.casefold(), "") if rest else ""


def without_title(name: str) -> str:
    """The name of a district without the word for it: *Konstanz* of *Landkreis Konstanz*."""
    first, _space, rest = name.partition(" ")
    return rest.strip() if first in _DISTRICTS and rest.strip() else name


def kind_of_district(name: str) -> str:
    """A district, unless its name says that it is called otherwise: *Region Hannover*, *Städteregion Aachen*."""
    return "" if name.partition(" ")[0] in ("Region", "Städteregion", "Regionalverband") else Kind.DISTRICT


def kind_in_census(name: str, code: str) -> str:
    """What a row of the census says: *Füssen, St* is a town, *Moos* a municipality.

    A code that ends in 000 is that of a city without district. Which towns of Baden-Württemberg or Saxony are *Große
    Kreisstadt* the census does not say, so nobody proposes it there.
    """
    if code.endswith("000"):
        return Kind.INDEPENDENT_CITY
    addition = name.rpartition(", ")[2] if ", " in name else ""
    if addition in ("M", "GKSt", "St"):
        return {"M": Kind.MARKET, "GKSt": Kind.LARGE_TOWN, "St": Kind.TOWN}[addition]
    if addition == "Flecken":
        return Kind.FLECKEN
    if "Bezirk" in addition:  # uninhabited land that belongs to no municipality
        return ""
    return Kind.TOWN if "stadt" in addition.casefold() else Kind.MUNICIPALITY
