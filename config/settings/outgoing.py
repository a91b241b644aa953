# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calls to platforms (docs/adr/0001)."""

import re

from config.settings.installation import env


def graph_version(text: str) -> str:
    """``v26.0`` and the like; it becomes part of an address. Raises ValueError."""
    if not re.fullmatch(r"v\d{1,3}\.\d", text):
        raise ValueError(text)
    return text


def app_id(text: str) -> str:
    """As Meta shows it in the settings of an app: digits. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{5,20}", text):
        raise ValueError(text)
    return text


def app_secret(text: str) -> str:
    """As Meta shows it in the settings of an app: 32 hexadecimal digits. Raises ValueError."""
    if not re.fullmatch(r"[0-9a-f]{32}", text):
        raise ValueError("no app secret")
    return text


def webhook_token(text: str) -> str:
    """At least twenty letters, digits, - and _, so that nobody guesses it. Raises ValueError."""
    if not re.fullmatch(r"[0-9A-Za-z_-]{20,100}", text):
        raise ValueError("no token")
    return text


# A claim must outlast the longest call (connectors: two minutes), or a living call would be looked for.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", 180, least=1)
OUTBOX_ATTEMPTS = env.int("OUTBOX_ATTEMPTS", 8, least=1)
OUTBOX_BACKOFF_SECONDS = env.int("OUTBOX_BACKOFF_SECONDS", 15)  # the first pause; doubles, with jitter
OUTBOX_LATENESS_SECONDS = env.int("OUTBOX_LATENESS_SECONDS", 7200)  # a post later than this is missed
OUTBOX_BY_HAND_SECONDS = env.int("OUTBOX_BY_HAND_SECONDS", 86_400)  # how long a person has to publish by hand
OUTBOX_LANES = env.int("OUTBOX_LANES", 6, least=1)  # calls at once to one server, so that a slow one delays no other
SYNC_LANES = env.int("SYNC_LANES", 8, least=1)  # readings at once in the whole installation
SYNC_LEASE_SECONDS = env.int("SYNC_LEASE_SECONDS", 180, least=1)

# Meta's Graph changes with its version: what the connectors know is written for this one.
META_GRAPH_VERSION = env.parsed(
    "META_GRAPH_VERSION", "v26.0", graph_version, "is no version of the Graph. Write one such as v26.0."
)
NOT_DIGITS = "is no app id: it has digits only. Write it, or leave it out."
NOT_32_LETTERS = "is no app secret: it has 32 letters from 0 to f. Write it, or leave it out."
# The operator's app at Meta. With its number people sign in there; its secret signs each call as well, so that a
# stolen token alone opens nothing.
META_APP_ID = env.parsed("META_APP_ID", "", app_id, NOT_DIGITS)
META_APP_SECRET = env.parsed("META_APP_SECRET", "", app_secret, NOT_32_LETTERS)
# Of the same app, for Threads: Meta gives numbers and secrets of their own to it.
THREADS_APP_ID = env.parsed("THREADS_APP_ID", "", app_id, NOT_DIGITS)
THREADS_APP_SECRET = env.parsed("THREADS_APP_SECRET", "", app_secret, NOT_32_LETTERS)
# What Meta repeats when it asks whether the address for its calls is ours.
META_WEBHOOK_TOKEN = env.parsed(
    "META_WEBHOOK_TOKEN", "", webhook_token, "is no token: write 20 to 100 letters, digits, - and _, or leave it out."
)
