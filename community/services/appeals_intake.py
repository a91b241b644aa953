# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A citizen sends an appeal: kept as plain text, once, with a reference number and a letter that confirms it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.frame.clock import end_of_working_day
from accounts.models import Municipality
from accounts.services import post_letter
from community.domain.plain_text import one_line, plain
from community.models import Appeal
from community.queries.appeals import comment_behind, public_settings, standing_decision
from core.errors import Refused
from core.hashing import content_hash
from core.urls import absolute_address

#: Longer texts are cut here, and the citizen is told.
TEXT_LIMIT = 10_000
#: Without signs and letters that sound or look alike when read aloud: 21 of them, eight times, are 3.7 · 10^10.
REFERENCE_SIGNS = "23456789CFHJKMNPRTWXY"
#: Letters to citizens are written in the language of the public pages.
PUBLIC_LANGUAGE = "de"
ATTEMPTS = 5


@dataclass(frozen=True)
class AppealEntry:
    """What the form asks. All but measure, e-mail address and text may be empty."""

    measure: str
    email: str
    text: str
    name: str = ""
    link: str = ""
    account: str = ""
    happened_on: date | None = None


@dataclass(frozen=True)
class Receipt:
    """``is_new`` is false when the same was sent before and is still open: one case, one letter."""

    appeal: Appeal
    is_new: bool


def submit_appeal(town: Municipality, *, entry: AppealEntry) -> Receipt:
    """Keep a citizen's appeal and confirm it by e-mail. Anybody may; the view limits how often.

    The text is cut at ``TEXT_LIMIT`` characters (``is_cut``). The confirmation repeats nothing of what was
    typed, so that the form cannot carry a stranger's words into a third person's mailbox. The same content
    sent again while its case is open gives that case. Raises ``Refused`` for an empty text or no hint at all.
    """
    kept = _kept(entry)
    if not kept["text"]:
        raise Refused(_("Please write why you object."))
    if not (kept["link"] or kept["account"] or entry.happened_on):
        raise Refused(_("Please give at least one hint: the link, the account or the day."))
    key = _content_key(kept)
    comment = comment_behind(town, kept["link"])
    decision = standing_decision(comment)
    at = timezone.now()
    for _attempt in range(ATTEMPTS):
        if earlier := earlier_receipt(town, entry=entry):
            return earlier
        try:
            with transaction.atomic():
                appeal = Appeal.objects.create(
                    municipality=town,
                    reference=_new_reference(town),
                    content_key=key,
                    received_at=at,
                    due_at=due_at_for(town, at),
                    happened_on=entry.happened_on,
                    is_cut=len(plain(entry.text)) > TEXT_LIMIT,
                    comment=comment,
                    decision=decision,
                    contested_by=decision.actor if decision else None,
                    **kept,
                )
                _confirm(appeal)
                record(
                    None,
                    "community.appeal_received",
                    appeal,
                    measure=appeal.measure,
                    is_cut=appeal.is_cut,
                    comment=comment.pk if comment else None,
                )
        except IntegrityError:
            continue  # sent twice at the same moment, or the reference is taken: look again
        return Receipt(appeal, is_new=True)
    raise Refused(_("Your appeal could not be stored. Please send it again."))


def earlier_receipt(town: Municipality, *, entry: AppealEntry) -> Receipt | None:
    """The open case in which the same was sent before, or ``None``."""
    same = Appeal.objects.filter(municipality=town, content_key=_content_key(_kept(entry)))
    found = same.exclude(state=Appeal.State.CLOSED).first()
    return Receipt(found, is_new=False) if found else None


def due_at_for(town: Municipality, at: datetime) -> datetime:
    """The end of the working day by which the town has promised an answer."""
    return end_of_working_day(town, at, public_settings(town).answer_days)


def _kept(entry: AppealEntry) -> dict[str, str]:
    return {
        "measure": entry.measure,
        "email": entry.email.strip(),
        "name": one_line(entry.name)[:120],
        "link": one_line(entry.link)[:500],
        "account": one_line(entry.account)[:200],
        "text": plain(entry.text)[:TEXT_LIMIT].rstrip(),
    }


def _content_key(kept: dict[str, str]) -> str:
    return content_hash([kept["email"].lower(), kept["text"], kept["link"], kept["account"], kept["measure"]])


def _new_reference(town: Municipality) -> str:
    """For example ``LI-7K3M-92QF``: two letters of the town, eight drawn signs."""
    letters = "".join(c for c in town.slug.upper() if "A" <= c <= "Z")[:2] or "DL"
    drawn = "".join(secrets.choice(REFERENCE_SIGNS) for _sign in range(8))
    return f"{letters}-{drawn[:4]}-{drawn[4:]}"


def _confirm(appeal: Appeal) -> None:
    town = appeal.municipality
    with translation.override(PUBLIC_LANGUAGE):
        context = {
            "appeal": appeal,
            "town": town,
            "netiquette": absolute_address("netiquette:netiquette", town.slug),
        }
        post_letter(
            town,
            to=appeal.email,
            subject=_("Your appeal %(reference)s to %(town)s") % {"reference": appeal.reference, "town": town},
            text=render_to_string("community/email/appeal_received.txt", context),
            key=f"appeal:{appeal.pk}:received",
        )
