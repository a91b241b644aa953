# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from community import views
from community.views import appeals, departments, entering, reports, retention, topics, transparency
from community.views import unread as unread_entries

app_name = "dialog"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("treffer/", views.decided_hits, name="decided_hits"),
    path("naechster/", views.claim_next, name="claim_next"),
    path("<int:pk>/", views.comment, name="comment"),
    path("<int:pk>/danach/", views.ahead, name="ahead"),
    path("<int:pk>/verlauf/", views.history, name="history"),
    path("<int:pk>/fachamt/", departments.ask, name="ask_department"),
    path("eintragen/", entering.enter, name="enter_comment"),
    path("einlesen/", entering.read_in, name="read_in"),
    path("einlesen/vorlage.csv", entering.own_layout, name="comment_layout"),
    path("einlesen/vorschau/", entering.comment_sheet, name="comment_sheet"),
    path("fachaemter/", departments.departments, name="departments"),
    path("fachaemter/<int:pk>/verwenden/", departments.use, name="use_department_answer"),
    path("fachaemter/<int:pk>/zuruecknehmen/", departments.withdraw, name="withdraw_department"),
    path("<int:pk>/thema/", topics.note_topic, name="note_topic"),
    path("<int:pk>/gefahr/", views.see_to, name="see_to_danger"),
    path("<int:pk>/melden/", reports.report, name="report_comment"),
    path("<int:pk>/uebernehmen/", views.claim, name="claim"),
    path("<int:pk>/verlaengern/", views.renew, name="renew"),
    path("<int:pk>/freigeben/", views.release, name="release"),
    path("<int:pk>/belassen/", views.leave, name="leave"),
    path("<int:pk>/antworten/", views.reply, name="reply"),
    path("<int:pk>/ausblenden/", views.hide, name="hide"),
    path("<int:pk>/einblenden/", views.show_again, name="show_again"),
    path("<int:pk>/ergebnis/", views.outcome, name="outcome"),
    path("entscheidung/<int:pk>/rueckgaengig/", views.undo, name="undo"),
    path("beschwerden/", appeals.appeals, name="appeals"),
    path("beschwerden/oeffentlich/", transparency.public_pages, name="public_pages"),
    path("beschwerden/<int:pk>/", appeals.appeal, name="appeal"),
    path("beschwerden/<int:pk>/uebernehmen/", appeals.take, name="take_appeal"),
    path("beschwerden/<int:pk>/zurueckgeben/", appeals.release, name="release_appeal"),
    path("beschwerden/<int:pk>/zuordnen/", appeals.link, name="link_appeal"),
    path("beschwerden/<int:pk>/entscheiden/", appeals.decide, name="decide_appeal"),
    path("beschwerden/<int:pk>/ablegen/", appeals.set_aside, name="set_aside_appeal"),
    path("beschwerden/<int:pk>/einblenden/", appeals.carry_out, name="carry_out_appeal"),
    path("beschwerden/<int:pk>/abschliessen/", appeals.close, name="close_appeal"),
    path("nicht-lesbar/", unread_entries.unread, name="unread"),
    path("nicht-lesbar/<int:pk>/gesehen/", unread_entries.settle_unread, name="settle_unread"),
    path("aufbewahrung/", retention.retention, name="retention"),
    path("aufbewahrung/freigeben/", retention.release_cases, name="release_cases"),
    path("vorgang/<int:pk>/klaeren/", views.settle, name="settle"),
]
