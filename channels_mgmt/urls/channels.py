# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path, register_converter

from channels_mgmt.views import channel_ways, channels, closing, documents, figures, health, links, sign_ins
from channels_mgmt.views.kinds import DocumentKind, TownDocumentKind

register_converter(DocumentKind, "documentkind")
register_converter(TownDocumentKind, "towndocumentkind")

app_name = "channels"
urlpatterns = [
    path("", channels.channel_list, name="channel_list"),
    path("neu/", channels.channel_create, name="channel_create"),
    path("unterlagen/", documents.document_list, name="document_list"),
    path("unterlagen/angaben/", documents.particulars, name="particulars"),
    path("<int:pk>/", channels.channel_detail, name="channel_detail"),
    path("<int:pk>/bearbeiten/", channels.channel_edit, name="channel_edit"),
    path("<int:pk>/verbinden/", channels.channel_connect, name="channel_connect"),
    path("<int:pk>/anmelden/", sign_ins.sign_in, name="sign_in"),
    path("<int:pk>/konto/", sign_ins.channel_account, name="channel_account"),
    path("rueckkehr/", sign_ins.sign_in_return, name="sign_in_return"),
    path("<int:pk>/zahlen/", figures.channel_figures, name="channel_figures"),
    path("<int:pk>/zahlen.xlsx", figures.channel_figures_workbook, name="channel_figures_workbook"),
    path("<int:pk>/zahlen.csv", figures.channel_figures_csv, name="channel_figures_csv"),
    path("<int:pk>/zustand/", health.channel_health, name="channel_health"),
    path("zugang/<int:pk>/antwort/", health.access_answer, name="access_answer"),
    path("<int:pk>/schliessung/", closing.channel_closing, name="channel_closing"),
    path("schliessung/<int:pk>/schritt/", closing.closing_step, name="closing_step"),
    path("schliessung/<int:pk>/entscheiden/", closing.closing_decide, name="closing_decide"),
    path("<int:pk>/weg/", channel_ways.channel_way, name="channel_way"),
    path("<int:pk>/pruefpunkt/", channels.check, name="check"),
    path("<int:pk>/live/", channels.start, name="go_live"),
    path("<int:pk>/pausieren/", channels.pause, name="pause"),
    path("<int:pk>/fortsetzen/", channels.resume, name="resume"),
    path("<int:pk>/schliessen/", channels.close, name="close"),
    path("<int:pk>/verlinkungen/", links.links, name="links"),
    path("<int:pk>/anbieter/", documents.provider, name="provider"),
    path("<int:pk>/unterlagen/<documentkind:kind>/", documents.document, name="document"),
    path("<int:pk>/unterlagen/<documentkind:kind>/erzeugen/", documents.document_generate, name="document_generate"),
    path("<int:pk>/unterlagen/<documentkind:kind>/bearbeiten/", documents.document_edit, name="document_edit"),
    path(
        "<int:pk>/unterlagen/<documentkind:kind>/abschnitt/<int:number>/",
        documents.document_section,
        name="document_section",
    ),
    path("<int:pk>/unterlagen/<documentkind:kind>/neu-erzeugen/", documents.document_renew, name="document_renew"),
    path("<int:pk>/unterlagen/<documentkind:kind>/pruefvermerk/", documents.document_check, name="document_check"),
    path(
        "<int:pk>/unterlagen/<documentkind:kind>/version/<int:number>/",
        documents.document_version,
        name="document_version",
    ),
    path(
        "<int:pk>/unterlagen/<documentkind:kind>/version/<int:number>/datei.<str:file_format>",
        documents.document_file,
        name="document_file",
    ),
    path("unterlagen/<towndocumentkind:kind>/", documents.document, name="town_document"),
    path("unterlagen/<towndocumentkind:kind>/erzeugen/", documents.document_generate, name="town_document_generate"),
    path("unterlagen/<towndocumentkind:kind>/bearbeiten/", documents.document_edit, name="town_document_edit"),
    path(
        "unterlagen/<towndocumentkind:kind>/abschnitt/<int:number>/",
        documents.document_section,
        name="town_document_section",
    ),
    path("unterlagen/<towndocumentkind:kind>/neu-erzeugen/", documents.document_renew, name="town_document_renew"),
    path("unterlagen/<towndocumentkind:kind>/pruefvermerk/", documents.document_check, name="town_document_check"),
    path(
        "unterlagen/<towndocumentkind:kind>/version/<int:number>/",
        documents.document_version,
        name="town_document_version",
    ),
    path(
        "unterlagen/<towndocumentkind:kind>/version/<int:number>/datei.<str:file_format>",
        documents.document_file,
        name="town_document_file",
    ),
]
