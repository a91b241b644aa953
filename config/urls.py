# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of the product. A town's pages live under its short name."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from accounts.admin_site import town_admin
from accounts.appearance import set_theme
from accounts.views import home
from accounts.views.kept import kept_text
from core.secret_links import Secret
from netiquette.views.public import netiquette_short

register_converter(Secret, "secret")  # before the first pattern that uses it is read
handler500 = "core.failure.server_error"

town_urls: list[URLPattern | URLResolver] = [
    path("", include("reporting.urls")),
    path("planen/", include("channels_mgmt.urls")),
    path("dialog/", include("community.urls")),
    path("strategie/", include("strategy.urls")),
    path("netiquette/", include("community.urls_appeals")),
    path("netiquette/", include("netiquette.urls")),
    path("n/", netiquette_short, name="netiquette_short"),
    path("team/", include("staffing.urls")),
    path("berichte/", include("reporting.urls_reports")),
    path("einstellungen/", include("accounts.urls")),
    path("einstellungen/kanaele/", include("channels_mgmt.urls_channels")),
    path("uebung/", include("practice.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", include("reporting.urls_health")),
    path("konto/aufgehoben/", kept_text, name="kept_text"),
    path("konto/darstellung/", set_theme, name="set_theme"),
    path("konto/", include("accounts.urls_account")),
    path("konto/", include("allauth.urls")),
    path("antwort/", include("strategy.urls_answer")),
    path("einladung/", include("accounts.urls_invitation")),
    path("unterzeichnen/", include("accounts.urls_signoff")),
    path("pruefen/", include("accounts.urls_check")),
    path("admin/", town_admin.urls),
]
if settings.DEMO:
    urlpatterns += [path("", include("accounts.urls_demo"))]
urlpatterns += [path("<slug:municipality>/", include(town_urls))]
