# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of the product. A town's pages live under its short name."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from accounts.frame.appearance import set_theme
from accounts.signoff.site import town_admin
from accounts.views import home
from accounts.views.kept import kept_text
from channels_mgmt.views.captures import short as capture_short
from core.converters import CONVERTERS
from netiquette.views.public import netiquette_short

for name, converter in CONVERTERS.items():  # before the first pattern that uses one is read
    register_converter(converter, name)
handler500 = "core.failure.server_error"

town_urls: list[URLPattern | URLResolver] = [
    path("", include("reporting.urls.town")),
    path("suche/", include("reporting.urls.search")),
    path("planen/", include("channels_mgmt.urls.planning")),
    path("dialog/", include("community.urls.dialog")),
    path("strategie/", include("strategy.urls.town")),
    path("netiquette/", include("community.urls.appeals")),
    path("netiquette/", include("netiquette.urls")),
    path("fragen/", include("community.urls.faq")),
    path("n/", netiquette_short, name="netiquette_short"),
    path("barrierefreiheit/", include("channels_mgmt.urls.accessibility")),
    path("team/", include("staffing.urls")),
    path("berichte/", include("reporting.urls.reports")),
    path("einstellungen/", include("accounts.urls.town")),
    path("einstellungen/kanaele/", include("channels_mgmt.urls.channels")),
    path("uebung/", include("practice.urls")),
    path("hilfe/", include("accounts.urls.help")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", include("reporting.urls.health")),
    path("konto/aufgehoben/", kept_text, name="kept_text"),
    path("konto/darstellung/", set_theme, name="set_theme"),
    path("konto/", include("accounts.urls.account")),
    path("konto/", include("allauth.urls")),
    path("antwort/", include("strategy.urls.answer")),
    path("thema/", include("channels_mgmt.urls.topic_link")),
    path("fachamt/", include("community.urls.department")),
    path("freigabe/", include("channels_mgmt.urls.approval_link")),
    path("kalender/", include("accounts.urls.feed")),
    path("meldung/", include("community.urls.webhook")),
    path("abruf/", include("channels_mgmt.urls.fetched")),
    path("einladung/", include("accounts.urls.invitation")),
    path("unterzeichnen/", include("accounts.urls.signoff")),
    path("pruefen/", include("accounts.urls.check")),
    path("erfassen/", capture_short, name="capture_short"),
    path("admin/", town_admin.urls),
]
if settings.DEMO:
    urlpatterns += [path("", include("accounts.urls.demo"))]
urlpatterns += [path("<slug:municipality>/", include(town_urls))]
