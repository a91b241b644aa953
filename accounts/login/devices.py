# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The devices somebody has signed in from: a signed cookie, so that strangers' guesses never lock them out.

The cookie opens nothing. It only lets its device be counted for itself at the login. It names up to eight
people, since a town hall shares computers, and is void for a person whose sessions were ended.
"""

from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE = "dorflinde_device"
SALT = "dorflinde.device"
KEPT_FOR = 180 * 24 * 60 * 60
MOST_PEOPLE = 8
PATH = "/konto/"


def device_of(request: HttpRequest, email: str) -> str:
    """The number of this device, if the owner of ``email`` has signed in from it before; else empty."""
    device, people = _read(request)
    if not people:
        return ""
    known = User.objects.filter(email=email.strip().lower(), is_active=True).values_list("pk", "session_epoch").first()
    return device if known is not None and people.get(str(known[0])) == known[1] else ""


def remember_device(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Let the login know this device for ``person`` from now on."""
    device, people = _read(request)
    people.pop(str(person.pk), None)
    people[str(person.pk)] = person.session_epoch
    while len(people) > MOST_PEOPLE:
        del people[next(iter(people))]
    response.set_cookie(
        COOKIE,
        signing.dumps([device or token_urlsafe(12), people], salt=SALT),
        max_age=KEPT_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, dict[str, int]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
        return str(device), dict(people)
    except (signing.BadSignature, ValueError, TypeError):
        return "", {}
