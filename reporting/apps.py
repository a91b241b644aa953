# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.navigation import NavEntry, register_entry, register_strip
        from accounts.frame.waiting import register_waiting
        from reporting import checks, rules  # noqa: F401  register checks and permissions
        from reporting.frame import audit_words
        from reporting.frame.strip import silent_worker
        from reporting.frame.waiting import SOURCES

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(NavEntry("today", _("Today"), "today:today", "today", 10))
        register_entry(NavEntry("reports", _("Reports"), "reports:report_list", "reports", 70))
        register_strip(silent_worker)
        register_waiting(*SOURCES)
