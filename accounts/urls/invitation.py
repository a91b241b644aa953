# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views import entrance

app_name = "invitation"
urlpatterns = [path("<secret:token>/", entrance.accept, name="accept")]
