# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a strategy still lacks before it can be submitted, each gap with the part that closes it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from strategy.models import MissingPart, Strategy, StrategySection

Key = StrategySection.Key


def missing_parts_of(strategy: Strategy) -> list[MissingPart]:
    """Every gap in the order of the document; empty when a head could sign."""
    texts = {s.key: s.text.strip() for s in strategy.sections.all()}
    return [
        *(gap for key in Key for gap in _text_gap(texts, key)),
        *_when(
            None
            in (strategy.hours_per_week, strategy.budget_per_year, strategy.answer_promise_hours, strategy.review_on),
            "figures",
            _("Hours, budget, promised answer time or review date are not filled in."),
        ),
        *_when(not strategy.goals.exists(), "goals", _("There is no goal yet.")),
        *_when(not strategy.target_groups.exists(), "target_groups", _("There is no target group yet.")),
        *_when(
            not strategy.analyses.exclude(result_hash="").exists(),
            "analysis",
            _("There is no platform analysis with a result yet."),
        ),
        *_when(
            not strategy.platform_decisions.filter(slot__isnull=False).exists(),
            "decision",
            _("No platform has been decided on yet."),
        ),
    ]


def _when(is_missing: bool, part: str, message: str) -> Iterator[MissingPart]:
    if is_missing:
        yield MissingPart(part, message)


def _text_gap(texts: dict[str, str], key: Key) -> Iterator[MissingPart]:
    if not texts.get(key):
        yield MissingPart(key, _("The part “%(part)s” is still empty.") % {"part": key.label})
