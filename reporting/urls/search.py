# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from reporting.views.search import search

app_name = "search"
urlpatterns = [path("", search, name="search")]
