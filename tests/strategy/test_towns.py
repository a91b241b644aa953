# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The analysis sees the town: its order follows from the people who live there, each counted once."""

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from core.platforms import Platform
from demo.strategy import REASONS, TARGET_GROUPS
from demo.texts import AGES
from strategy import services
from strategy.domain import comparison
from strategy.domain.age_bands import STUDY_BANDS, STUDY_GROUPS, AgeBand, union
from strategy.domain.census import AGE_COLUMNS, parse_census
from strategy.domain.comparison import Group, compare_platforms
from strategy.domain.criteria import DEFAULT_WEIGHTS, NEUTRAL, Criterion, default_scores
from strategy.domain.doubt import level_with_first
from strategy.domain.metrics import mapped_metrics
from strategy.domain.reach import WIDEST_BAND, Figure, best_disjoint, expected_reach
from strategy.models import PlatformUsage
from strategy.queries import figures_by_series
from strategy.queries.outline import metric_label
from strategy.services.reference import REFERENCE_DIR

sys.path.append(str(Path(settings.BASE_DIR) / "tools"))
from bench_orders import distinct_orders, leads, result_of

WEEKLY = ("weekly", "German-speaking population 14+")
EVERYBODY = AgeBand(14)
WEIGHTS = {str(c): weight for c, weight in DEFAULT_WEIGHTS.items()}
BANDS = [name for name in STUDY_GROUPS if name != "age_0_13"]

towns = st.fixed_dictionaries({name: st.integers(1, 300_000) for name in STUDY_GROUPS})
shares_by_age = st.lists(st.floats(0, 1), min_size=4, max_size=4)
two_bands = st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True)


def figures(shares, platform="facebook", status="sourced", year=2024):
    return [Figure(platform, band, share, year, status) for band, share in zip(STUDY_BANDS, shares, strict=True)]


def reached(town, shares):
    return expected_reach(figures(shares), town=town, ages=[EVERYBODY], base=EVERYBODY, nation=town)


ALL = [Group("Alle", EVERYBODY)]


def compare(town, rows, groups=ALL, nation=None, weights=WEIGHTS):
    return compare_platforms(
        town=town, nation=nation or town, groups=groups, figures=rows, weights=weights, scores=default_scores()
    )


def order_by_people(result):
    return [r["platform"] for r in sorted(result["platforms"], key=lambda r: (-r["in_town"]["share"], r["platform"]))]


# -- the people of the town -----------------------------------------------------------------------


@given(towns, shares_by_age, two_bands, st.integers(1, 10_000))
def test_a_town_with_more_people_of_the_ages_that_use_a_platform_is_reached_more(town, shares, pair, moved):
    """Detects an average inside groups: it gives the same share to every town."""
    low, high = sorted(pair, key=lambda i: shares[i])
    assume(shares[high] - shares[low] > 1e-6)
    moved = min(moved, town[BANDS[low]])
    other = town | {BANDS[low]: town[BANDS[low]] - moved, BANDS[high]: town[BANDS[high]] + moved}

    before, after = reached(town, shares), reached(other, shares)

    assert after.share > before.share
    assert after.expected - before.expected == pytest.approx(moved * (shares[high] - shares[low]), rel=1e-6)


@given(towns, shares_by_age, two_bands)
def test_swapping_two_age_groups_swaps_the_effect(town, shares, pair):
    one, two = pair
    swapped_town = town | {BANDS[one]: town[BANDS[two]], BANDS[two]: town[BANDS[one]]}
    swapped_use = list(shares)
    swapped_use[one], swapped_use[two] = shares[two], shares[one]

    there = reached(swapped_town, shares).expected - reached(town, shares).expected

    assert reached(swapped_town, swapped_use).expected == pytest.approx(reached(town, shares).expected)
    assert there == pytest.approx(reached(town, swapped_use).expected - reached(town, shares).expected, abs=1e-3)
    difference = (town[BANDS[one]] - town[BANDS[two]]) * (shares[two] - shares[one])
    assert there == pytest.approx(difference, abs=1e-3)


