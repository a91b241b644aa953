# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategy")

    def ready(self) -> None:
        from accounts.documents import DocumentKind, register_documents
        from accounts.navigation import (
            FrameAction,
            NavEntry,
            register_action,
            register_entry,
            register_head_source,
            register_strip,
        )
        from strategy import receivers, rules  # noqa: F401  registers permissions, listens
        from strategy.direct_line import questions_for_head
        from strategy.models import Strategy, StrategyCopy
        from strategy.queries import things_waiting_for
        from strategy.signoff import page_of, town_url
        from strategy.strip import overdue_review

        register_strip(overdue_review)
        register_documents(
            DocumentKind(
                name=_("Social media strategy"),
                model=Strategy,
                copies=StrategyCopy,
                in_force_state=Strategy.State.IN_FORCE,
                sign_permission="strategy.sign_strategy",
                page=page_of,
                town_url=town_url,
                withdrawals=("strategy.withdrawn_by_edit",),
            )
        )

        register_entry(
            NavEntry(
                key="strategy",
                label=_("Strategy"),
                url_name="strategy:document",
                icon="strategy",
                position=40,
                count=things_waiting_for,
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
