# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The admin view: Django's admin site for the head of the authority, dressed like the product.

It shows what is to be signed in all towns the person leads. ``TownMiddleware`` opens exactly
these towns' scope for every request below ``/admin/``.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.frame.navigation import HEAD_SOURCES
from accounts.models import Role
from accounts.tenancy.request import signed_in
from core.errors import NotPermitted

KEPT_PAGES = {"index", "login", "logout", "app_list"}


class TownAdminSite(AdminSite):
    site_header = "Dorflinde"
    site_title = "Dorflinde"
    index_title = _("To be signed")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and any(m.role == Role.LEADERSHIP for m in user.current_memberships)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login for all, with its throttle and second factor; others are told whose page this is."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            message = gettext("You may not do this. These roles may: %(roles)s.") % {"roles": Role.LEADERSHIP.label}
            raise NotPermitted(message, [Role.LEADERSHIP])
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Everything that waits for a signature or an answer, from all apps."""
        waiting = [
            (document, model_admin.page_url(document))  # type: ignore[attr-defined]  # has ``waiting``, has this
            for model_admin in self._registry.values()
            if hasattr(model_admin, "waiting")
            for document in model_admin.waiting(request)
        ]
        questions = [item for source in HEAD_SOURCES for item in source(signed_in(request))]
        return super().index(request, {"waiting": waiting, "questions": questions, **(extra_context or {})})

    def app_index(  # type: ignore[override]  # leads on instead of showing a page
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page lists all apps."""
        return redirect("admin:index")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Only what the head of the authority needs: no second password page, no catch-all."""
        return [url for url in super().get_urls() if isinstance(url, URLResolver) or url.name in KEPT_PAGES]


town_admin = TownAdminSite(name="admin")