def test_a_young_and_an_old_town_get_different_orders_from_the_same_figures():
    rows = figures([0.8, 0.4, 0.1, 0.0], "instagram") + figures([0.2, 0.4, 0.4, 0.3], "facebook")
    young = {"age_0_13": 900, "age_14_29": 5000, "age_30_49": 3000, "age_50_69": 1000, "age_70_plus": 500}
    old = {"age_0_13": 900, "age_14_29": 500, "age_30_49": 1000, "age_50_69": 3000, "age_70_plus": 5000}

    assert order_by_people(compare(young, rows)) == ["instagram", "facebook"]
    assert order_by_people(compare(old, rows)) == ["facebook", "instagram"]
    only_reach = {str(c): int(c == Criterion.REACH) for c in Criterion}
    assert [row["platform"] for row in compare(old, rows, weights=only_reach)["platforms"]] == ["facebook", "instagram"]


@given(towns, shares_by_age, shares_by_age, st.permutations(["Junge", "Mittlere", "Mitte noch einmal", "Alte"]))
def test_whoever_belongs_to_two_groups_counts_once_and_the_order_of_groups_changes_nothing(town, one, two, names):
    rows = figures(one, "instagram") + figures(two, "facebook")
    bands = {
        "Junge": AgeBand(18, 35),
        "Mittlere": AgeBand(30, 49),
        "Mitte noch einmal": AgeBand(32, 40),
        "Alte": AgeBand(60),
    }

    mixed = compare(town, rows, groups=[Group(name, bands[name]) for name in names])
    without = compare(town, rows, groups=[Group(n, b) for n, b in bands.items() if n != "Mitte noch einmal"])

    told = ("platform", "rank", "total", "in_town", "points")
    assert [[row[k] for k in told] for row in mixed["platforms"]] == [
        [row[k] for k in told] for row in without["platforms"]
    ]
    assert mixed["people"] == without["people"]
    assert mixed["people"]["ages"] == [[18, 49], [60, None]]


def test_ages_are_joined_where_they_overlap_or_touch():
    assert union([AgeBand(65), AgeBand(25, 49), AgeBand(18, 29), AgeBand(50, 50)]) == (AgeBand(18, 50), AgeBand(65))
    assert union([AgeBand(14), AgeBand(30, 40)]) == (AgeBand(14),)
    assert union([]) == ()


@given(towns, towns, shares_by_age)
def test_the_share_in_the_country_is_what_the_countrys_ages_would_give(town, nation, shares):
    [row] = compare(town, figures(shares), nation=nation)["platforms"]

    assert row["in_town"]["nation_share"] == pytest.approx(reached(nation, shares).share, abs=1e-6)


# -- all towns ------------------------------------------------------------------------------------


def shipped_towns():
    with (REFERENCE_DIR / "zensus2022_staedte.csv").open(encoding="utf-8", newline="") as lines:
        return {row.name: dict(zip(AGE_COLUMNS, row.ages, strict=True)) for row in parse_census(lines) if row.ages}


@pytest.fixture
def weekly(db):
    services.load_reference_tables()
    return figures_by_series()[WEEKLY]


def test_the_order_is_not_the_same_in_all_towns(weekly):
    """Detects an analysis that is blind for the town (``make bench`` prints the orders of all municipalities)."""
    groups = [Group("Familien", AgeBand(28, 45)), Group("Junge", AgeBand(16, 29)), Group("Alle", EVERYBODY)]
    ages = list(shipped_towns().values())

    by_reach, by_all = distinct_orders(ages, groups, weekly)

    assert len(by_reach) > 2
    assert len(by_all) > 1
    assert by_reach.total() == by_all.total() == len(ages)
    assert by_reach == Counter(tuple(order_by_people(compare(town, weekly, groups))) for town in ages)


def test_the_lead_of_the_first_place_is_told_beside_the_doubt_of_the_figures(weekly):
    """Most towns share one order of all criteria: what it is worth is the lead, and whether the doubt is larger."""
    groups = [Group("Familien", AgeBand(28, 45)), Group("Junge", AgeBand(16, 29)), Group("Alle", EVERYBODY)]
    ages = list(shipped_towns().values())

    ahead, level = leads(ages, groups, weekly)

    assert sum(map(len, ahead.values())) == len(ages)
    assert level.total() == 1
    first, second = result_of(ages[0], groups, weekly)["platforms"][:2]
    assert any(
        points == pytest.approx((first["total"] - second["total"]) * 100, abs=1e-4)
        for points in ahead[tuple(row["platform"] for row in result_of(ages[0], groups, weekly)["platforms"])]
    )


