# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose ages an analysis counts: one row of the census, the sum of several, or figures a town typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Refused
from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_GROUPS
from strategy.domain.census import TOLERANCE
from strategy.models import AGE_FIELDS, AgeProfile, PlatformAnalysis, search_key

CENSUS, SUM, TYPED = "census", "sum", "typed"
COUNTRY = "00"
MOST_TOWNS_IN_A_SUM = 400
OFFICIAL_NAMES = 3
#: By what share the towns of a state may differ from the state itself: the census is published with a little noise.
NOISE = 0.001


@dataclass(frozen=True)
class Place:
    """The age structure of an analysis with where it comes from, complete enough to stand in a document.

    ``ages`` holds the eleven census groups or, for typed figures only, the five groups of the studies.
    ``parts`` lists the towns of a sum, ``left_out`` those without ages that were left out of it, each as
    ``{"code", "name", "population"}``. ``source`` is empty for the census.
    """

    kind: str
    name: str
    population: int
    year: int
    ages: Mapping[str, int]
    code: str = ""
    source: str = ""
    parts: Sequence[Mapping[str, Any]] = ()
    left_out: Sequence[Mapping[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for the database and for the frozen result."""
        return {**asdict(self), "parts": list(map(dict, self.parts)), "left_out": list(map(dict, self.left_out))}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Place":
        """Reads also what analyses kept before there were sums and typed figures."""
        names = ("name", "population", "ages", "code", "source", "parts", "left_out")
        given = {name: kept[name] for name in names if name in kept}
        return cls(kind=kept.get("kind", CENSUS), year=kept.get("year") or kept["census_year"], **given)

    @property
    def is_typed(self) -> bool:
        return self.kind == TYPED

    @property
    def is_sum(self) -> bool:
        return self.kind == SUM


def ages_of(profile: AgeProfile) -> dict[str, int]:
    """The eleven census groups by field name. Only for profiles with ``has_ages``."""
    return {name: getattr(profile, name) for name in AGE_FIELDS}


def place_of(analysis: PlatformAnalysis) -> Place:
    """What an analysis counts on: as it was kept at its beginning, else as the census has it now."""
    return Place.from_json(analysis.town) if analysis.town else census_place(analysis.profile_code)


def census_place(code: str) -> Place:
    """One row of the census. Refused when it is not loaded or has no ages."""
    profile = AgeProfile.objects.filter(code=code).first()
    if profile is None:
        raise Refused(_("There is no town with this code in the census table."))
    if not profile.has_ages:
        raise Refused(_("The census publishes no ages for %(town)s.") % {"town": profile.name})
    return place_from(profile)


def place_from(profile: AgeProfile) -> Place:
    return Place(CENSUS, profile.name, profile.population, profile.census_year, ages_of(profile), code=profile.code)


def sum_place(codes: Iterable[str], *, name: str = "", leave_out: bool = False) -> Place:
    """Several towns as one, in the order of their codes.

    Refused for codes that are not loaded, for fewer than two towns, and for towns without ages unless
    ``leave_out`` says to count without them; the refusal names them.
    """
    wanted = sorted(set(codes))
    towns = list(AgeProfile.objects.filter(code__in=wanted, level=AgeProfile.Level.MUNICIPALITY).order_by("code"))
    unknown = sorted(set(wanted) - {town.code for town in towns})
    if unknown:
        raise Refused(_("Not in the census table: %(codes)s.") % {"codes": ", ".join(unknown[:10])})
    if len(towns) < 2:
        raise Refused(_("A sum needs at least two towns."))
    if len(towns) > MOST_TOWNS_IN_A_SUM:
        raise Refused(_("A sum has at most %(most)s towns.") % {"most": MOST_TOWNS_IN_A_SUM})
    silent = [town for town in towns if not town.has_ages]
    if silent and not leave_out:
        raise Refused(
            _("The census publishes no ages for: %(towns)s. Please leave these towns out explicitly, or remove them.")
            % {"towns": ", ".join(town.name for town in silent)}
        )
    counted = [town for town in towns if town.has_ages]
    if not counted:
        raise Refused(_("The census publishes ages for none of these towns."))
    years = {town.census_year for town in counted}
    if len(years) > 1:
        raise Refused(_("These towns come from different censuses and cannot be added up."))
    groups = [ages_of(town) for town in counted]
    return Place(
        SUM,
        name.strip()[:120] or name_of_sum(towns),
        sum(town.population for town in counted),
        years.pop(),
        {field: sum(own[field] for own in groups) for field in AGE_FIELDS},
        parts=tuple(map(_part, counted)),
        left_out=tuple(map(_part, silent)),
    )


def _part(town: AgeProfile) -> dict[str, Any]:
    return {"code": town.code, "name": town.name, "population": town.population}


def name_of_sum(towns: Sequence[AgeProfile]) -> str:
    """The district when the towns are all it has, else the towns by name."""
    districts = {town.district_code for town in towns}
    if len(districts) == 1:
        whole = AgeProfile.objects.filter(_in_district(districts.pop())).count()
        if whole == len(towns) and towns[0].district_name:
            return towns[0].district_name
    names = ", ".join(town.name for town in towns[:OFFICIAL_NAMES])
    more = len(towns) - OFFICIAL_NAMES
    if more <= 0:
        return names[:120]
    rest = _("and %(number)s more") % {"number": more}
    return f"{names[: 119 - len(rest)]} {rest}"


def typed_place(*, name: str, population: int, year: int, source: str, ages: Mapping[str, int]) -> Place:
    """A town's own figures. Their sum has to be the population, give or take ``TOLERANCE`` persons."""
    if set(ages) not in (set(CENSUS_GROUPS), set(STUDY_GROUPS)):
        raise Refused(_("Please fill in all age groups; write 0 where nobody lives."))
    if not (name.strip() and source.strip()):
        raise Refused(_("Your own figures need a name, a source and a year."))
    total = sum(ages.values())
    if population <= 0 or min(ages.values()) < 0:
        raise Refused(_("Please give the population as a number above zero."))
    if abs(total - population) > TOLERANCE:
        raise Refused(
            _("The age groups add up to %(sum)s, but the population is %(population)s.")
            % {"sum": total, "population": population}
        )
    return Place(TYPED, name.strip()[:120], population, year, dict(ages), source=source.strip()[:200])


def country_place() -> Place | None:
    """Germany for comparison; ``None`` until the table of the states is loaded."""
    country = AgeProfile.objects.filter(code=COUNTRY).first()
    return place_from(country) if country and country.has_ages else None


def evenly_aged() -> dict[str, int]:
    """A town where every age has as many people: asks what can be compared before ages are known."""
    return {name: 1000 * (last - first + 1) for name, (first, last) in CENSUS_GROUPS.items()}


# -- words ----------------------------------------------------------------------------------------


def age_source(place: Place) -> str:
    """Where the ages come from, in words that stand under every chart and in every document."""
    if place.is_typed:
        return _("The town's own figures, typed in, not from the census: %(source)s, %(year)s.") % {
            "source": place.source.rstrip("."),
            "year": place.year,
        }
    census = _("Census %(year)s, © Statistical Offices of the Federation and the Länder, dl-de/by-2-0") % {
        "year": place.year
    }
    if not place.is_sum:
        return _("%(census)s; age bands computed.") % {"census": census}
    total = ngettext("Sum of %(count)s town", "Sum of %(count)s towns", len(place.parts)) % {"count": len(place.parts)}
    return _("%(sum)s. %(census)s; age bands computed.") % {"sum": total, "census": census}


def kind_label(place: Place) -> str:
    """One word for lists and badges."""
    return {
        "census": _("census"),
        "sum": _("sum of towns"),
        "typed": _("typed by the town"),
    }[place.kind]


def described(place: Place) -> str:
    """Where the ages come from, short enough for brackets."""
    if place.is_typed:
        return _("typed by the town: %(source)s, %(year)s") % {"source": place.source, "year": place.year}
    census = _("census %(year)s") % {"year": place.year}
    if not place.is_sum:
        return census
    total = ngettext("sum of %(count)s town", "sum of %(count)s towns", len(place.parts)) % {"count": len(place.parts)}
    return f"{total}, {census}"


# -- search ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class District:
    """A district with the towns of it that are loaded, and how many of them have no ages."""

    code: str
    name: str
    towns: int
    without_ages: int


def find_profiles(text: str, *, limit: int = 20) -> list[AgeProfile]:
    """Municipalities by official code, name or district; exact and beginning matches first, then larger ones.

    Capitals, umlauts and accents do not matter: ``muenchen``, ``MÜNCHEN`` and ``München`` find the same.
    """
    key = search_key(text)
    if not key:
        return []
    towns = AgeProfile.objects.filter(level=AgeProfile.Level.MUNICIPALITY)
    if key.isdecimal():
        return list(towns.filter(code__startswith=key).order_by("code")[:limit])
    found: list[AgeProfile] = []
    for match in (
        Q(name_key=key) | Q(name_key__startswith=f"{key},"),
        Q(name_key__startswith=key),
        Q(name_key__contains=key),
        Q(district_key__contains=key),
    ):
        if len(found) < limit:
            others = towns.filter(match).exclude(pk__in=[p.pk for p in found])
            found += others.order_by("-population", "code")[: limit - len(found)]
    return found


def profiles_called(text: str) -> list[AgeProfile]:
    """Municipalities with exactly this official code or name, without its addition: *Füssen* finds *Füssen, St*."""
    key = search_key(text)
    if not key:
        return []
    match = Q(code=key) if key.isdecimal() else Q(name_key=key) | Q(name_key__startswith=f"{key},")
    towns = AgeProfile.objects.filter(match, level=AgeProfile.Level.MUNICIPALITY)
    return list(towns.order_by("-population", "code"))


def find_districts(text: str, *, limit: int = 5) -> list[District]:
    """Districts of several loaded towns, by name or five-digit code."""
    key = search_key(text)
    if not key or (key.isdecimal() and len(key) != 5):
        return []
    match = _in_district(key) if key.isdecimal() else Q(district_key__contains=key)
    rows = (
        AgeProfile.objects.filter(match, level=AgeProfile.Level.MUNICIPALITY)
        .annotate(district=Substr("code", 1, 5))
        .values("district")
        .annotate(
            label=Min("district_name"),
            count=Count("pk"),
            silent=Count("pk", filter=Q(age_25_39__isnull=True)),
        )
        .filter(count__gt=1)
        .order_by("-count", "district")[:limit]
    )
    return [District(row["district"], row["label"], row["count"], row["silent"]) for row in rows]


def whole_districts_called(text: str) -> list[tuple[str, str, int, int]]:
    """Code, name, number of towns and inhabitants of districts with exactly this five-digit code or name.

    The census counts towns, not districts: a sum is one only where every town of the state is loaded, so that they make
    up the state (``NOISE``). The table that comes with the product is a selection and gives none.
    """
    key = search_key(text)
    if not key:
        return []
    match = _in_district(key) if key.isdecimal() else Q(district_key=key)
    rows = (
        AgeProfile.objects.filter(match, level=AgeProfile.Level.MUNICIPALITY)
        .annotate(district=Substr("code", 1, 5))
        .values("district")
        .annotate(label=Min("district_name"), towns=Count("pk"), people=Sum("population"))
        .filter(towns__gt=1)
        .order_by("district")
    )
    found = [(row["district"], row["label"], row["towns"], row["people"]) for row in rows]
    whole = {state: _is_whole(state) for state in {code[:2] for code, *_rest in found}}
    return [row for row in found if whole[row[0][:2]]]


def _is_whole(state: str) -> bool:
    towns = AgeProfile.objects.filter(code__startswith=state, level=AgeProfile.Level.MUNICIPALITY)
    counted = towns.aggregate(people=Sum("population"))["people"] or 0
    whole = AgeProfile.objects.filter(code=state, level=AgeProfile.Level.STATE).first()
    return whole is not None and abs(whole.population - counted) <= whole.population * NOISE


def codes_of_district(code: str) -> list[str]:
    """All loaded towns of a district; empty for what is not a five-digit code."""
    if not (code.isascii() and code.isdecimal() and len(code) == 5):
        return []
    return list(AgeProfile.objects.filter(_in_district(code)).order_by("code").values_list("code", flat=True))


def _in_district(code: str) -> Q:
    return Q(code__startswith=code, level=AgeProfile.Level.MUNICIPALITY)


@dataclass(frozen=True)
class Loaded:
    """What the installation's census table holds."""

    towns: int
    year: int | None
    has_country: bool


def loaded_census() -> Loaded:
    """Counts for the line that says where the ages come from (two queries)."""
    towns = AgeProfile.objects.filter(level=AgeProfile.Level.MUNICIPALITY)
    found = towns.aggregate(count=Count("pk"), year=Min("census_year"))
    return Loaded(found["count"], found["year"], AgeProfile.objects.filter(code=COUNTRY).exists())
