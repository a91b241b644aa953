# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Team")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.frame.readiness import register_readiness
        from staffing import rules  # noqa: F401  registers permissions
        from staffing.frame import audit_words, readiness

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(NavEntry("team", _("Team"), "team:team", "team", 60))
        register_readiness(*readiness.SOURCES)