def test_the_handbook_says_truly_in_how_many_towns_the_first_place_is_open(weekly, monkeypatch):
    monkeypatch.setattr(comparison, "top_two_shares", lambda _weights, points: dict.fromkeys(points, 0.0))  # slow
    groups = [Group("Familien", AgeBand(28, 45)), Group("Junge", AgeBand(16, 29)), Group("Alle", EVERYBODY)]
    results = [result_of(ages, groups, weekly) for ages in shipped_towns().values()]
    points = [100 * (first["total"] - second["total"]) for first, second, *_rest in (r["platforms"] for r in results)]

    words = " ".join(CHAPTER.read_text(encoding="utf-8").split())
    level = [set(level_with_first(result)) for result in results].count({"instagram", "facebook", "mastodon"})

    assert f"In {level} von {len(results)} mitgelieferten Orten liegen Instagram, Facebook und Mastodon" in words
    assert f"(Vorsprung im Mittel {median(points):.1f} von 100".replace(".", ",") in words


# -- the handbook's two towns ---------------------------------------------------------------------

CHAPTER = Path(settings.BASE_DIR) / "docs" / "handbuch" / "analyse.md"


def printed_tables():
    """The worked example: per town its bands as (ages, people, share, reached), then the sum."""
    text = CHAPTER.read_text(encoding="utf-8").partition("## Zwei Orte, von Hand gerechnet")[2].partition("\n## ")[0]
    tables = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    return {
        table.partition("\n")[0].strip(): re.findall(
            r"^\| ([^|]+?) \| ([\d.,]+) \| ([^|]*?) \| ([\d.,]+) \|$", table, re.MULTILINE
        )
        for table in tables
    }


