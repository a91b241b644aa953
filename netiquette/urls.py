# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from netiquette.views import archive, public, writing

app_name = "netiquette"
urlpatterns = [
    path("", public.netiquette, name="netiquette"),
    path("version/<int:version>/", public.netiquette_version, name="netiquette_version"),
    path("bearbeiten/", writing.edit, name="edit"),
    path("bearbeiten/beginnen/", writing.start, name="start"),
    path("bearbeiten/einleitung/", writing.introduction, name="introduction"),
    path("bearbeiten/klausel/neu/", writing.add_clause, name="add_clause"),
    path("bearbeiten/klausel/<int:pk>/", writing.clause, name="clause"),
    path("bearbeiten/klausel/<int:pk>/verschieben/", writing.move_clause, name="move_clause"),
    path("bearbeiten/klausel/<int:pk>/entfernen/", writing.remove_clause, name="remove_clause"),
    path("bearbeiten/einreichen/", writing.submit, name="submit"),
    path("bearbeiten/verwerfen/", writing.discard, name="discard"),
    path("bearbeiten/version/<int:version>/unterzeichnet.pdf", archive.signed_copy, name="signed_copy"),
    path("bearbeiten/versionen/", writing.versions, name="versions"),
]
