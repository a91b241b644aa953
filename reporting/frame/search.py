# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages about the town's own state, for the one search."""

from django.utils.translation import gettext_lazy

from accounts.frame.search import SearchPage

PAGES = (
    SearchPage(
        gettext_lazy("Ready to start?"),
        "today:readiness",
        "check",
        gettext_lazy("steps checklist ready what is missing"),
        "reporting.view_readiness",
    ),
    SearchPage(
        gettext_lazy("First steps"),
        "today:first_day",
        "spark",
        gettext_lazy("begin try out guide"),
        "channels_mgmt.practise",
    ),
)
