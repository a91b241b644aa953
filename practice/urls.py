# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import URLPattern

app_name = "practice"
urlpatterns: list[URLPattern] = []
