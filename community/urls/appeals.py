# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Citizens' addresses below the public netiquette."""

from django.urls import path

from community.views import appeals_public, notices, transparency

app_name = "appeals"
urlpatterns = [
    path("beschwerde/", appeals_public.appeal_form, name="form"),
    path("beschwerde/eingegangen/<secret:receipt>/", appeals_public.appeal_received, name="received"),
    path("bescheid/<secret:token>/", notices.notice, name="notice"),
    path("transparenz/", transparency.transparency, name="transparency"),
    path("transparenz/zahlen.csv", transparency.transparency_csv, name="transparency_csv"),
]
