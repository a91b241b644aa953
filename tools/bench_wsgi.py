# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The product plus one bare view, session and one query, as the yardstick of tools/bench.py."""

import os

from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


@login_not_required
def bare(request):
    from accounts.models import Municipality

    who = request.session.get("_auth_user_id", "")
    return HttpResponse(f"{who} {Municipality.objects.order_by('pk').values_list('name', flat=True).first()}")


def add_bare_view():
    from config import urls

    urls.urlpatterns.insert(0, path("bare/", bare))


add_bare_view()
