# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One-click logins of the demo. The route exists in demo mode only, and the view checks again."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.frame.kept_text import SESSION_KEY
from accounts.models import User
from accounts.services.demo_people import PEOPLE
from core.urls import way_back


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people listed in ``accounts/services/demo_people.py``, and as nobody else."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "")
    if email not in {person.email for person in PEOPLE}:
        raise Http404
    person = get_object_or_404(User, email=email, is_active=True)
    waiting = {} if request.user.is_authenticated else {SESSION_KEY: request.session.get(SESSION_KEY)}
    logout(request)
    request.session.update({key: value for key, value in waiting.items() if value})
    target = way_back(request, request.POST.get("next", ""))
    return perform_login(request, person, email_verification="none", redirect_url=target)
