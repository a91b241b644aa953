# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which comments are judged without a suggestion in sight, so that somebody can tell whether suggestions sway."""

from hashlib import sha256

#: Of a hundred comments; between five and ten (TRIAGE).
PERCENT = 7


def is_blind(key: int) -> bool:
    """Whether the comment ``key`` belongs to the blind sample: the same answer whoever asks, and for ever."""
    return int.from_bytes(sha256(b"blind sample of comments:%d" % key).digest()[:4]) % 100 < PERCENT
