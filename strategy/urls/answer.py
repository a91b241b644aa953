# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the links in the mails of the direct line lead; outside any town, because the link says which."""

from django.urls import path

from strategy.views import direct_line_link

app_name = "direct_line"
urlpatterns = [path("<secret:token>/", direct_line_link.answer, name="answer")]
