# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mail server."""

from typing import Any

from config.settings import addresses
from config.settings.installation import env

vars().update(
    env.parsed(
        "EMAIL_URL",
        {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        addresses.mail,
        "is no address of a mail server. Write smtp+tls://NAME:PASSWORD@HOST:587 (special characters of the password "
        "as %XX), or smtps:// for port 465.",
    )
)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.parsed(
    "DEFAULT_FROM_EMAIL",
    "Dorflinde <dorflinde@localhost>",
    addresses.sender,
    "is no sender. Write a mail address, with or without a name: Dorflinde <dorflinde@example.org>.",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where departments write topics to, by the short name of the town; empty: nowhere.
NOWHERE: dict[str, dict[str, Any]] = {}
TOPIC_MAILBOX = env.parsed(
    "TOPIC_MAILBOX",
    NOWHERE,
    addresses.mailboxes,
    "names no mailbox. Write TOWN=imaps://NAME:PASSWORD@HOST:993/INBOX (special characters as %XX), several with "
    "blanks between.",
)
