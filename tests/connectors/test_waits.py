# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server's wish to wait, in every form servers use; what makes no sense is no wish, and none exceeds a day."""

from datetime import UTC, datetime

import pytest

from channels_mgmt.connectors.waits import A_DAY, wish_to_wait

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
UNIX_NOON = int(NOON.timestamp())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 1.2 "}, 2),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "Sat, 28 Nov 2026 12:30:00 GMT"}, 1800),
        ({"retry-after": "Sat, 28 Nov 2026 11:00:00 GMT"}, 1),
        ({"x-ratelimit-reset": "2026-11-28T12:05:00.000000Z"}, 300),
        ({"x-ratelimit-reset": "2026-11-28T13:05:00+01:00"}, 300),
        ({"x-ratelimit-reset": "2026-11-28T12:05:00"}, 300),
        ({"x-ratelimit-reset": str(UNIX_NOON + 300)}, 300),
        ({"x-ratelimit-reset": f"{UNIX_NOON + 300}.000"}, 300),
        ({"x-ratelimit-reset": str((UNIX_NOON + 300) * 1000)}, 300),
        ({"ratelimit-reset": str(UNIX_NOON + 1800)}, 1800),
        ({"ratelimit-reset": "45"}, 45),
        ({"retry-after": "7", "x-ratelimit-reset": str(UNIX_NOON + 300)}, 7),
        ({"retry-after": "bald", "x-ratelimit-reset": str(UNIX_NOON + 300)}, 300),
    ],
)
def test_every_form_of_the_wish_is_understood(headers, seconds):
    assert wish_to_wait(headers, is_limited=True, at=NOON) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "99999999"}, A_DAY),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, A_DAY),
        ({"x-ratelimit-reset": "9999-12-31T23:59:59Z"}, A_DAY),
        ({"x-ratelimit-reset": "0001-01-01T00:00:00Z"}, 1),
        ({"x-ratelimit-reset": "0001-01-01T00:00:00+14:00"}, None),
        ({"x-ratelimit-reset": str(UNIX_NOON - 86_400)}, 1),
        ({"x-ratelimit-reset": "999999999999999"}, A_DAY),
        ({"x-ratelimit-reset": "500000000"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "Sat, 99 Foo 2026 99:99:99 GMT"}, None),
        ({"x-ratelimit-reset": "morgen"}, None),
        ({}, None),
    ],
)
def test_absurd_wishes_are_bounded(headers, seconds):
    """Removal: the bounds."""
    assert wish_to_wait(headers, is_limited=True, at=NOON) == seconds


def test_the_servers_own_clock_counts():
    """Removal: reading moments by the answer's Date. This server is three hours behind."""
    headers = {"date": "Sat, 28 Nov 2026 09:00:00 GMT", "x-ratelimit-reset": "2026-11-28T09:05:00Z"}

    assert wish_to_wait(headers, is_limited=True, at=NOON) == 300


def test_a_reset_header_of_an_ordinary_answer_is_no_wish():
    """Removal: asking whether a limit was reached. Mastodon sends it with every answer, faults of its own included."""
    headers = {"x-ratelimit-remaining": "299", "x-ratelimit-reset": "2026-11-28T12:05:00Z"}

    assert wish_to_wait(headers, is_limited=False, at=NOON) is None
    assert wish_to_wait(headers | {"x-ratelimit-remaining": "0"}, is_limited=False, at=NOON) == 300
    assert wish_to_wait(headers | {"retry-after": "9"}, is_limited=False, at=NOON) == 9
