# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of one's own account that are ours. They stand before the login library's and take its place."""

from django.urls import path

from accounts.views import access

urlpatterns = [
    path("email/", access.address, name="account_email"),
    path("email/zurueckziehen/", access.withdraw_address, name="account_withdraw_address"),
    path("abmelden-ueberall/", access.end_other_sessions, name="account_end_sessions"),
    path("adresse/stoppen/<secret:token>/", access.stop, name="address_stop"),
    path("adresse/bestaetigen/<secret:token>/", access.confirm, name="address_confirm"),
]
