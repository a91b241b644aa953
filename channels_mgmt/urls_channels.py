# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from channels_mgmt.views import channels

app_name = "channels"
urlpatterns = [
    path("", channels.channel_list, name="channel_list"),
    path("neu/", channels.channel_create, name="channel_create"),
    path("<int:pk>/", channels.channel_detail, name="channel_detail"),
    path("<int:pk>/bearbeiten/", channels.channel_edit, name="channel_edit"),
    path("<int:pk>/verbinden/", channels.channel_connect, name="channel_connect"),
    path("<int:pk>/pruefpunkt/", channels.check, name="check"),
    path("<int:pk>/live/", channels.start, name="go_live"),
    path("<int:pk>/pausieren/", channels.pause, name="pause"),
    path("<int:pk>/fortsetzen/", channels.resume, name="resume"),
    path("<int:pk>/schliessen/", channels.close, name="close"),
]
