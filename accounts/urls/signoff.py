# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views import signoff

app_name = "signoff"
urlpatterns = [path("<secret:token>/", signoff.link, name="link")]
