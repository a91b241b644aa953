# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from reporting.views.readiness import readiness
from reporting.views.today import today

app_name = "today"
urlpatterns = [path("", today, name="today"), path("startklar/", readiness, name="readiness")]
