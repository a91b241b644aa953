# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChannelsConfig(AppConfig):
    name = "channels_mgmt"
    verbose_name = _("Channels and posts")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.navigation import (
            NavEntry,
            register_entry,
            register_search,
            register_section,
            register_strip,
        )
        from accounts.frame.readiness import register_readiness
        from accounts.frame.waiting import register_waiting
        from channels_mgmt import rules  # noqa: F401  registers permissions
        from channels_mgmt.frame import audit_words, readiness
        from channels_mgmt.frame.strip import unseen_links
        from channels_mgmt.frame.waiting import SOURCES, menu_rows
        from channels_mgmt.queries.waiting import ROWS

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(
            NavEntry(
                key="planning",
                label=pgettext_lazy("menu", "Planning"),
                url_name="planning:month",
                icon="planning",
                position=20,
                counts=menu_rows,
            )
        )
        register_search("planning", "planning:agenda", is_everywhere=True)
        register_section("channels", "settings")
        register_strip(unseen_links)
        register_rows(ROWS)
        register_waiting(*SOURCES)
        register_readiness(*readiness.SOURCES)
