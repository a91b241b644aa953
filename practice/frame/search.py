# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The practice platform, for the one search."""

from django.utils.translation import gettext_lazy

from accounts.frame.search import SearchPage

PAGES = (
    SearchPage(
        gettext_lazy("Practice platform"),
        "practice:timeline",
        "practice",
        gettext_lazy("try exercise timeline"),
        "practice.view_timeline",
    ),
)
