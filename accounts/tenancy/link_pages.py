# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages behind signed links: what each begins with, whatever it asks, and the head of its answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Municipality
from accounts.tenancy.links import Link, LinkExpired, LinkInvalid, open_link


class LinkRefused(Exception):
    """A link opens nothing here: why, for people, and the HTTP status that says so."""

    def __init__(self, reason: str, status: int, *, is_somebody_else: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.status, self.is_somebody_else = reason, status, is_somebody_else

    def page(self, request: HttpRequest, template: str) -> HttpResponse:
        context = {"reason": self.reason, "is_somebody_else": self.is_somebody_else}
        return link_page(request, template, context, self.status)


def opened_by_anybody(purpose: str, token: str) -> tuple[Link, Municipality]:
    """What a link says that is bound to nobody, and its town. Raises ``LinkRefused``."""
    try:
        link = open_link(purpose, token)
        town = Municipality.objects.get(pk=link.town)
    except LinkExpired as error:
        raise LinkRefused(str(error), 410) from None
    except (LinkInvalid, Municipality.DoesNotExist):
        raise LinkRefused(str(LinkInvalid()), 404) from None
    return link, town


def opened_link(request: HttpRequest, purpose: str, token: str) -> tuple[Link, Municipality]:
    """What the link says, and its town. Raises ``LinkRefused``, also when somebody else is signed in here."""
    link, town = opened_by_anybody(purpose, token)
    if request.user.is_authenticated and request.user.pk != link.person:
        reason = _("This link belongs to somebody else than the person signed in here. Nothing was changed.")
        raise LinkRefused(reason, 403, is_somebody_else=True)
    return link, town


def link_page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """Never indexed; the address goes to no other host (``Referrer-Policy: same-origin``)."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"  # stricter would hide the origin that the form's check needs
    return response
