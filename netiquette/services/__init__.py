# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that may be done to a netiquette."""

from accounts.signoff.lifecycle import return_document as return_netiquette
from accounts.signoff.lifecycle import sign_document as sign_netiquette
from accounts.signoff.lifecycle import submit_document as submit_netiquette
from netiquette.services.switching import hold_versions, plan_publication, switch_due_version, withdraw_netiquette
from netiquette.services.translating import translate, translate_from_library
from netiquette.services.writing import (
    add_clause,
    add_library_clause,
    discard_draft,
    edit_clause,
    edit_introduction,
    move_clause,
    remove_clause,
    start_netiquette,
)

__all__ = [
    "add_clause",
    "add_library_clause",
    "discard_draft",
    "edit_clause",
    "edit_introduction",
    "hold_versions",
    "move_clause",
    "plan_publication",
    "remove_clause",
    "return_netiquette",
    "sign_netiquette",
    "start_netiquette",
    "submit_netiquette",
    "switch_due_version",
    "translate",
    "translate_from_library",
    "withdraw_netiquette",
]
