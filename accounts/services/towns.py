# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up a town and keeping its particulars."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set

#: First words of the installation's own addresses; a town of this name would be unreachable.
RESERVED_SLUGS = frozenset(
    {
        "abruf",
        "admin",
        "antwort",
        "api",
        "demo",
        "einladung",
        "erfassen",
        "favicon",
        "fachamt",
        "freigabe",
        "healthz",
        "hilfe",
        "kalender",
        "konto",
        "media",
        "meldung",
        "pruefen",
        "robots",
        "static",
        "stil",
        "test",
        "thema",
        "unterzeichnen",
        "well-known",
    }
)
TOWN_FIELDS = ("name", "municipality_code", "kind", "population", "website", "imprint_url", "contact_email")


def create_municipality(
    name: str,
    slug: str,
    municipality_code: str,
    *,
    actor: User | None = None,
    kind: str = "",
    population: int | None = None,
) -> Municipality:
    """Set up a town. ``municipality_code`` has eight digits, ``slug`` becomes the first word of its addresses.

    Raises ``Refused`` with one gap per wrong entry; nothing is kept then.
    """
    town = Municipality(
        name=name.strip(), slug=slug, municipality_code=municipality_code, kind=kind, population=population
    )
    gaps: list[object] = []
    if slug in RESERVED_SLUGS:
        gaps.append(_("The short name “%(slug)s” is reserved. Please choose another one.") % {"slug": slug})
    elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        gaps.append(_("The short name may contain lower-case letters, digits and single hyphens only."))
    try:
        town.full_clean()
    except ValidationError as error:
        gaps += [message for messages in error.message_dict.values() for message in messages]
    if gaps:
        raise Refused(_("The town was not set up."), gaps)
    try:
        with transaction.atomic():
            town.save()
            record(
                actor,
                "accounts.town_created",
                town,
                slug=slug,
                municipality_code=municipality_code,
                kind=kind,
                population=population,
            )
    except IntegrityError as error:
        raise AlreadyChanged(_("There is already a town with this short name.")) from error
    return town


@transaction.atomic
def change_town(town: Municipality, *, actor: User, seen: dict[str, Any], **changes: Any) -> None:
    """Change those of ``TOWN_FIELDS`` that are given; ``seen`` holds the values the form was drawn with.

    A municipality code that is left stays known with the moment of its end, for what was signed under it. Raises
    ``AlreadyChanged`` when somebody else changed one of these fields meanwhile, and ``Refused`` for a code no
    municipality can have.
    """
    require(actor, "accounts.change_town", town)
    fields = [field for field in TOWN_FIELDS if field in changes]
    before = {field: seen[field] for field in fields}
    after = {field: changes[field] for field in fields}
    changed = {field: [before[field], after[field]] for field in fields if before[field] != after[field]}
    kept = {}
    if "municipality_code" in changed:
        require(actor, "accounts.change_municipality_code", town)
        _refuse_impossible_code(after["municipality_code"])
        kept = {"former_codes": f"{town.former_codes}{before['municipality_code']} {now().isoformat()}\n"}
    compare_and_set(town, expected=before, **after, **kept)
    if changed:
        record(actor, "accounts.town_changed", town, changed=changed)


def _refuse_impossible_code(code: str) -> None:
    try:
        Municipality._meta.get_field("municipality_code").clean(code, None)
    except ValidationError as error:
        raise Refused(_("The municipality code was not changed."), list(error.messages)) from error
