# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was typed is never lost to a login that has ended or a form that has grown old.

A form that cannot be taken right now is shown again with every word and one button, "Send again", under a fresh
token. Where a login is needed first, its fields wait in the session meanwhile: never in an address, never a
password or a file, and only if the form came from this installation's own pages.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.throttle import HOUR, Limit, is_within_limits, sender_of

View = TypeVar("View", bound=Callable[..., Any])
SESSION_KEY = "kept_text"
MOST_CHARACTERS = 200_000
PER_SENDER = Limit("kept_text", 30, HOUR)
"""Before a login; a script must not fill the sessions. Beyond it the page itself holds the words."""
SECRET = re.compile(r"password|passwort|kennwort|secret|token|^repeated$|^code$|^seal$", re.IGNORECASE)
LABELS = {
    "answer": _("Answer"),
    "comment": _("Comment"),
    "introduction": _("Introduction"),
    "question": _("Question"),
    "rationale": _("Rationale"),
    "reason": _("Reason"),
    "statement": _("Statement"),
    "text": _("Text"),
    "title": _("Title"),
}
"""Fields that are words whatever is in them, and how the page calls them."""
TAKEN = {*range(200, 400), 422}
"""Answers after which the words are where they belong, or shown again by the form itself."""


@dataclass(frozen=True)
class KeptText:
    """One form: where it goes, its fields in their order, and what has to be entered anew."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str] = field(default_factory=list)
    has_secrets: bool = False

    @property
    def words(self) -> list[tuple[str, str]]:
        """Fields a person has written, as far as that can be told from the values."""
        return [(name, value) for name, value in self.fields if _is_prose(name, value)]

    @property
    def others(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if not _is_prose(name, value)]


def background(view: View) -> View:
    """Mark a view that pages call by themselves while somebody types: its requests take nobody elsewhere."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


def sent_form(request: HttpRequest) -> KeptText:
    """The form that was sent, without secrets and files."""
    fields, has_secrets = [], False
    for name, values in request.POST.lists():
        if SECRET.search(name):
            has_secrets = has_secrets or name != "csrfmiddlewaretoken"
        else:
            fields += [(name, str(value)) for value in values]
    files = [file.name or "" for name, found in request.FILES.lists() for file in found]
    return KeptText(request.get_full_path(), fields, files, has_secrets)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that this form stood on one of our own pages; silence counts as no."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(said)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def keep(request: HttpRequest) -> bool:
    """Let the form wait in the session; ``False`` when it is too long, or too many came from there."""
    found = sent_form(request)
    if sum(len(name) + len(value) for name, value in found.fields) > MOST_CHARACTERS:
        return False
    if not request.user.is_authenticated and not is_within_limits([(PER_SENDER, sender_of(request))], now()):
        return False
    request.session[SESSION_KEY] = asdict(found)
    request.has_kept_text = True  # type: ignore[attr-defined]
    return True


def kept(request: HttpRequest) -> KeptText | None:
    """The form that waits in this session."""
    stored = request.session.get(SESSION_KEY)
    if stored is None:
        return None
    return KeptText(**{**stored, "fields": [(name, value) for name, value in stored["fields"]]})


def drop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def is_background(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and getattr(match.func, "is_background", False))


def _is_prose(name: str, value: str) -> bool:
    if not value.strip():
        return False
    return name in LABELS or bool(re.search(r"\S\s+\S", value.strip()) or re.search(r"[^\w.:+=/-]", value))
