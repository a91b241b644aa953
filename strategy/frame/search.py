# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the strategy that are no entry of the menu, for the one search."""

from django.utils.translation import gettext_lazy

from accounts.frame.search import SearchPage

VIEW, WRITE = "strategy.view_strategy", "strategy.write_strategy"
PAGES = (
    SearchPage(
        gettext_lazy("Platform analysis"),
        "strategy:analysis",
        "target",
        gettext_lazy("which channel ranking weights reach"),
        WRITE,
    ),
    SearchPage(gettext_lazy("Goals"), "strategy:goals", "target", gettext_lazy("figures measure"), WRITE),
    SearchPage(
        gettext_lazy("Target groups"), "strategy:target_groups", "people", gettext_lazy("citizens age youth"), WRITE
    ),
    SearchPage(
        gettext_lazy("Who uses which platform?"),
        "strategy:reference",
        "reports",
        gettext_lazy("reference figures census usage table"),
        VIEW,
    ),
    SearchPage(
        gettext_lazy("Direct line"),
        "strategy:direct_line",
        "ask",
        gettext_lazy("question head mayor"),
        "strategy.view_direct_line",
    ),
)
