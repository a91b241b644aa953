# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is the same of remarks wherever people comment: their words, and settling them.

The service of each place asks for the right and writes the record, in one transaction with these.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.remarks import Remark
from core.errors import Refused
from core.states import compare_and_set
from core.text import grouped, plain_lines

LONGEST = 2000  # characters


def remark_as_stored(text: str) -> str:
    """Raises ``Refused`` without words and with too many."""
    text = plain_lines(text).strip()
    if not text:
        raise Refused(_("Please write something first."))
    if len(text) > LONGEST:
        raise Refused(_("A comment has at most %(most)s characters.") % {"most": grouped(LONGEST)})
    return text


def mark_settled(remark: Remark, *, actor: User) -> None:
    """Raises ``AlreadyChanged`` when it is settled already."""
    compare_and_set(remark, expected={"resolved_at": None}, resolved_at=timezone.now(), resolved_by=actor)


def mark_open(remark: Remark) -> None:
    """Raises ``AlreadyChanged`` when it is open already."""
    compare_and_set(remark, expected={"resolved_at__isnull": False}, resolved_at=None, resolved_by=None)
