# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.frame.styleguide import styleguide
from accounts.views.demo import sign_in

app_name = "demo"
urlpatterns = [
    path("demo/anmelden/", sign_in, name="sign_in"),
    path("stil/", styleguide, name="styleguide"),
]
