# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measurements leave alone what people wrote into docs/benchmarks.md, and one that fails stops no other."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.waiting import wait_for

sys.path.append(str(settings.BASE_DIR / "tools"))  # behind everything else: one of them is called test

import bench_all
import bench_document

BEGIN, END = "<!-- begin of figures: pages -->\n", "<!-- end of figures: pages -->\n"
OTHER = "<!-- begin of figures: whole run -->\n\nfive hours\n\n<!-- end of figures: whole run -->\n"
TEXT = f"# Benchmarks\n\nBy hand.\n\n{BEGIN}\nold | 7\n\n{END}\nWhy it is so.\n\n{OTHER}\nThe end.\n"


def test_figures_replace_the_older_ones_and_nothing_else() -> None:
    once = bench_document.with_figures(TEXT, "pages", ["new | 5", "", "Bold is missed."])

    assert once == TEXT.replace("old | 7", "new | 5\n\nBold is missed.")
    assert bench_document.with_figures(once, "pages", ["old | 7"]) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(BEGIN, ""),
        TEXT.replace(END, ""),
        TEXT + BEGIN + END,
        TEXT.replace(BEGIN, "x").replace(END, BEGIN).replace("x", END),
        "",
    ],
)
def test_a_document_without_exactly_one_place_is_not_touched(text: str, tmp_path: Path) -> None:
    """Detects hand-written text that is lost, and a run of an hour whose figures have no place."""
    document = tmp_path / "benchmarks.md"
    document.write_text(text)

    with pytest.raises(bench_document.NoPlace):
        bench_document.put_into(document, "pages", ["new | 5"])

    assert document.read_text() == text


@pytest.mark.parametrize("name", ["pages", "whole run", "bursts", "faults", "dialog"])
def test_the_document_has_a_place_for_what_is_measured(name: str) -> None:
    before: Any = bench_document.DOCUMENT.read_text()

    bench_document.put_into(bench_document.DOCUMENT, name)

    assert bench_document.DOCUMENT.read_text() == before


def part(name: str = "feed") -> bench_all.Part:
    return next(part for part in bench_all.PARTS if part.name == name)


def test_each_part_of_the_measurements_is_a_tool_that_stands_there() -> None:
    for each in bench_all.PARTS:
        assert {(bench_all.ROOT / "tools" / form.split()[0]).is_file() for form in (each.full, each.quick)} == {True}


def test_a_part_is_named_or_all_are_run() -> None:
    assert bench_all.chosen("") == list(bench_all.PARTS)
    assert [each.name for each in bench_all.chosen("fuzz,pages")] == ["pages", "fuzz"]
    with pytest.raises(bench_all.SetupError, match="There are: pages"):
        bench_all.chosen("pages,nothing")


def test_what_a_part_met_and_missed_is_read_from_what_it_prints() -> None:
    printed = "| queue | 3 | met |\n| month | **missed** |\nweb: 105 MiB (≤ 110), met\nNobody met anybody.\n"

    assert bench_all.judge(printed) == (2, ("month | missed",))


def test_a_part_that_fails_or_takes_too_long_is_told_and_leaves_no_process(tmp_path: Path) -> None:
    log, left = tmp_path / "log", tmp_path / "child"
    child = f"import subprocess; p = subprocess.Popen(['sleep', '600']); open({str(left)!r}, 'w').write(str(p.pid))"
    hangs = [sys.executable, "-c", f"{child}; print('a: met', flush=True); p.wait()"]

    failed = bench_all.run(part(), [sys.executable, "-c", "raise SystemExit(3)"], log, 60)
    slow = bench_all.run(part(), hangs, log, 3)

    assert failed.how == "failed with 3"
    assert (slow.how, slow.met) == ("stopped after 0 minutes", 1)
    gone = Path(f"/proc/{left.read_text()}/cmdline")  # of one that nobody has collected yet it is empty
    wait_for(lambda: not gone.exists() or not gone.read_bytes(), "the process of the part is gone")
    assert "2 parts" in bench_all.summary([failed, slow], 4)
