# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "practice"
    verbose_name = _("Practice platform")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.help import register_help
        from accounts.frame.navigation import register_section
        from accounts.frame.search import register_pages
        from accounts.frame.tour import register_stop
        from accounts.models import Role
        from practice import rules  # noqa: F401  registers permissions
        from practice.frame import audit_words, search

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_pages(*search.PAGES)
        register_section("practice", "planning")
        register_help({"practice": "uebungsplattform"})
        register_stop(
            _("Practice platform"),
            _("Try everything with invented citizens; nothing of it becomes public."),
            "practice:timeline",
            "practice",
            position=50,
            roles=[Role.EDITOR, Role.MODERATOR],
        )
