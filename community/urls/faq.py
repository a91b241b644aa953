# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answered questions of a town, for everybody."""

from django.urls import path

from community.views import faq_public

app_name = "faq"
urlpatterns = [path("", faq_public.questions, name="questions")]
