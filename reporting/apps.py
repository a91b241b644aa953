# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.help import register_help
        from accounts.frame.keys import register_keys
        from accounts.frame.navigation import NavEntry, register_entry, register_start_page, register_strip
        from accounts.frame.search import register_pages
        from accounts.frame.tour import register_stop
        from accounts.frame.waiting import register_waiting
        from reporting import checks, rules  # noqa: F401  register checks and permissions
        from reporting.frame import audit_words, search
        from reporting.frame.start import first_day
        from reporting.frame.strip import ROWS, SEEN, silent_worker
        from reporting.frame.waiting import SOURCES

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(NavEntry("today", _("Today"), "today:today", "today", 10))
        register_entry(
            NavEntry("reports", _("Reports"), "reports:report_list", "reports", 70, permission="reporting.view_reports")
        )
        register_rows(ROWS)
        register_strip(silent_worker, rows=[SEEN])
        register_start_page(first_day)
        register_waiting(*SOURCES)
        register_pages(*search.PAGES)
        register_keys({"j": _("Next hit"), "k": _("Previous hit")}, chapter="suchen")
        register_help(
            {
                "today": "heute",
                "today:first_day": "uebungsplattform#die-ersten-zehn-minuten",
                "today:readiness": "heute#startklar",
                "reports": "team-und-berichte#berichte",
                "search": "suchen",
            }
        )
        register_stop(
            _("Today"),
            _("What waits for you, the most urgent on top, each line with its own button. More is not asked of you."),
            "today:today",
            "today",
            position=10,
        )
