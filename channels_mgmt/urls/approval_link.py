# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the links in the letters about approvals lead; outside any town, because the link says which."""

from django.urls import path

from channels_mgmt.views import approval_link

app_name = "approval"
urlpatterns = [path("<secret:token>/", approval_link.decide, name="decide")]
