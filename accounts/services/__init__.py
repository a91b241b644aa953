# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that may be done to people and towns."""

from accounts.mail.letters import KEPT_FOR as LETTERS_KEPT_FOR
from accounts.mail.letters import discard_letter, post_letter, send_at_once, send_letter_again, take_back_letters
from accounts.mail.writing import words_of
from accounts.services.acts import carry_out_act, due_acts, is_act_due, postpone, register_act, undo_act
from accounts.services.addresses import request_address_change, stop_address_change, withdraw_address_change
from accounts.services.encrypted import register_encrypted, renew_encryption
from accounts.services.feeds import close_feed, find_feed, note_reading, open_feed
from accounts.services.founding import Official, invite_officials, missing_officials
from accounts.services.identity import (
    IdentityNotConfirmed,
    choose_keys,
    confirm_identity,
    has_second_factor,
    put_tour_away,
    rename_self,
)
from accounts.services.invitations import (
    InvitationInvalid,
    MailNotSent,
    accept_invitation,
    find_invitation,
    invite_person,
    renew_invitation,
    revoke_invitation,
)
from accounts.services.memberships import change_roles, end_membership, found_membership
from accounts.services.offices import confirm_office, put_due_office_into_effect, refuse_office, withdraw_office
from accounts.services.passwords import confirm_reset
from accounts.services.sessions import end_sessions
from accounts.services.towns import RESERVED_SLUGS, change_town, create_municipality

__all__ = [
    "LETTERS_KEPT_FOR",
    "RESERVED_SLUGS",
    "IdentityNotConfirmed",
    "InvitationInvalid",
    "MailNotSent",
    "Official",
    "accept_invitation",
    "carry_out_act",
    "change_roles",
    "change_town",
    "choose_keys",
    "close_feed",
    "confirm_identity",
    "confirm_office",
    "confirm_reset",
    "create_municipality",
    "discard_letter",
    "due_acts",
    "end_membership",
    "end_sessions",
    "find_feed",
    "find_invitation",
    "found_membership",
    "has_second_factor",
    "invite_officials",
    "invite_person",
    "is_act_due",
    "missing_officials",
    "note_reading",
    "open_feed",
    "post_letter",
    "postpone",
    "put_due_office_into_effect",
    "put_tour_away",
    "refuse_office",
    "register_act",
    "register_encrypted",
    "rename_self",
    "renew_encryption",
    "renew_invitation",
    "request_address_change",
    "revoke_invitation",
    "send_at_once",
    "send_letter_again",
    "stop_address_change",
    "take_back_letters",
    "undo_act",
    "withdraw_address_change",
    "withdraw_office",
    "words_of",
]
