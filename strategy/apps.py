# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategy")

    def ready(self) -> None:
        from accounts.audit import register_keeper
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.directory import register_directory
        from accounts.frame.help import register_help
        from accounts.frame.keys import register_keys
        from accounts.frame.navigation import (
            FrameAction,
            NavEntry,
            register_action,
            register_entry,
            register_head_source,
            register_strip,
        )
        from accounts.frame.readiness import register_readiness
        from accounts.frame.search import register_pages
        from accounts.frame.tour import register_stop
        from accounts.frame.waiting import register_waiting
        from accounts.models import Role
        from accounts.signoff.admin import register_documents
        from strategy import rules  # noqa: F401  registers permissions
        from strategy.frame import audit_words, kept_entries, readiness, search
        from strategy.frame.direct_line import questions_for_head
        from strategy.frame.directory import census_directory
        from strategy.frame.strip import overdue_review
        from strategy.frame.waiting import SOURCES, menu_rows
        from strategy.queries.waiting import ROWS
        from strategy.services.signing import STRATEGY

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        for key, (label, entries) in kept_entries.KEEPERS.items():
            register_keeper(key, label, entries)
        register_strip(overdue_review)
        register_documents(STRATEGY)
        register_entry(
            NavEntry(
                key="strategy",
                label=_("Strategy"),
                url_name="strategy:document",
                icon="strategy",
                position=40,
                counts=menu_rows,
            )
        )
        register_keys({"f": _("Ask the head")}, chapter="direkter-draht")
        register_help(
            {
                "strategy": "strategie",
                "strategy:analysis": "analyse",
                "strategy:analysis_run": "analyse",
                "strategy:analysis_runs": "analyse#andere-gewichte-später",
                "strategy:analysis_typed": "analyse",
                "strategy:reference": "analyse#die-zahlen-zur-plattformnutzung-pflegen",
                "strategy:reference_edit": "analyse#die-zahlen-zur-plattformnutzung-pflegen",
                "strategy:reference_remove": "analyse#die-zahlen-zur-plattformnutzung-pflegen",
                "strategy:reference_upload": "analyse#die-zahlen-zur-plattformnutzung-pflegen",
                "strategy:ask_head": "direkter-draht",
                "strategy:direct_line": "direkter-draht",
                "strategy:question": "direkter-draht",
            }
        )
        register_action(
            FrameAction(
                key="f",
                label=_("Ask the head"),
                url_name="strategy:ask_head",
                icon="ask",
                permission="strategy.ask_head",
            )
        )
        register_head_source(questions_for_head)
        register_rows(ROWS)
        register_directory(census_directory)
        register_waiting(*SOURCES)
        register_pages(*search.PAGES)
        register_readiness(*readiness.SOURCES)
        register_stop(
            _("Strategy"),
            _("What the town wants to reach, for whom and with which people. It counts once the head has signed it."),
            "strategy:document",
            "strategy",
            position=40,
            roles=[Role.COMMUNICATIONS, Role.LEADERSHIP, Role.READER],
        )
        register_stop(
            _("Direct line"),
            _("Questions of your team, answered by one tap, also from the mail on your phone."),
            "strategy:direct_line",
            "ask",
            position=45,
            roles=[Role.LEADERSHIP],
        )