def number(text):
    return float(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("name", ["Konstanz", "Wittenberge"])
def test_the_handbook_computes_two_towns_to_the_digit_the_software_says(weekly, name):
    lines = printed_tables()[name]
    town = next(ages for town, ages in shipped_towns().items() if town.startswith(name))
    result = compare(town, weekly)
    row = next(row for row in result["platforms"] if row["platform"] == "instagram")
    own = {AgeBand(f["age_from"], f["age_to"]): f for f in result["figures"] if f["platform"] == "instagram"}

    for line, (band, figure) in zip(lines, own.items(), strict=False):
        ages, people, share, expected = line
        assert ages == str(band)
        assert number(share.removesuffix(" %")) == figure["percent"]
        assert f"{number(people):.1f}" == f"{people_of(town, band):.1f}"
        assert f"{number(expected):.1f}" == f"{people_of(town, band) * figure['percent'] / 100:.1f}"
    _ages, people, share, expected = lines[4]
    assert number(people) == result["people"]["covered"]
    assert number(expected) == row["in_town"]["expected"]
    assert number(share.removesuffix(" %")) == round(row["in_town"]["share"] * 100, 1)
    assert len(lines) == 5


def people_of(town, band):
    """By the fractions that stand in the chapter, not by the software."""
    parts = {
        AgeBand(14, 29): (("age_10_15", 1 / 3), ("age_16_18", 1), ("age_19_24", 1), ("age_25_39", 1 / 3)),
        AgeBand(30, 49): (("age_25_39", 2 / 3), ("age_40_59", 1 / 2)),
        AgeBand(50, 69): (("age_40_59", 1 / 2), ("age_60_66", 1), ("age_67_74", 3 / 8)),
        AgeBand(70): (("age_67_74", 5 / 8), ("age_75_plus", 1)),
    }
    return sum(town[name] * part for name, part in parts[band])


# -- figures --------------------------------------------------------------------------------------

any_figures = st.lists(
    st.builds(
        Figure,
        platform=st.just("facebook"),
        band=st.builds(lambda a, w: AgeBand(a, a + w), st.integers(14, 60), st.integers(0, WIDEST_BAND - 1)),
        share=st.floats(0, 1),
        year=st.integers(2015, 2026),
        status=st.sampled_from(["sourced", "bound", "estimate"]),
    ),
    max_size=8,
)


@given(any_figures)
def test_no_estimate_displaces_a_published_figure_however_new_it_is(rows):
    published = [f for f in rows if not f.is_estimate]

    chosen = best_disjoint(rows).get("facebook", [])

    assert [f for f in chosen if not f.is_estimate] == best_disjoint(published).get("facebook", [])


def test_the_newer_of_two_published_figures_counts():
    old, new = figures([0.1] * 4, year=2023), figures([0.2] * 4, year=2025)

    assert best_disjoint([*old, *new])["facebook"] == new


def test_named_metrics_come_to_one_series_with_reason_and_source(weekly):
    rows = {(row.metric, row.base) for row in PlatformUsage.objects.all()}
    for key, mapped in mapped_metrics().items():
        assert key in rows
        assert (mapped.counts_as, mapped.base) in rows
        assert mapped.relation in {"same", "at most"}
        assert mapped.reason and mapped.source_url.startswith("https://")
        assert metric_label(mapped.metric) != mapped.metric

    youtube = [f for f in weekly if f.platform == "youtube" and f.band == AgeBand(14, 29)]
    assert [(f.share, f.status, f.published_as) for f in youtube] == [(0.78, "sourced", "regular (weekly)")]


def test_whatsapp_is_the_channel_and_not_the_messenger(weekly):
    chosen = best_disjoint(weekly)["whatsapp"]

    assert [(str(f.band), round(f.share * 100)) for f in chosen] == [
        ("14–29", 33),
        ("30–49", 16),
        ("50–69", 8),
        ("70+", 1),
    ]
    assert all("channels" in f.published_as for f in chosen)
    assert not PlatformUsage.objects.filter(platform="whatsapp", percent__gt=40).exists()


def test_the_estimates_for_channels_add_up_to_the_published_total(weekly):
    with (REFERENCE_DIR / "zensus2022_laender.csv").open(encoding="utf-8", newline="") as lines:
        country = next(row for row in parse_census(lines) if row.code == "00")
    ages = dict(zip(AGE_COLUMNS, country.ages, strict=True))

    found = expected_reach(best_disjoint(weekly)["whatsapp"], town=ages, ages=[EVERYBODY], base=EVERYBODY, nation=ages)

    assert round(found.share * 100) == 14


def test_samples_are_those_of_the_studies(weekly):
    asked = {2021: 2001, 2023: 2000, 2024: 2500, 2025: 2512}
    for row in PlatformUsage.objects.filter(base=WEEKLY[1]).exclude(status="estimate"):
        assert row.sample_size == asked[row.year]


# -- conversation ---------------------------------------------------------------------------------


def test_that_nobody_can_comment_is_no_advantage_in_effort():
    scores = default_scores()
    silent = [platform for platform, own in scores.items() if own[Criterion.DIALOGUE] == 1]

    assert silent == [Platform.WHATSAPP]
    assert all(scores[platform][Criterion.EFFORT] <= NEUTRAL for platform in silent)
    assert DEFAULT_WEIGHTS[Criterion.DIALOGUE] >= DEFAULT_WEIGHTS[Criterion.EFFORT]


# -- the demo -------------------------------------------------------------------------------------


def test_what_the_demo_says_about_its_decision_is_what_its_analysis_found(weekly):
    groups = [Group(name, AgeBand(first, last)) for name, first, last, *_rest in TARGET_GROUPS]
    with (REFERENCE_DIR / "zensus2022_laender.csv").open(encoding="utf-8", newline="") as lines:
        country = next(row for row in parse_census(lines) if row.code == "00")
    result = compare(AGES, weekly, groups, nation=dict(zip(AGE_COLUMNS, country.ages, strict=True)))
    ranked = {row["platform"]: row for row in result["platforms"]}
    most = {
        group.name: max(ranked.values(), key=lambda row, i=index: row["reach"][i]["expected"])["platform"]
        for index, group in enumerate(groups)
    }

    assert [p for p in ranked if ranked[p]["rank"] <= 3] == ["youtube", "instagram", "facebook"]
    assert "Platz eins" in REASONS["youtube"] and order_by_people(result)[0] == "youtube"
    assert "Platz zwei" in REASONS["instagram"] and most["Junge Erwachsene"] == "instagram"
    assert "Platz drei" in REASONS["facebook"] and most["Menschen im Ruhestand"] == "facebook"
    assert "etwa die Hälfte" in REASONS["facebook"]
    assert ranked["facebook"]["reach"][0]["share"] == pytest.approx(0.5, abs=0.02)
    assert "nur wenige" in REASONS["mastodon"] and ranked["mastodon"]["in_town"]["share"] < 0.05
