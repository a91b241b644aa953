# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from reporting.views import reports

app_name = "reports"
urlpatterns = [
    path("", reports.report_list, name="report_list"),
    path("anfordern/", reports.request_report, name="request_report"),
    path("<int:pk>/", reports.report, name="report"),
    path("<int:pk>/pdf/", reports.report_file, name="report_file"),
    path("<int:pk>/zahlen.csv", reports.report_table, {"file_format": "csv"}, name="report_csv"),
    path("<int:pk>/zahlen.xlsx", reports.report_table, {"file_format": "xlsx"}, name="report_xlsx"),
]
