# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from netiquette.views import archive, languages, library, planning, public, writing

app_name = "netiquette"
urlpatterns = [
    # for citizens
    path("", public.netiquette, name="netiquette"),
    path("pdf/", public.netiquette_pdf, name="netiquette_pdf"),
    path("sprache/<slug:language>/", public.netiquette_language, name="netiquette_language"),
    path("sprache/<slug:language>/pdf/", public.netiquette_language_pdf, name="netiquette_language_pdf"),
    path("version/<int:version>/", public.netiquette_version, name="netiquette_version"),
    path("version/<int:version>/pdf/", public.netiquette_version_pdf, name="netiquette_version_pdf"),
    path(
        "version/<int:version>/sprache/<slug:language>/",
        public.netiquette_version_language,
        name="netiquette_version_language",
    ),
    path("am/<day:day>/", public.netiquette_day, name="netiquette_day"),
    path("aushang/", public.poster, name="poster"),
    path("aushang/<slug:size>/", public.poster_pdf, name="poster_pdf"),
    # for the town hall
    path("bearbeiten/", writing.edit, name="edit"),
    path("bearbeiten/beginnen/", writing.start, name="start"),
    path("bearbeiten/einleitung/", writing.introduction, name="introduction"),
    path("bearbeiten/vorschau/", writing.preview, name="preview"),
    path("bearbeiten/klausel/neu/", writing.add_clause, name="add_clause"),
    path("bearbeiten/klausel/<int:pk>/", writing.clause, name="clause"),
    path("bearbeiten/klausel/<int:pk>/verschieben/", writing.move_clause, name="move_clause"),
    path("bearbeiten/klausel/<int:pk>/entfernen/", writing.remove_clause, name="remove_clause"),
    path("bearbeiten/klausel/<int:pk>/sprache/<slug:language>/", languages.translate_clause, name="translate_clause"),
    path(
        "bearbeiten/klausel/<int:pk>/sprache/<slug:language>/vorlage/",
        languages.translate_from_library,
        name="translate_from_library",
    ),
    path(
        "bearbeiten/einleitung/sprache/<slug:language>/",
        languages.translate_introduction,
        name="translate_introduction",
    ),
    path("bearbeiten/sprachen/", languages.languages, name="languages"),
    path("bearbeiten/bibliothek/", library.library, name="library"),
    path("bearbeiten/bibliothek/hinzufuegen/", library.add, name="library_add"),
    path("bearbeiten/geltung/", planning.plan, name="plan"),
    path("bearbeiten/zurueckziehen/", planning.withdraw, name="withdraw"),
    path("bearbeiten/einreichen/", writing.submit, name="submit"),
    path("bearbeiten/verwerfen/", writing.discard, name="discard"),
    path("bearbeiten/version/<int:version>/unterzeichnet.pdf", archive.signed_copy, name="signed_copy"),
    path("bearbeiten/versionen/", writing.versions, name="versions"),
]
