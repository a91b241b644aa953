# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform sent and nobody could read waits for a person, once."""

import pytest
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.pages import UnreadableEntry
from community.models import UnreadEntry
from community.services.unread import set_aside, settle_unread_entry
from core.errors import AlreadyChanged
from reporting.presenters.waiting import waiting_for
from tests.community.factories import address, practice_channel
from tests.factories import person

ODD = UnreadableEntry(
    "Es fehlt „id“.", {"status": {"content": "<p>Wer &amp; was?</p>", "url": "https://social.example/1"}}
)


@pytest.fixture
def entry(town):
    set_aside(practice_channel(town), [ODD])
    return UnreadEntry.objects.get()


def test_it_is_shown_with_what_can_be_made_out_and_settled_once(town, client, alma, entry):
    page = client.get(address(town, "unread")).content.decode()
    answer = client.post(address(town, "settle_unread", entry.pk), follow=True).content.decode()

    assert "Wer &amp; was?" in page and "https://social.example/1" in page and ODD.reason in page
    assert "Wer &amp; was?" not in answer
    assert UnreadEntry.objects.get().settled_by == alma
    assert AuditEntry.objects.filter(action="community.unread_entry_settled").count() == 1
    again = client.post(address(town, "settle_unread", entry.pk), follow=True)
    assert again.status_code == 200
    assert AuditEntry.objects.filter(action="community.unread_entry_settled").count() == 1


def test_two_who_look_at_the_same_time_are_one(town, alma, entry):
    """Removal: compare-and-set."""
    stale = UnreadEntry.objects.get()
    settle_unread_entry(entry, actor=alma)

    with pytest.raises(AlreadyChanged):
        settle_unread_entry(stale, actor=alma)


@pytest.mark.parametrize(("role", "waits"), [(Role.MODERATOR, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False)])
def test_a_line_on_the_start_page_leads_there(town, entry, role, waits):
    somebody = person(town, role)

    assert (address(town, "unread") in [item.path for item in waiting_for(somebody, town, now())]) == waits
    UnreadEntry.objects.update(settled_at=now(), settled_by=somebody)
    assert address(town, "unread") not in [item.path for item in waiting_for(somebody, town, now())]


def test_a_flood_is_cut_off_and_what_is_huge_is_shortened(town):
    """Removal: the limits. A server could fill the database."""
    channel = practice_channel(town)

    set_aside(channel, [UnreadableEntry("x", {"n": n}) for n in range(UnreadEntry.AT_MOST + 50)])
    UnreadEntry.objects.filter(content__n__lt=100).update(settled_at=now(), settled_by=person(town, Role.MODERATOR))
    set_aside(channel, [UnreadableEntry("x", {"text": "a" * 100_000})])

    assert UnreadEntry.objects.count() == UnreadEntry.AT_MOST + 1
    assert len(UnreadEntry.objects.latest("pk").words) <= 600
    assert len(str(UnreadEntry.objects.latest("pk").content)) < 9000
