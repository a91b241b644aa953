# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the links of departments lead; outside any town, because the link says which."""

from django.urls import path

from channels_mgmt.views import topic_link

app_name = "topic_link"
urlpatterns = [
    path("<secret:token>/", topic_link.bring, name="bring"),
    path("<secret:token>/<secret:receipt>/", topic_link.received, name="received"),
]
