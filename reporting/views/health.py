# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""For load balancers and monitoring."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from reporting.queries.heartbeat import health


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and worker live, else 503. Says which, and nothing else.

    ``locale`` and ``disk`` are told beside that: what they lack does no harm yet.
    """
    found = health()
    answer = {
        "status": "ok" if found.is_well else "unwell",
        "database": found.database,
        "broker": found.broker,
        "worker": found.worker,
        "locale": found.locale,
        "disk": found.disk,
    }
    return JsonResponse(answer, status=200 if found.is_well else 503)
