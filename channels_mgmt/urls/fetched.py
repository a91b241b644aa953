# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where platforms fetch pictures; outside any town, because the signed address says which."""

from django.urls import path

from channels_mgmt.views import fetched

app_name = "fetched"
urlpatterns = [path("<secret:token>/", fetched.picture, name="picture")]
