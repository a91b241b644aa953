# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the middlewares have added to a request by the time a view of a town or of one's own account sees it."""

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Municipality, User


class PersonRequest(HttpRequest):
    """Somebody is signed in."""

    user: User
    htmx: HtmxDetails


class PublicRequest(HttpRequest):
    """Anybody, at an address of a town; in its scope as well."""

    municipality: Municipality


class TownRequest(PersonRequest):
    """Somebody is signed in who belongs to the town of the address, in whose scope the view runs."""

    municipality: Municipality


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; behind a login there is always somebody. For views whose signature Django dictates."""
    return cast(User, request.user)
