# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetiquetteConfig(AppConfig):
    name = "netiquette"
    verbose_name = _("Netiquette")

    def ready(self) -> None:
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.signoff.kinds import DocumentKind, register_documents
        from netiquette import rules  # noqa: F401  registers permissions
        from netiquette.models import Netiquette, NetiquetteCopy
        from netiquette.presenters.signoff import page_of, town_url
        from netiquette.queries import netiquettes_waiting_for

        register_documents(
            DocumentKind(
                name=_("Netiquette"),
                model=Netiquette,
                copies=NetiquetteCopy,
                in_force_state=Netiquette.State.PUBLISHED,
                sign_permission="netiquette.sign_netiquette",
                page=page_of,
                town_url=town_url,
                withdrawals=("netiquette.taken_back",),
            )
        )

        register_entry(
            NavEntry(
                key="netiquette",
                label=_("Netiquette"),
                url_name="netiquette:edit",
                icon="netiquette",
                position=50,
                count=netiquettes_waiting_for,
            )
        )
