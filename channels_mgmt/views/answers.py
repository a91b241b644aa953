# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a step is answered: a sentence, and the page again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.tenancy.request import TownRequest
from core.errors import DomainError


def carry_out(request: TownRequest, call: Callable[[], Any], done: str, to: str) -> HttpResponse:
    """Call a service and show ``to`` again with ``done``, or with what the service refused.

    A missing right is answered by the 403 page.
    """
    try:
        call()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(to)


def first_error(form: Any) -> str:
    """The first thing wrong with a small form, as one sentence."""
    for errors in form.errors.values():
        return str(errors[0])
    return ""
