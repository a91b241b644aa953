# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where platforms ring; outside any town, because a call may be about several."""

from django.urls import path

from community.views import webhooks

app_name = "webhook"
urlpatterns = [path("<slug:kind>/", webhooks.receive, name="receive")]
