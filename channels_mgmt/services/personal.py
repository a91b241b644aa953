# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saying why personal data stand in a post."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import ConfirmedDatum, Post
from channels_mgmt.queries.gaps import open_confirmations
from core.errors import AlreadyChanged, Refused
from core.states import hold

REASON_LENGTH = 200
SHORTEST_REASON = 3


@transaction.atomic
def confirm_personal_data(post: Post, *, actor: User, seen: Sequence[str], reason: str) -> int:
    """Note that what ``seen`` names by fingerprint stands in ``post`` on purpose; returns how many that were.

    Raises ``Refused`` without a reason, ``AlreadyChanged`` when the text no longer says exactly that.
    """
    require(actor, "channels_mgmt.edit_post", post)
    said = " ".join(reason.split())[:REASON_LENGTH]
    if len(said) < SHORTEST_REASON:
        raise Refused(_("Please say in a few words why it stands there: for example, whose agreement you have."))
    hold(post, revision=post.revision)
    still_open = {key for key, _words, _kind in open_confirmations(post)}
    if not seen or set(seen) != still_open:
        raise AlreadyChanged(_("The text was changed meanwhile. Nothing was confirmed; please look at it once more."))
    for key in still_open:
        ConfirmedDatum.objects.create(post=post, fingerprint=key, reason=said, confirmed_by=actor, confirmed_at=now())
    record(actor, "planning.personal_data_confirmed", post, reason=said, count=len(still_open))
    return len(still_open)
