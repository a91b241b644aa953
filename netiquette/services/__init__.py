# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that may be done to a netiquette."""

from netiquette.services.signing import return_netiquette, sign_netiquette, submit_netiquette
from netiquette.services.writing import (
    add_clause,
    discard_draft,
    edit_clause,
    edit_introduction,
    move_clause,
    remove_clause,
    start_netiquette,
)

__all__ = [
    "add_clause",
    "discard_draft",
    "edit_clause",
    "edit_introduction",
    "move_clause",
    "remove_clause",
    "return_netiquette",
    "sign_netiquette",
    "start_netiquette",
    "submit_netiquette",
]
