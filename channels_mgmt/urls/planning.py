# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from channels_mgmt.views import approvals, by_hand, calendar, composer, media, moving, personal, posts, series, stops

app_name = "planning"
urlpatterns = [
    path("", calendar.month, name="month"),
    path("monat/<month:day>/", calendar.month, name="month_of"),
    path("woche/", calendar.week, name="week"),
    path("woche/<day:day>/", calendar.week, name="week_of"),
    path("tag/<day:day>/", calendar.day, name="day"),
    path("liste/", calendar.agenda, name="agenda"),
    path("freigaben/", approvals.approvals, name="approvals"),
    path("anhalten/", stops.stop, name="stop"),
    path("fortsetzen/", stops.resume, name="resume"),
    path("rubriken/", series.series_list, name="series_list"),
    path("rubriken/neu/", series.series_create, name="series_create"),
    path("rubriken/<int:pk>/", series.series_edit, name="series_edit"),
    path("rubriken/<int:pk>/pausieren/", series.pause, name="series_pause"),
    path("rubriken/<int:pk>/fortsetzen/", series.resume, name="series_resume"),
    path("rubriken/<int:pk>/beenden/", series.end, name="series_end"),
    path("neu/", composer.post_create, name="post_create"),
    path("vorschau/", composer.preview, name="preview"),
    path("freier-termin/", composer.slot, name="slot"),
    path("beitrag/<int:pk>/", posts.post_detail, name="post_detail"),
    path("beitrag/<int:pk>/bearbeiten/", composer.post_edit, name="post_edit"),
    path("beitrag/<int:pk>/bestaetigen/", personal.confirm_personal, name="confirm_personal"),
    path("beitrag/<int:pk>/einreichen/", posts.submit, name="submit"),
    path("beitrag/<int:pk>/zurueckholen/", posts.recall, name="recall"),
    path("beitrag/<int:pk>/freigeben/", posts.approve, name="approve"),
    path("beitrag/<int:pk>/zurueckgeben/", posts.return_to_author, name="return"),
    path("beitrag/<int:pk>/einplanen/", posts.schedule, name="schedule"),
    path("beitrag/<int:pk>/verschieben/", moving.move, name="move"),
    path("beitrag/<int:pk>/jetzt/", posts.publish_at_once, name="publish_now"),
    path("beitrag/<int:pk>/herausnehmen/", posts.withdraw, name="withdraw"),
    path("beitrag/<int:pk>/duplizieren/", posts.duplicate, name="duplicate"),
    path("beitrag/<int:pk>/loeschen/", posts.discard, name="discard"),
    path("auslieferung/<int:pk>/klaeren/", posts.settle, name="settle"),
    path("auslieferung/<int:pk>/neu-einplanen/", posts.reschedule, name="reschedule"),
    path("auslieferung/<int:pk>/von-hand/", by_hand.confirm, name="confirm_by_hand"),
    path("auslieferung/<int:pk>/nicht-moeglich/", by_hand.report_impossible, name="impossible_by_hand"),
    path("bild/<int:pk>/", media.asset, name="asset"),
    path("bild/<int:pk>/klein/", media.thumbnail, name="thumbnail"),
]
