# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a thread is read whole: the longer nothing happened there, the rarer. Pure computation."""

from datetime import datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: (so long ago something last happened, the pause until the next look)
USUAL = ((HOUR, 2 * MINUTE), (6 * HOUR, 10 * MINUTE), (DAY, 30 * MINUTE), (3 * DAY, 2 * HOUR), (7 * DAY, 6 * HOUR))
QUIET = (30 * DAY, DAY)
#: Where nothing is announced: below hidden replies and from the fifth level on.
UNANNOUNCED = ((HOUR, 2 * MINUTE), (DAY, 10 * MINUTE), (7 * DAY, 30 * MINUTE), (30 * DAY, 6 * HOUR), (90 * DAY, DAY))
DEEP = 4

FIRST_REPEAT, LONGEST_REPEAT = 2 * MINUTE, 12 * HOUR


def next_look(at: datetime, active_at: datetime, *, is_unannounced: bool) -> datetime | None:
    """When to read the thread again; ``None`` when it has been quiet too long."""
    steps = UNANNOUNCED if is_unannounced else (*USUAL, QUIET)
    return next((at + pause for age, pause in steps if at - active_at < age), None)


def next_attempt(at: datetime, attempts: int, wish: int | None) -> datetime:
    """When to try again what failed ``attempts`` times; never earlier than the platform wishes."""
    pause = min(FIRST_REPEAT * 2 ** min(attempts, 12), LONGEST_REPEAT)
    return at + max(pause, timedelta(seconds=wish or 0))
