# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link of the letter that asks for a signature: leads to the page, or says why not. It never acts."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope

from accounts.models import AuditEntry
from accounts.models.signed import SignedDocument
from accounts.signoff.kinds import KINDS, DocumentKind
from accounts.signoff.letters import open_signoff_link
from accounts.tenancy.links import Link, LinkExpired, LinkInvalid
from accounts.tenancy.permissions import may
from accounts.tenancy.request import signed_in


@login_not_required
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Lead the person of the link to the sign-off page, through the login where needed.

    Whoever opens it: nothing changes, nobody is signed in by it, and only people of the town learn what
    became of the document.
    """
    try:
        opened, is_expired = open_signoff_link(token), False
    except LinkInvalid as error:
        return _explain(request, _("This link does not work"), [str(error)], status=404)
    except LinkExpired as error:
        opened, is_expired = error.link, True
    user = request.user
    if not user.is_authenticated:
        if not is_expired:
            return redirect_to_login(request.get_full_path())
        hint = _("It was valid for 14 days. If something still waits for you, you find it after signing in.")
        return _explain(request, _("This link has expired"), [hint], status=410)
    with scope(municipality=[town for town in user.municipalities if town.pk == opened.town]):
        if opened.person != user.pk:
            return _wrong_person(request, opened)
        return _of_the_right_person(request, opened, is_expired)


def _of_the_right_person(request: HttpRequest, opened: Link, is_expired: bool) -> HttpResponse:
    kind, document = _document(request, opened)
    if kind is None or document is None:
        text = _("You no longer hold a role in this town, or the document is gone.")
        return _explain(request, _("This link does not work"), [text], status=410)
    url = kind.signoff_url(document)
    if not document.awaits_signature:
        return _explain(
            request, _("This has been decided"), _what_became(kind, document), status=410, document=document
        )
    if not may(signed_in(request), kind.permission("sign"), document):
        text = _("You may not sign this document: you have written or submitted it, or no longer lead the authority.")
        return _explain(request, _("Somebody else has to sign"), [text], status=403, document=document)
    if is_expired:
        text = _("It was valid for 14 days. The document still waits for you.")
        return _explain(request, _("This link has expired"), [text], status=410, document=document, url=url)
    if opened.more.get("hash") != document.current_hash():
        text = _("The text was changed and submitted again since that mail. A newer mail has its own link.")
        return _explain(request, _("There is a newer text"), [text], status=410, document=document, url=url)
    return redirect(url)


def _wrong_person(request: HttpRequest, opened: Link) -> HttpResponse:
    """Say whose link it is not; people of the town who may sign are shown their own way."""
    text = _("It was sent to somebody else and works for that person only. You are signed in as %(name)s.")
    kind, document = _document(request, opened)
    url = ""
    if kind is not None and document is not None and document.awaits_signature:
        url = kind.signoff_url(document) if may(signed_in(request), kind.permission("sign"), document) else ""
    return _explain(
        request, _("This link is not yours"), [text % {"name": request.user}], status=403, url=url, is_wrong_person=True
    )


def _document(request: HttpRequest, opened: Link) -> tuple[DocumentKind | None, SignedDocument | None]:
    """The document of the link, if it stands in a town this person serves (the scope that is open)."""
    kind = KINDS.get(opened.more.get("kind", ""))
    if kind is None or opened.town not in [town.pk for town in signed_in(request).municipalities]:
        return None, None
    rows = kind.rows.filter(municipality=opened.town, pk=opened.subject)
    return kind, rows.select_related("municipality", "signed_by", "returned_by").first()


def _what_became(kind: DocumentKind, document: Any) -> list[Any]:
    """Who decided what and when, with the time as a value the template puts into words."""
    if document.signed_at:
        return [(_("Signed by %(name)s") % {"name": document.signed_by}, document.signed_at)]
    if document.returned_at:
        returned = _("Returned by %(name)s") % {"name": document.returned_by}
        return [(returned, document.returned_at), document.return_reason]
    entries = AuditEntry.objects.filter(municipality=document.municipality_id, action__in=kind.withdrawals)
    entry = entries.filter(object_type=kind.label, object_id=str(document.pk)).order_by("-sequence").first()
    text = _("The text is being changed. A new mail comes as soon as it is submitted again.")
    if entry is None:
        return [text]
    return [(_("Taken back for changes by %(name)s") % {"name": entry.actor_label}, entry.at), text]


def _explain(
    request: HttpRequest, title: Any, lines: list[Any], *, status: int, document: Any = None, **context: Any
) -> HttpResponse:
    rows = [line if isinstance(line, tuple) else (line, None) for line in lines]
    town = document.municipality if document is not None else None
    given = {"title": title, "rows": rows, "document": document, "town": town, **context}
    return render(request, "accounts/signoff_link.html", given, status=status)
