# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Netiquettes in every state, made by the services that make them in the town hall."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import Municipality, Role
from core.blanks import BLANK
from netiquette.models import Netiquette
from netiquette.services import plan_publication, sign_netiquette, start_netiquette, submit_netiquette
from tests.factories import PASSWORD, person


def draft_netiquette(town: Municipality, **kwargs: object) -> Netiquette:
    """A complete draft: the starter set with the town's particulars and no blank left."""
    author = kwargs.get("author") or person(town, Role.COMMUNICATIONS)
    draft = start_netiquette(town, actor=author)
    for clause in draft.clauses.all():
        clause.text = BLANK.sub("zu den Servicezeiten", clause.text)
        clause.save()
    return draft


def submitted_netiquette(town: Municipality, **kwargs: object) -> Netiquette:
    draft = draft_netiquette(town, **kwargs)
    submit_netiquette(draft, actor=draft.author)
    return draft


def signed_netiquette(town: Municipality, **kwargs: object) -> Netiquette:
    """A version in force, signed by a mayor."""
    submitted = submitted_netiquette(town, **kwargs)
    sign_netiquette(submitted, actor=person(town, Role.LEADERSHIP), password=PASSWORD)
    return submitted


def scheduled_netiquette(town: Municipality, days: int = 10, **kwargs: object) -> Netiquette:
    """Signed for a midnight ``days`` from now, local time."""
    draft = draft_netiquette(town, **kwargs)
    midnight = datetime.combine(timezone.localdate() + timedelta(days=days), time())
    plan_publication(draft, actor=draft.author, wall=midnight, seen=None)
    submit_netiquette(draft, actor=draft.author)
    sign_netiquette(draft, actor=person(town, Role.LEADERSHIP), password=PASSWORD)
    return draft
