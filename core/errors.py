# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors that a person in the town hall can understand.

Every message is a translated sentence: it says what happened, what was kept and what to do.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class DomainError(Exception):
    """A rule of the town hall was not met. Nothing was changed."""


class Refused(DomainError):
    """Something is missing. ``gaps`` lists what, one sentence each, in the order to mend them."""

    def __init__(self, message: object, gaps: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.gaps = list(gaps)


class NotPermitted(DomainError):
    """The person may not do this. ``roles`` are the role codes that may."""

    def __init__(self, message: object, roles: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.roles = list(roles)


class IllegalTransition(DomainError):
    """The state machine knows no such step."""


class AlreadyChanged(DomainError):
    """Somebody else was faster; the row no longer is what the caller saw."""


class DiskFull(DomainError):
    """The disk or its quota has no room for a file; nothing of the file was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room left on the server for this file. Nothing of it was kept. "
                "Please tell your administrator."
            )
        )
