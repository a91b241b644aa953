# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A signed link says what it says until its time is over, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts.tenancy.links import LinkExpired, LinkInvalid, open_link, seal_link


def token(purpose: str = "frage", **changes: object) -> str:
    given = {"town": 1, "person": 2, "subject": 3, "until": now() + timedelta(hours=1), "more": {"answer": 0}}
    return seal_link(purpose, **(given | changes))


def test_a_link_says_what_was_sealed():
    link = open_link("frage", token())

    assert (link.town, link.person, link.subject, link.more) == (1, 2, 3, {"answer": 0})


DAMAGE = {
    "empty": lambda: "",
    "words": lambda: "abc:def:ghi",
    "cut off": lambda: token()[:-1],
    "changed": lambda: token()[1:],
    "of another kind": lambda: token("anderes"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_changed_or_foreign_link_opens_nothing(damage):
    with pytest.raises(LinkInvalid):
        open_link("frage", damage())


def test_an_expired_link_still_says_what_it_was_about():
    sealed = token()

    with time_machine.travel(now() + timedelta(hours=2)), pytest.raises(LinkExpired) as raised:
        open_link("frage", sealed)

    assert raised.value.link.subject == 3
