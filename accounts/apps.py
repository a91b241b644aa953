# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and towns")

    def ready(self) -> None:
        from accounts import rules, signals  # noqa: F401  registers what follows a change, and permissions
        from accounts.frame.navigation import NavEntry, register_entry

        register_entry(
            NavEntry(key="settings", label=_("Settings"), url_name="settings:index", icon="settings", position=80)
        )
