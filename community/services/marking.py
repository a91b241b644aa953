# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person says that an account is a test account of the town, or advertises (docs/adr/0063).

Nothing of it reaches the platform, nothing is decided by it, and what may mean danger is never put aside.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from community.models import Author, Comment
from community.services.triage.teaching import learn_from_marking
from core.errors import Refused
from core.states import compare_and_set

Standing = Author.Standing


@transaction.atomic
def mark_account(author: Author, *, actor: User, standing: str) -> None:
    """Say what ``author`` is; ``USUAL`` takes it back, with all that followed from it.

    Comments of a test account are put aside whenever they were written, those of an account that advertises only from
    now on. Raises ``Refused`` for a pseudonym and ``AlreadyChanged`` when somebody else was faster.
    """
    require(actor, "community.mark_account", author)
    if standing not in Standing.values:
        raise Refused(_("Please choose what kind of account it is."))
    if author.remote_id.startswith(Comment.FINGERPRINT):
        raise Refused(_("A pseudonym stands for this account: nobody can recognise what it writes."))
    if standing == author.standing:
        return
    marked = {"standing_at": timezone.now(), "standing_by": actor} if standing else dict.fromkeys(BY_WHOM)
    compare_and_set(author, expected={"standing": author.standing}, standing=standing, **marked)
    comments = Comment._base_manager.filter(author=author)
    comments.exclude(apart=Standing.USUAL).update(apart=Standing.USUAL)
    if standing == Standing.TEST:
        comments.exclude(urgency=Comment.Urgency.DANGER).update(apart=Standing.TEST)
    learn_from_marking(author)
    record(actor, "community.account_marked", author, standing=standing)


def set_apart_late() -> int:
    """Put aside what came in while its account was being marked as a test account; needs all towns in scope."""
    late = Comment.objects.filter(author__standing=Standing.TEST, apart=Standing.USUAL)
    return late.exclude(urgency=Comment.Urgency.DANGER).update(apart=Standing.TEST)


BY_WHOM = ("standing_at", "standing_by")
