# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words by which a town itself knows a label, beside those of the house."""

from __future__ import annotations

from community.models import TriageSettings
from community.triage.labels import Label
from community.triage.rules import OwnWords


def own_words(settings: TriageSettings) -> OwnWords:
    return {Label(label): tuple(words) for label, words in settings.own_words.items() if label in Label.values}
