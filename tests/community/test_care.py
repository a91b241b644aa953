# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody has to read everything: handing on needs no reason, leaves no trace of who, and is respected."""

from accounts.models import AuditEntry, Role
from community.models import HandedOn
from community.queries.wanted import QueueFilter
from community.services.care import hand_on
from community.services.queue import claim_comment, claim_following, claim_next
from tests.community.factories import address, comment_in, decision_on, moderator
from tests.factories import person


def test_what_was_handed_on_is_not_given_to_the_same_person_again_but_to_others(town, alma):
    """Removal: spared_of in claim_next and claim_following."""
    burden, other = comment_in(town, urgency=1), comment_in(town)
    hand_on(burden, actor=alma)

    assert claim_next(town, actor=alma) == other
    assert claim_following(other, actor=alma, wanted=QueueFilter()) is None
    assert claim_next(town, actor=moderator(town)) == burden


def test_handing_on_gives_back_and_records_nobody(town, client, alma):
    burden = comment_in(town)
    claim_comment(burden, actor=alma)
    before = AuditEntry.objects.count()

    for _ in range(2):
        client.post(address(town, "hand_on", burden.pk))

    burden.refresh_from_db()
    assert (burden.state, burden.claimed_by, AuditEntry.objects.count()) == ("new", None, before)
    assert HandedOn.objects.count() == 1


def test_it_can_still_be_decided_and_then_nothing_is_left_of_it(town, alma):
    burden = comment_in(town)
    hand_on(burden, actor=alma)

    decision_on(burden, alma, "leave")

    assert not HandedOn.objects.exists()


def test_one_key_hands_on_what_one_holds(town, client, alma):
    burden = comment_in(town)
    claim_comment(burden, actor=alma)

    body = client.get(address(town, "comment", burden.pk)).content.decode()

    assert address(town, "hand_on", burden.pk) in body and 'data-key="w"' in body
    assert address(town, "care") in body


def test_the_town_writes_whom_to_talk_to_and_everybody_who_reads_comments_sees_it(town, client, alma):
    client.force_login(person(town, Role.COMMUNICATIONS))
    client.post(address(town, "care"), {"contacts": "Betriebsärztin, Durchwahl 12"})

    client.force_login(alma)
    body = client.get(address(town, "care")).content.decode()

    assert "Durchwahl 12" in body and "<textarea" not in body
    assert client.post(address(town, "care"), {"contacts": "Nein"}).status_code == 403
