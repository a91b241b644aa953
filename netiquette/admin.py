# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority sees of a netiquette: one page to sign or return it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _

from accounts.signoff.admin import SignOffAdmin, SignOffPage
from accounts.signoff.site import town_admin
from netiquette import services
from netiquette.models import Netiquette
from netiquette.presenters.signoff import page_of


@admin.register(Netiquette, site=town_admin)
class NetiquetteAdmin(SignOffAdmin):
    sign_permission = "netiquette.sign_netiquette"
    return_permission = "netiquette.return_netiquette"
    in_force_state = "published"

    def page(self, document: Netiquette) -> SignOffPage:
        return page_of(document)

    def sign(self, document: Netiquette, **given: Any) -> None:
        services.sign_netiquette(document, **given)

    def give_back(self, document: Netiquette, **given: Any) -> None:
        services.return_netiquette(document, **given)

    def signed_message(self, document: Netiquette) -> Any:
        if document.state == Netiquette.State.SCHEDULED:
            return _("Signed. This version takes effect at its planned time.")
        return super().signed_message(document)
