# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from reporting.views.health import healthz

app_name = "health"
urlpatterns = [path("", healthz, name="healthz")]
