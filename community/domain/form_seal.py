# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A signed time stamp inside a public form: tells a person from a script without a cookie (docs/adr/0016).

The seal names the town and from when to when the form may be sent. It stands for no right of anybody: a
public form exercises no authority, so there is nothing a forged request from a foreign page could abuse.
"""

from datetime import datetime, timedelta

from django.core import signing

from accounts.models import Municipality

#: Nobody reads this form and writes why within three seconds.
SHORTEST_VISIT = timedelta(seconds=3)
#: Long enough for somebody who is interrupted; later the form is sealed anew and keeps what was typed.
LONGEST_VISIT = timedelta(hours=4)
_SALT = "dorflinde.appeal.form"


class SealInvalid(Exception):
    """Not sealed by us, or for another town."""


class SealTooYoung(Exception):
    """Sent faster than a person types."""


class SealTooOld(Exception):
    """The page was open for hours."""


def seal_form(town: Municipality, at: datetime, *, is_ready: bool = False) -> str:
    """A seal for a form shown at ``at``. ``is_ready``: its words are typed already, it may be sent at once."""
    ready = at if is_ready else at + SHORTEST_VISIT
    return signing.dumps([town.pk, int(ready.timestamp()), int((at + LONGEST_VISIT).timestamp())], salt=_SALT)


def check_seal(seal: str, town: Municipality, at: datetime) -> None:
    """Return if a form with ``seal`` may be sent to ``town`` at ``at``, else raise one of the errors above."""
    try:
        pk, ready, until = signing.loads(seal, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise SealInvalid from None
    if pk != town.pk:
        raise SealInvalid
    if at.timestamp() < ready:
        raise SealTooYoung
    if at.timestamp() >= until:
        raise SealTooOld
