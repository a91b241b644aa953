# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategy")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.navigation import (
            FrameAction,
            NavEntry,
            register_action,
            register_entry,
            register_head_source,
            register_strip,
        )
        from accounts.frame.readiness import register_readiness
        from accounts.frame.waiting import register_waiting
        from accounts.signoff.admin import register_documents
        from strategy import rules  # noqa: F401  registers permissions
        from strategy.frame import audit_words, readiness
        from strategy.frame.direct_line import questions_for_head
        from strategy.frame.strip import overdue_review
        from strategy.frame.waiting import SOURCES, menu_rows
        from strategy.queries.waiting import ROWS
        from strategy.services.signing import STRATEGY

        register_words(audit_words.AREAS, audit_words.SENTENCES)
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
        register_waiting(*SOURCES)
        register_readiness(*readiness.SOURCES)
