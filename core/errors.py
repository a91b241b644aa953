# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors that a person in the town hall can understand.

Every message is a translated sentence: it says what happened, what was kept and what to do. Every refusal carries the
HTTP status with which it is answered where no view expected it.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.translation import gettext as _


class DomainError(Exception):
    """A rule of the town hall was not met. Nothing was changed."""

    status: ClassVar[int] = 422


class Refused(DomainError):
    """Something is missing. ``gaps`` lists what, one sentence each, in the order to mend them."""

    def __init__(self, message: object, gaps: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.gaps = list(gaps)


class NotPermitted(Exception):
    """The person may not do this. ``roles`` are the role codes that may.

    No ``DomainError``: whoever explains a rule on the page does not explain a missing right by accident.
    """

    status: ClassVar[int] = 403

    def __init__(self, message: object, roles: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.roles = list(roles)


class IllegalTransition(DomainError):
    """The state machine knows no such step."""

    status = 409


class AlreadyChanged(DomainError):
    """Somebody else was faster; the row no longer is what the caller saw."""

    status = 409


class DiskFull(DomainError):
    """The disk or its quota has no room for a file; nothing of the file was kept."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room left on the server for this file. Nothing of it was kept. "
                "Please tell your administrator."
            )
        )
