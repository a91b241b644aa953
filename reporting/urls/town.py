# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from reporting.views.first_day import answer, first_day, start
from reporting.views.readiness import readiness
from reporting.views.today import today

app_name = "today"
urlpatterns = [
    path("", today, name="today"),
    path("startklar/", readiness, name="readiness"),
    path("erste-schritte/", first_day, name="first_day"),
    path("erste-schritte/ueben/", start, name="first_day_start"),
    path("erste-schritte/antwort/<int:pk>/", answer, name="first_day_answer"),
]
