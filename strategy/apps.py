# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategy")

    def ready(self) -> None:
        from accounts.navigation import NavEntry, register_entry
        from strategy import rules  # noqa: F401  registers permissions
        from strategy.queries import strategies_waiting_for

        register_entry(
            NavEntry(
                key="strategy",
                label=_("Strategy"),
                url_name="strategy:document",
                icon="strategy",
                position=40,
                count=strategies_waiting_for,
            )
        )
