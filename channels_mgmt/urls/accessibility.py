# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from channels_mgmt.views import accessibility

app_name = "accessibility"
urlpatterns = [
    path("", accessibility.statement, name="statement"),
    path("erklaerung.pdf", accessibility.statement_pdf, name="statement_pdf"),
]
