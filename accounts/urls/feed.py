# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views import feeds

app_name = "feed"
urlpatterns = [path("<secret:token>.ics", feeds.feed, name="feed")]
