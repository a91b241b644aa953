# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.template.defaultfilters import truncatewords
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and towns")

    def ready(self) -> None:
        from accounts import rules, signals  # noqa: F401  registers what follows a change, and permissions
        from accounts.audit.words import register_words
        from accounts.frame import audit_words, town_steps
        from accounts.frame.administration import ROWS, SOURCES
        from accounts.frame.counting import register_rows
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.frame.readiness import register_readiness
        from accounts.frame.waiting import register_waiting
        from accounts.templatetags import dorflinde as tags
        from core.parts import register_function
        from core.text import shortened

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(
            NavEntry(key="settings", label=_("Settings"), url_name="settings:index", icon="settings", position=80)
        )
        register_rows(ROWS)
        register_waiting(*SOURCES)
        register_readiness(*town_steps.SOURCES)
        register_function("icon", tags.draw_icon, is_pure=True)
        register_function("level_icon", tags.level_icon, is_pure=True)
        for function in (tags.initials, tags.german_date, tags.german_datetime, tags.german_time, tags.widget_kind):
            register_function(function.__name__, function)
        register_function("shortened", shortened)
        register_function("first_words", truncatewords)
        register_function("localtime", localtime)
        register_function("since", lambda value, town: tags.time_since(value, town) if value else "")
        register_function("moment", lambda value, town: tags.time_at(value, town) if value else "")
