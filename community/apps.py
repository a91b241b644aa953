# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Citizens' comments")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.navigation import NavEntry, register_entry, register_search
        from accounts.frame.waiting import register_waiting
        from community import rules  # noqa: F401  registers permissions
        from community.frame import audit_words
        from community.frame.public_links import public_links
        from community.frame.waiting import SOURCES, menu_rows
        from community.queries.waiting import ROWS
        from community.templatetags import dialog as words
        from core.parts import register_function
        from netiquette.queries import register_public_link

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(
            NavEntry(
                key="dialog",
                label=_("Dialogue"),
                url_name="dialog:queue",
                icon="dialog",
                position=30,
                counts=menu_rows,
                permission="community.view_queue",
            )
        )
        register_search("dialog", "dialog:queue")
        register_public_link(public_links)
        register_rows(ROWS)
        register_waiting(*SOURCES)
        for function in words.FOR_PARTS:
            register_function(function.__name__, function)
