# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What measurements write into docs/benchmarks.md leaves alone what people wrote there."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

sys.path.append(str(settings.BASE_DIR / "tools"))  # behind everything else: one of them is called test

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


@pytest.mark.parametrize("name", ["pages", "whole run"])
def test_the_document_has_a_place_for_what_is_measured(name: str) -> None:
    before: Any = bench_document.DOCUMENT.read_text()

    bench_document.put_into(bench_document.DOCUMENT, name)

    assert bench_document.DOCUMENT.read_text() == before
