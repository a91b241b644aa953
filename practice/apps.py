# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "practice"
    verbose_name = _("Practice platform")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.navigation import register_section
        from practice import rules  # noqa: F401  registers permissions
        from practice.frame import audit_words

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_section("practice", "planning")
