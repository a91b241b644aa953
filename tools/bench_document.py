# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where tools put figures into docs/benchmarks.md: between two marks, so that what people wrote around them stays."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from bench_public import table

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
TARGET_RATIO = 4
TARGET_GROWTH = 1.5


class NoPlace(Exception):
    """The document has no place, or more than one, for these figures."""


def with_figures(text, name, lines):
    """``text`` with ``lines`` in the place called ``name``, and everything else as it was."""
    begin, end = (f"<!-- {word} of figures: {name} -->\n" for word in ("begin", "end"))
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise NoPlace(f"The document needs each of these lines once, in this order: {begin}{end}")
    before, _, rest = text.partition(begin)
    return before + begin + "\n" + "\n".join(lines) + "\n\n" + end + rest.partition(end)[2]


def put_into(document, name, lines=None):
    """Write ``lines`` into the place ``name`` of a file; without them, only see that it has one."""
    found = document.read_text()
    changed = with_figures(found, name, lines or [])
    if lines is not None:
        document.write_text(changed)


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Python {platform.python_version()}"


def verdict(is_met):
    return "met" if is_met else "**missed**"


def orders_section(orders):
    """How many different orders the platform analysis gives over all towns of the census."""
    lines = [
        "## Orders of the platform analysis over all towns",
        "",
        "Target groups 28–45, 16–29 and 14+, the suggested weights and judgements. One order in every town would mean",
        "an analysis that is blind for the town; a few orders in small numbers mean that most towns are alike in age.",
    ]
    for title, rows in (("people reached", orders["by_reach"]), ("all criteria", orders["by_all"])):
        towns = sum(count for _order, count in rows)
        lines += ["", f"| Order by {title}: {len(rows)} over {towns:,} towns | Towns |", "|---|---|"]
        lines += [f"| {order} | {count:,} |" for order, count in rows]
    lines += [
        "",
        "Judgements and weights are the same in every town and reach is one part of them: the order of all criteria",
        "changes only where towns differ by more than the lead. How large that is, in points of 100, and how often the",
        "doubt of the figures is larger (every hundredth town; page, document and decision say so, docs/adr/0047):",
        "",
        "| Order by all criteria | Towns | Lead: least | median | greatest |",
        "|---|---|---|---|---|",
        *(
            f"| {order} | {n:,} | {least:.2f} | {mid:.2f} | {most:.2f} |"
            for order, n, least, mid, most in orders["leads"]
        ),
        "",
        "| Level with the first place | Towns |",
        "|---|---|",
        *(f"| {level or 'none: the first place is clear'} | {count:,} |" for level, count in orders["level"]),
    ]
    return lines


def whole_run(options, clients, small, large, intake, poll, analysis, public):
    """The lines of the last whole run, in sections of a level below that of the document."""
    bare = large["bare view"]
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, load average {os.getloadavg()[0]:.1f} at its end.",
        "Where the load is far above the number of cores, the machine was busy with other work: read the ratios only.",
        "",
        "Times are shown as multiples of a bare Django view (session and one query) measured in the same run, because",
        "ratios travel between machines and milliseconds do not. One gunicorn process with",
        f"{clients} threads; {options.towns} towns, {options.posts:,} posts, {options.comments:,} comments, half of "
        "them in the town that is measured.",
        "",
        f"## Pages with {options.comments:,} comments",
        "",
        f"The bare view: p50 {bare['p50']:.1f} ms, p95 {bare['p95']:.1f} ms, {bare['rate']:.0f} requests/s.",
        "",
        "| Page | queries | kB | p50 × bare | p95 × bare | requests/s ÷ bare | growth p50 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, page in large.items():
        if name == "bare view":
            continue
        before, scale = small[name], small["bare view"]["p50"] / bare["p50"]
        growth = page["p50"] / before["p50"] * scale
        lines.append(
            f"| {name} | {page['queries']} | {page['kilobytes']} | {page['p50'] / bare['p50']:.1f} | "
            f"{page['p95'] / bare['p95']:.1f} | {page['rate'] / bare['rate']:.2f} | {growth:.2f} |"
        )
    lines += [
        "",
        f"Growth: from {options.small:,} to {options.comments:,} comments, each side divided by its bare view.",
        "",
        "| Target | Result |",
        "|---|---|",
    ]
    for name in ("queue", "month"):
        page = large[name]
        ratio = page["p95"] / bare["p95"]
        growth = page["p50"] / bare["p50"] / (small[name]["p50"] / small["bare view"]["p50"])
        lines += [
            f"| {name}: at most 12 queries | {page['queries']}, {verdict(page['queries'] <= 12)} |",
            f"| {name}: p95 at most {TARGET_RATIO} × the bare view | {ratio:.1f} ×, {verdict(ratio <= TARGET_RATIO)} |",
            f"| {name}: growth below {TARGET_GROWTH} × | {growth:.2f} ×, {verdict(growth < TARGET_GROWTH)} |",
        ]
    lines += [
        f"| intake: 1,000 comments/s per process | {intake['per_second']:,}/s, "
        f"{verdict(intake['per_second'] >= 1000)} |",
        f"| intake: 10,000 comments per second of the process's processor time | {intake['per_processor_second']:,}, "
        f"{verdict(intake['per_processor_second'] >= 10_000)}; with the database's {intake['per_second_of_both']:,} |",
        f"| intake: 120 µs of the database per comment | {intake['database_microseconds']} µs, "
        f"{verdict(intake['database_microseconds'] <= 120)} |",
        f"| a poll that brings nothing: below 20 ms | {poll['median_ms']} ms, {verdict(poll['median_ms'] < 20)} |",
        *(
            f"| platform analysis for {place}, from frozen weights to the kept result: below 300 ms | "
            f"{analysis[place]['median_ms']} ms, slowest of nine {analysis[place]['worst_ms']} ms, "
            f"{verdict(analysis[place]['worst_ms'] < 300)} |"
            for place in ("Berlin", "a village")
        ),
        f"| the same computed for {analysis['towns']['count']:,} towns: below 300 ms | median "
        f"{analysis['towns']['median_ms']} ms, 99 of 100 within {analysis['towns']['p99_ms']} ms, "
        f"{verdict(analysis['towns']['p99_ms'] < 300)} |",
        "",
        *orders_section(analysis["orders"]),
        "",
        "## The netiquette as citizens see it",
        "",
        "Gunicorn as in `deploy/`, two processes, no proxy, eight clients on the same machine over kept connections.",
        "",
        *table(public),
        "",
        *(
            f"At least 500 requests/s on {f['database']}: {f['page']:.0f}/s, {verdict(f['page'] >= 500)}."
            for f in public
        ),
        "",
        "## How it was measured",
        "",
        "Intake counts deduplication (every tenth comment is known), linking to posts, urgency and deadlines.",
    ]
    return [f"#{line}" if line.startswith("## ") else line for line in lines]
