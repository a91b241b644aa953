# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town switches suggestions on or off and teaches the rules words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.models import TriageScore, TriageSettings
from community.services.triage.own_words import REMOVED, words_to_keep
from community.triage.labels import Label
from core.errors import Refused

MOST_WORDS, LONGEST_WORD = 100, 60


@transaction.atomic
def set_triage(town: Municipality, *, actor: User, is_on: bool, words: Mapping[str, Sequence[str]]) -> None:
    """``words``: by label those that speak for it in this town, and under ``REMOVED`` those that mean nothing.

    All open comments are looked at anew; switched off, nothing suggested is kept. Raises ``Refused`` for an unknown
    label, too many words or one too long.
    """
    require(actor, "community.set_replying", town)
    kept = words_to_keep(words)
    if unknown := kept.keys() - {*Label.values, REMOVED}:
        raise Refused(_("Unknown label: %(label)s") % {"label": ", ".join(sorted(unknown))})
    for one in kept.values():
        if len(one) > MOST_WORDS:
            raise Refused(_("Please enter at most %(n)s words per label.") % {"n": MOST_WORDS})
        if too_long := next((word for word in one if len(word) > LONGEST_WORD), None):
            raise Refused(_("“%(word)s…” is longer than %(n)s signs.") % {"word": too_long[:20], "n": LONGEST_WORD})
        if bad := next((word for word in one if not any(sign.isalnum() for sign in word)), None):
            raise Refused(_("“%(word)s” has neither letters nor digits.") % {"word": bad})
    stored, _is_new = TriageSettings.objects.get_or_create(municipality=town)
    TriageSettings.objects.filter(pk=stored.pk).update(
        is_on=is_on, own_words=kept, edition=F("edition") + 1, changed_by=actor, changed_at=now()
    )
    if not is_on:
        TriageScore.objects.filter(comment__municipality=town).delete()
    record(actor, "community.triage_set", stored, is_on=is_on, words=sum(map(len, kept.values())))
