# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority sees of a strategy: one page to sign or return it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.signoff.admin import SignOffAdmin, SignOffPage
from accounts.signoff.site import town_admin
from strategy import services
from strategy.models import Strategy
from strategy.presenters.signoff import consequences_of_revoking, page_of


@admin.register(Strategy, site=town_admin)
class StrategyAdmin(SignOffAdmin):
    sign_permission = "strategy.sign_strategy"
    return_permission = "strategy.return_strategy"
    revoke_permission = "strategy.revoke_strategy"

    def page(self, document: Strategy) -> SignOffPage:
        return page_of(document)

    def sign(self, document: Strategy, **given: Any) -> None:
        services.sign_strategy(document, **given)

    def give_back(self, document: Strategy, **given: Any) -> None:
        services.return_strategy(document, **given)

    def revoke(self, document: Strategy, **given: Any) -> None:
        services.revoke_strategy(document, **given)

    def consequences(self, document: Strategy) -> list[Any]:
        return consequences_of_revoking()

    def signed_message(self, document: Strategy) -> Any:
        return _("Signed. From now on this version is the mandate of the team; the PDF is being made.")
