# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from practice import views

app_name = "practice"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("<int:pk>/", views.thread, name="thread"),
    path("<int:pk>/antworten/", views.reply, name="reply"),
    path("bild/<int:pk>/", views.image, name="image"),
    path("bild/<int:pk>/untertitel.vtt", views.captions, name="captions"),
    path("stoerungen/", views.faults, name="faults"),
    path("stoerungen/<int:pk>/", views.set_fault, name="set_fault"),
]
