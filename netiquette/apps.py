# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetiquetteConfig(AppConfig):
    name = "netiquette"
    verbose_name = _("Netiquette")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.help import register_help
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.frame.readiness import register_readiness
        from accounts.frame.search import register_pages, register_search
        from accounts.frame.waiting import register_waiting
        from accounts.signoff.admin import register_documents
        from netiquette import rules  # noqa: F401  registers permissions
        from netiquette.frame import audit_words, readiness, search
        from netiquette.frame.waiting import SOURCES, menu_rows
        from netiquette.queries.waiting import ROWS
        from netiquette.services.signing import NETIQUETTE

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_documents(NETIQUETTE)
        register_entry(
            NavEntry(
                key="netiquette",
                label=_("Netiquette"),
                url_name="netiquette:edit",
                icon="netiquette",
                position=50,
                counts=menu_rows,
            )
        )
        register_rows(ROWS)
        register_waiting(*SOURCES)
        register_search(*search.SOURCES)
        register_pages(*search.PAGES)
        register_readiness(*readiness.SOURCES)
        register_help(
            {
                "netiquette": "netiquette",
                "netiquette:add_clause": "netiquette#bibliothek-und-klausel",
                "netiquette:clause": "netiquette#bibliothek-und-klausel",
                "netiquette:languages": "netiquette#sprachen",
                "netiquette:library": "netiquette#bibliothek-und-klausel",
                "netiquette:plan": "netiquette#ab-wann-eine-fassung-gilt",
                "netiquette:translate_clause": "netiquette#sprachen",
                "netiquette:translate_introduction": "netiquette#sprachen",
            }
        )
