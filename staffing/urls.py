# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from staffing import views

app_name = "team"
urlpatterns = [
    path("", views.team_page, name="team"),
    path("servicezeiten/", views.service_hours, name="service_hours"),
    path("feiertage/", views.holidays, name="holidays"),
    path("feiertage/vorschlag/", views.add_suggested_holiday, name="add_suggested_holiday"),
    path("feiertage/<int:pk>/entfernen/", views.remove_holiday, name="remove_holiday"),
    path("stunden/", views.agree_hours, name="agree_hours"),
    path("stunden/<int:pk>/beenden/", views.end_hours, name="end_hours"),
    path("dienst/", views.add_shift, name="add_shift"),
    path("dienst/<int:pk>/entfernen/", views.remove_shift, name="remove_shift"),
]
