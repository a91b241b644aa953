# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step of the netiquette: it is signed and public."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.readiness import RULES, Facts, ReadinessSource, Step
from accounts.models import Role
from netiquette.models import Netiquette
from netiquette.queries import open_netiquette, published_netiquette


def _netiquette(facts: Facts) -> Iterator[Step]:
    town, has_netiquette = facts.town, facts.read(published_netiquette) is not None
    draft = None if has_netiquette else open_netiquette(town)
    is_submitted = draft is not None and draft.state == Netiquette.State.SUBMITTED
    yield Step(
        RULES.key,
        "netiquette",
        _("The netiquette is signed and public"),
        has_netiquette,
        (Role.LEADERSHIP if is_submitted else Role.COMMUNICATIONS,),
        reverse("admin:netiquette_netiquette_change", args=[draft.pk])
        if draft is not None and is_submitted
        else reverse("netiquette:edit", args=[town.slug]),
        _("It waits for the signature.") if is_submitted else "",
    )


SOURCES = (ReadinessSource(20, RULES, _netiquette),)
