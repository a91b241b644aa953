# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.styleguide import styleguide

app_name = "demo"
urlpatterns = [
    path("stil/", styleguide, name="styleguide"),
]
