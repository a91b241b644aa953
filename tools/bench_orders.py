# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""In how many different orders the platforms stand over all towns of the census: the analysis must see the town.

Reach is linear in the people of each age, so one computation per age group serves all towns; of every
hundredth town the product's own computation has to say the same. Needs Django to be set up.
"""

from collections import Counter, defaultdict
from statistics import median

from strategy.domain.age_bands import CENSUS_GROUPS
from strategy.domain.comparison import compare_platforms, reach_of_all
from strategy.domain.criteria import DEFAULT_WEIGHTS, JUDGED, Criterion, default_scores, relative
from strategy.domain.doubt import level_with_first
from strategy.domain.ranking import rank
from strategy.domain.reach import base_of, best_disjoint

CHECKED = 100
WEIGHTS = {str(c): weight for c, weight in DEFAULT_WEIGHTS.items()}
JUDGED_POINTS = {p: {str(c): relative(own[c]) for c in JUDGED} for p, own in default_scores().items()}
EVERYWHERE = dict.fromkeys(CENSUS_GROUPS, 1000)


def distinct_orders(towns, groups, figures):
    """Counters of the orders by people reached and by all criteria with the suggested weights; ``towns`` are ages."""
    series, base = best_disjoint(figures), base_of(figures)
    shares = reached_by_linearity(series, groups, base)
    by_reach, by_all = Counter(), Counter()
    for number, ages in enumerate(towns):
        people = {p: sum(ages[name] * part for name, part in own.items()) for p, own in shares.items()}
        best = max(people.values())
        if not best:
            continue
        if number % CHECKED == 0:
            confirm(people, ages, series, groups, base)
        by_reach[tuple(sorted(people, key=lambda p: (-people[p], p)))] += 1
        by_all[tuple(platform for platform, _total in rank(WEIGHTS, points_of(people, best)))] += 1
    return by_reach, by_all


def leads(towns, groups, figures):
    """Order by all criteria → how many points of 100 the first place is ahead in each of its towns; and, of every
    hundredth town, how often which platforms are level with the first place within the doubt of the figures."""
    shares = reached_by_linearity(best_disjoint(figures), groups, base_of(figures))
    ahead, level = defaultdict(list), Counter()
    for number, ages in enumerate(towns):
        people = {p: sum(ages[name] * part for name, part in own.items()) for p, own in shares.items()}
        best = max(people.values())
        if not best:
            continue
        ranked = rank(WEIGHTS, points_of(people, best))
        ahead[tuple(platform for platform, _total in ranked)].append((ranked[0][1] - ranked[1][1]) * 100)
        if number % CHECKED == 0:
            level[tuple(level_with_first(result_of(ages, groups, figures)))] += 1
    return ahead, level


def result_of(ages, groups, figures):
    """The product's own result for a town, with the suggested weights."""
    found = compare_platforms(
        town=ages, nation=ages, groups=groups, figures=figures, weights=WEIGHTS, scores=default_scores()
    )
    return found | {"weights": WEIGHTS}


def rows_of_leads(ahead):
    """Per order, most frequent first: its towns, and the lead of its first place, least, median and greatest."""
    by_towns = sorted(ahead.items(), key=lambda item: (-len(item[1]), item[0]))
    return [[", ".join(order), len(own), min(own), median(own), max(own)] for order, own in by_towns]


def points_of(people, best):
    return {p: {str(Criterion.REACH): count / best, **JUDGED_POINTS[p]} for p, count in people.items()}


def reached_by_linearity(series, groups, base):
    """Platform → share of each census group that it reaches."""
    comparable, _excluded = reach_of_all(series, town=EVERYWHERE, nation=EVERYWHERE, groups=groups, base=base)
    found = {platform: {} for platform in comparable}
    for name in CENSUS_GROUPS:
        alone = {**dict.fromkeys(CENSUS_GROUPS, 0), name: 1}
        reached, _excluded = reach_of_all(series, town=alone, nation=EVERYWHERE, groups=groups, base=base)
        for platform in comparable:
            found[platform][name] = reached[platform].in_town.expected
    return found


def confirm(people, ages, series, groups, base):
    reached, _excluded = reach_of_all(series, town=ages, nation=EVERYWHERE, groups=groups, base=base)
    for platform, count in people.items():
        if abs(reached[platform].in_town.expected - count) > 1e-6 * max(1, count):
            raise SystemExit(
                f"{platform}: {count} people by linearity, {reached[platform].in_town.expected} by the product"
            )


def rows_of(counter):
    """The orders, most frequent first, each with the number of its towns."""
    return [[", ".join(order), count] for order, count in counter.most_common()]
