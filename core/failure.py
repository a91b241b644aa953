# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page for what went wrong on our side; a full disk, which people can mend, is named."""

import errno
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as plain_server_error

from core.errors import DiskFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
POSTGRESQL_DISK_FULL = "53100"
SQLITE_DISK_FULL = "database or disk is full"


def disk_is_full(error: BaseException | None) -> bool:
    """Whether ``error``, or what it was caused by, says that disk, quota or database has no room left."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in NO_ROOM):
            return True
        if getattr(error, "sqlstate", None) == POSTGRESQL_DISK_FULL or SQLITE_DISK_FULL in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def show_disk_full(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.get_template("507.html").render(), status=DiskFull.status)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: Django calls it while the error is still being handled."""
    return show_disk_full(request) if disk_is_full(sys.exc_info()[1]) else plain_server_error(request)
