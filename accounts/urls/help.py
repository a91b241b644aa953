# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views.help import contents, page

app_name = "help"
urlpatterns = [
    path("", contents, name="contents"),
    path("<slug:chapter>/", page, name="chapter"),
]
