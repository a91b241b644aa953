# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the head of the authority reads before signing a netiquette."""

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.queries import people_with_role
from accounts.signoff.page import Part, SignOffPage
from core.moments import german_datetime
from netiquette.models import Netiquette
from netiquette.presenters.readable import passages_of, readable
from netiquette.queries import published_netiquette, scheduled_netiquette


def page_of(document: Netiquette) -> SignOffPage:
    """Promises, and every clause against the version in force."""
    in_force = published_netiquette(document.municipality)
    if in_force is not None and (in_force.pk == document.pk or in_force.version > document.version):
        in_force = None
    return SignOffPage(
        title=_("Netiquette, version %(version)s") % {"version": document.version},
        intro=_intro(document),
        promises=[
            _("Measures rest on these clauses only, with a reason and evidence."),
            _("Sharp criticism %(about_the_town)s stays; equal cases are treated equally.")
            % {"about_the_town": document.municipality.words.town.about},
            _("Citizens can appeal, and somebody else looks at it again."),
        ],
        parts=_parts(document, in_force),
        in_force=in_force,
        document_url=town_url(document),
    )


def town_url(document: Netiquette) -> str:
    """Where the town works on it and reads it."""
    return reverse("netiquette:edit", args=[document.municipality.slug])


def signed_message(document: Netiquette) -> str:
    if document.state == Netiquette.State.SCHEDULED:
        return _("Signed. This version takes effect at its planned time.")
    return _("Signed. From now on this version is in force.")


def in_the_way_of(document: Netiquette, waiting: Netiquette | None) -> str:
    """Why ``document`` cannot be signed yet: the signed version ``waiting`` has not come into force; "" if nothing is.

    It says who may withdraw that one.
    """
    if waiting is None or waiting.pk == document.pk or waiting.is_due(now()):
        return ""
    town = document.municipality
    return _(
        "Version %(number)s is signed and takes effect on %(day)s. Until then no other version can be signed, unless "
        "it is withdrawn. That may: %(people)s."
    ) % {
        "number": waiting.version,
        "day": german_datetime(waiting.planned_for, town),
        "people": ", ".join(map(str, people_with_role(town, Role.LEADERSHIP))) or "–",
    }


def _intro(document: Netiquette) -> str:
    if sentence := in_the_way_of(document, scheduled_netiquette(document.municipality)):
        return sentence
    if document.planned_for is None or document.is_late:
        return _("With your signature these rules are published and bind citizens and your own staff.")
    day = german_datetime(document.planned_for, document.municipality)
    return _(
        "With your signature these rules take effect on %(day)s and bind citizens and your own staff from then on."
    ) % {"day": day}


def _parts(document: Netiquette, in_force: Netiquette | None) -> list[Part]:
    """Everything the signature covers, clauses matched by key: a changed number alone is no change."""
    before = {c.key: c for c in in_force.clauses.all()} if in_force else {}
    then = readable(in_force) if in_force else None
    parts = [Part(_("Introduction"), readable(document), then, "einleitung", passages_of(document))]
    for clause in document.clauses.order_by("number"):
        earlier = before.pop(clause.key, None)
        then = (readable(earlier) if earlier else "") if in_force else None
        parts.append(Part(str(clause), readable(clause), then, clause.key, passages_of(clause)))
    gone = before.values()
    return parts + [Part(_("Removed: %(title)s") % {"title": c.title}, "", readable(c), c.key) for c in gone]
