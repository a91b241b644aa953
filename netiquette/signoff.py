# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority reads before signing a netiquette."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.signoff import Part, SignOffPage
from netiquette.models import Netiquette
from netiquette.queries import published_netiquette


def page_of(document: Netiquette) -> SignOffPage:
    """Promises, and every clause against the version in force."""
    in_force = published_netiquette(document.municipality)
    if in_force is not None and (in_force.pk == document.pk or in_force.version > document.version):
        in_force = None
    return SignOffPage(
        title=_("Netiquette, version %(version)s") % {"version": document.version},
        intro=_("With your signature these rules are published and bind citizens and your own staff."),
        promises=[
            _("Measures rest on these clauses only, with a reason and evidence."),
            _("Sharp criticism of the town stays; equal cases are treated equally."),
            _("Citizens can appeal, and somebody else looks at it again."),
        ],
        parts=_parts(document, in_force),
        in_force=in_force,
        document_url=town_url(document),
    )


def town_url(document: Netiquette) -> str:
    """Where the town works on it and reads it."""
    return reverse("netiquette:edit", args=[document.municipality.slug])


def _parts(document: Netiquette, in_force: Netiquette | None) -> list[Part]:
    """The clauses matched by key, so that a changed number alone is no change."""
    before = {c.key: f"{c.title}\n{c.text}" for c in in_force.clauses.all()} if in_force else {}
    parts = [Part(_("Introduction"), document.introduction, in_force.introduction if in_force else None, "einleitung")]
    for clause in document.clauses.order_by("number"):
        then = before.pop(clause.key, "") if in_force else None
        text = f"{clause.title}\n{clause.text}" if then else clause.text
        parts.append(Part(str(clause), text, then, clause.key))
    if in_force:
        gone = [c for c in in_force.clauses.all() if c.key in before]
        parts += [Part(_("Removed: %(title)s") % {"title": c.title}, "", c.text, c.key) for c in gone]
    return parts
