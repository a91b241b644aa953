# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting for a fact of another process, server or page, never for a time.

Pages are asked by ``page.evaluate``: given an expression, Playwright's ``wait_for_function`` looks again by ``eval``,
which our policy refuses: it fails just when it has to wait (findings/playwright-waits-by-eval.sh).
"""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 90  # seconds; only a failing test waits that long


def wait_for(fact: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Ask until ``fact`` is true and give what it said; the message says what did not happen."""
    ends_at = time.monotonic() + seconds
    while not (found := fact()):
        assert time.monotonic() < ends_at, f"Not so within {seconds:.0f} seconds: {what}."
        time.sleep(0.05)
    return found
