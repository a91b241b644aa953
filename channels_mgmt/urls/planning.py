# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from channels_mgmt.views import (
    approvals,
from channels_mgmt.views import board, by_hand, calendar, captures, composer, emergencies
    media,
    moving,
    personal,
    posts,
    spans,
    stops,
)

app_name = "planning"
urlpatterns = [
    path("", calendar.month, name="month"),
    path("monat/<month:day>/", calendar.month, name="month_of"),
    path("woche/", calendar.week, name="week"),
    path("woche/<day:day>/", calendar.week, name="week_of"),
    path("tag/<day:day>/", calendar.day, name="day"),
    path("liste/", calendar.agenda, name="agenda"),
    path("tafel/", board.board, name="board"),
    path("freigaben/", approvals.approvals, name="approvals"),
    path("erfassen/", captures.capture, name="capture"),
    path("erfassen/senden/", captures.capture_send, name="capture_send"),
    path("anhalten/", stops.stop, name="stop"),
    path("fortsetzen/", stops.resume, name="resume"),
    path("tage/", spans.days, name="days"),
    path("tage/ferien/", spans.school_holidays, name="school_holidays"),
    path("tage/<int:pk>/entfernen/", spans.remove_span, name="remove_span"),
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
    path("beitrag/<int:pk>/notfall/", emergencies.emergency, name="emergency"),
    path(
        "beitrag/<int:pk>/notfall/veroeffentlichen/", emergencies.publish_emergency_post, name="publish_emergency_post"
    ),
    path("notfall/<int:pk>/bestaetigen/", emergencies.confirm, name="confirm_emergency"),
    path("notfall/<int:pk>/einwenden/", emergencies.object_to, name="object_to_emergency"),
    path("auslieferung/<int:pk>/klaeren/", posts.settle, name="settle"),
    path("auslieferung/<int:pk>/neu-einplanen/", posts.reschedule, name="reschedule"),
    path("auslieferung/<int:pk>/von-hand/", by_hand.confirm, name="confirm_by_hand"),
    path("auslieferung/<int:pk>/nicht-moeglich/", by_hand.report_impossible, name="impossible_by_hand"),
    path("bild/<int:pk>/", media.asset, name="asset"),
    path("bild/<int:pk>/klein/", media.thumbnail, name="thumbnail"),
]
