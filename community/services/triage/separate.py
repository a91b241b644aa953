# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Learning in a process of its own: what it took of memory goes with it."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys

from django.conf import settings

from accounts.models import Municipality

log = logging.getLogger(__name__)

#: A town with 12,000 decisions takes half a minute; whatever takes longer than this is ended.
MOST_SECONDS = 540


def refit_apart(town: Municipality) -> bool:
    """Run ``manage.py refit_triage`` for ``town`` and wait for its end; whether it ended well.

    It dies with this process and gives way to everything else.
    """
    dies_with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    patient = ["nice", "-n", "15"] if shutil.which("nice") else []
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "refit_triage", str(town.pk)]
    try:
        ended = subprocess.run(  # noqa: S603  no shell, and no word of it comes from outside
            [*dies_with_us, *patient, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.error("Learning for %s took longer than %s seconds and was ended.", town.slug, MOST_SECONDS)
        return False
    if ended.returncode:
        log.error("Learning for %s failed with status %s.", town.slug, ended.returncode)
    return ended.returncode == 0
