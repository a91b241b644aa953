# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views import check

app_name = "check"
urlpatterns = [path("", check.check, name="check")]
