# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The admin view: Django's admin site for the head of the authority, dressed like the product.

It shows what is to be signed in all towns the person leads. ``TownMiddleware`` opens exactly
these towns' scope for every request below ``/admin/``.
"""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Role


class TownAdminSite(AdminSite):
    site_header = "Dorflinde"
    site_title = "Dorflinde"
    index_title = _("To be signed")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and any(m.role == Role.LEADERSHIP for m in user.current_memberships)


town_admin = TownAdminSite(name="admin")
