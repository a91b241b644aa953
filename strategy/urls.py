# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.document, name="document"),
    path("fassung/<int:number>/", views.version, name="version"),
    path("fassung/<int:number>/unterzeichnet.pdf", views.signed_copy, name="signed_copy"),
    path("beginnen/", views.start, name="start"),
    path("neue-fassung/", views.new_version, name="new_version"),
    path("einreichen/", views.submit, name="submit"),
    path("teil/<slug:key>/", views.section, name="section"),
    path("kosten/", views.figures, name="figures"),
    path("ziele/", views.goals, name="goals"),
    path("ziele/<int:pk>/entfernen/", views.goal_remove, name="goal_remove"),
    path("zielgruppen/", views.target_groups, name="target_groups"),
    path("zielgruppen/<int:pk>/entfernen/", views.target_group_remove, name="target_group_remove"),
    path("zielgruppen/<int:pk>/vor/", views.target_group_move, name="target_group_move"),
    path("analyse/", views.analysis, name="analysis"),
    path("analyse/eigene-zahlen/", views.analysis_typed, name="analysis_typed"),
    path("analyse/zahlen/", views.reference, name="reference"),
    path("analyse/zahlen/tabelle.csv", views.reference_file, name="reference_file"),
    path("analyse/zahlen/zahl/", views.reference_edit, name="reference_edit"),
    path("analyse/zahlen/entfernen/", views.reference_remove, name="reference_remove"),
    path("analyse/zahlen/hochladen/", views.reference_upload, name="reference_upload"),
    path("analyse/<int:pk>/", views.analysis_run, name="analysis_run"),
    path("analyse/<int:pk>/laeufe/", views.analysis_runs, name="analysis_runs"),
    path("analyse/<int:pk>/dokument.pdf", views.analysis_paper, name="analysis_paper"),
    path("analyse/<int:pk>/ergebnis.json", views.analysis_data, name="analysis_data"),
    path("analyse/<int:pk>/neu/", views.restart, name="restart"),
    path("analyse/<int:pk>/festschreiben/", views.freeze, name="freeze"),
    path("analyse/<int:pk>/ergebnis/", views.run, name="run"),
    path("direkter-draht/", views.direct_line, name="direct_line"),
    path("direkter-draht/fragen/", views.ask_head, name="ask_head"),
    path("direkter-draht/<int:pk>/", views.question, name="question"),
    path("direkter-draht/<int:pk>/antworten/", views.answer_question, name="answer_question"),
    path("direkter-draht/<int:pk>/zurueckziehen/", views.withdraw_question, name="withdraw_question"),
    path("direkter-draht/<int:pk>/gelesen/", views.read_answer, name="read_answer"),
    path("entscheidung/", views.decision, name="decision"),
]
