# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the links in letters to departments lead; outside any town, because the link says which."""

from django.urls import path

from community.views import department_link

app_name = "department"
urlpatterns = [path("<secret:token>/", department_link.answer, name="answer")]
