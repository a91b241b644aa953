# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town is told about suggestions: counts of its own decisions, never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Municipality
from community.domain.blind_sample import is_blind
from community.models import TriageLabel
from community.services.triage.examples import Decided
from community.triage import rules
from community.triage.labels import Label
from community.triage.rules import OwnWords

#: Newest decisions of a label at which the rules are measured.
MOST_MEASURED = 1_000


def figures_of(town: Municipality, found: Mapping[str, list[Decided]], own: OwnWords) -> dict[str, Any]:
    """By label: how many decisions, how many of them say yes, and how often a rule that saw it was right."""
    labels: dict[str, dict[str, int]] = {}
    seen_in: dict[str, set[str]] = {}
    for label in Label.values:
        examples = [one.example for one in found.get(label, [])]
        newest = examples[-MOST_MEASURED:]
        for example in newest:
            if example.text not in seen_in:
                seen_in[example.text] = {one.value for one in rules.seen(example.text, None, own)}
        hits = [example.positive for example in newest if label in seen_in[example.text]]
        positives = sum(example.positive for example in examples)
        labels[label] = {
            "decisions": len(examples),
            "positives": positives,
            "rule_hits": len(hits),
            "rule_right": sum(hits),
        }
    return {"labels": labels, "agreement": _agreement(town)}


def _agreement(town: Municipality) -> dict[str, int]:
    """How often people agreed with what was suggested: where it was on the screen, and where it was hidden."""
    suggested = TriageLabel.objects.filter(municipality=town, was_suggested=True).exclude(source="spam")
    shown = list(suggested.filter(was_shown=True).values_list("value", flat=True))
    hidden = suggested.filter(was_shown=False).values_list("comment", "value")
    blind = [value for comment, value in hidden if is_blind(comment)]
    return {"shown": len(shown), "shown_agreed": sum(shown), "hidden": len(blind), "hidden_agreed": sum(blind)}
