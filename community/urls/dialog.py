# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from community import views
from community.views import appeals, departments, picking, retention, snippets, topics, transparency
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
    path("fachaemter/", departments.departments, name="departments"),
    path("fachaemter/<int:pk>/verwenden/", departments.use, name="use_department_answer"),
    path("fachaemter/<int:pk>/zuruecknehmen/", departments.withdraw, name="withdraw_department"),
    path("<int:pk>/thema/", topics.note_topic, name="note_topic"),
    path("<int:pk>/texte/", picking.pick, name="pick"),
    path("antwort/<int:pk>/aufbewahren/", snippets.keep_answer, name="keep_answer"),
    path("texte/", snippets.texts, name="texts"),
    path("texte/neu/", snippets.text_create, name="text_create"),
    path("texte/einlesen/", snippets.text_import, name="text_import"),
    path("texte/textbausteine.csv", snippets.text_file, {"file_format": "csv"}, name="text_csv"),
    path("texte/textbausteine.json", snippets.text_file, {"file_format": "json"}, name="text_json"),
    path("texte/<int:pk>/", snippets.text_edit, name="text_edit"),
    path("texte/<int:pk>/fassung/", snippets.text_restore, name="text_restore"),
    path("texte/<int:pk>/weglegen/", snippets.text_retire, name="text_retire"),
    path("texte/<int:pk>/aufnehmen/", snippets.text_take_up, name="text_take_up"),
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
