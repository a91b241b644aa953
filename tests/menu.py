# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the menu counts for a person, asked anew each time."""

from functools import partial

from django.utils.timezone import now

from accounts.frame.counting import count_rows
from accounts.frame.navigation import ENTRIES


def waiting_in(section, person, town):
    """How many things wait for ``person`` in ``section`` of the menu."""
    entry = next(entry for entry in ENTRIES if entry.key == section)
    return sum(count_rows(person, town, now(), entry.counts(person, town)).values())


netiquettes_waiting_for = partial(waiting_in, "netiquette")
strategies_waiting_for = questions_waiting_for = partial(waiting_in, "strategy")
