# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What its author or the platform deleted is marked and kept, and only when the platform itself says so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.budget import AT_ONCE, REFILL
from channels_mgmt.models import Channel, Credential, Delivery
from community.models import Comment, Evidence, PlatformAction, ThreadWatch
from community.services import gone
from community.services.actions import carry_out_action
from community.services.danger import ring
from community.services.decisions import hide_comment, leave_comment, reply_to_comment
from community.services.intake import store_comments
from community.services.queue import claim_comment, claim_next, release_own_claim
from community.services.reading import RESERVE, sync_channel
from core.errors import Refused
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import clause, comment_in, comment_on, moderator, netiquette_in_force
from tests.community.test_intake import incoming
from tests.connectors.scripted import Query, Scripted
from tests.factories import MunicipalityFactory, person
from tests.racing import race

POST = "5"


class Server:
    """Mastodon in small: replies to post 5 by number, those that the thread does not show, and who asks is known."""

    def __init__(self) -> None:
        self.replies: dict[str, dict[str, Any]] = {}
        self.unseen: set[str] = set()
        self.faults: dict[str, tuple[int, Any]] = {}
        self.is_known = True
        self.web = Scripted(self.answer)

    def reply(self, number: str, **changes: Any) -> None:
        self.replies[number] = {
            "id": number,
            "content": f"<p>Antwort {number}</p>",
            "account": {"id": "7", "acct": "alma@social.example"},
            "created_at": now().isoformat(),
            "url": f"https://social.example/{number}",
            "in_reply_to_id": POST,
        } | changes

    def answer(self, path: str, query: Query) -> tuple[int, Any]:
        if path in self.faults:
            return self.faults[path]
        if path.endswith("/verify_credentials"):
            return (200, {"id": "1", "username": "stadt"}) if self.is_known else (401, {"error": "invalid"})
        if path.endswith("/notifications"):
            return 200, []
        if path.endswith("/context"):
            return 200, {"descendants": [s for s in self.replies.values() if s["id"] not in self.unseen]}
        found = self.replies.get(path.rpartition("/")[2])
        return (200, found) if found else (404, {"error": "Record not found"})

    def asked_alone(self) -> list[str]:
        paths = [path for path, _query in self.web.asked if "/statuses/" in path and not path.endswith("/context")]
        return [path.rpartition("/")[2] for path in paths]


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.web.stop()


@pytest.fixture
def mastodon(town, server, settings):
    settings.ALLOW_LOCAL_PEERS = True
    live = make_live_town(town)
    Channel.objects.update(connector="mastodon", base_url=server.web.url, account_id="1")
    Credential.objects.create(channel=live.channel, tokens={"access": "x"})
    live.channel.refresh_from_db()
    live.delivery(state=Delivery.State.PUBLISHED, remote_id=POST, published_at=now())
    return live


def read(live) -> None:
    ThreadWatch.objects.update(due_at=now())
    Channel.objects.update(sync_due_at=None, reads_paid_until=None)
    sync_channel(live.channel.pk)


def the(number: str) -> Comment:
    return Comment.objects.get(remote_id=number)


def acts() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="community.comment_").values_list("action", flat=True))


def test_a_deleted_comment_is_marked_leaves_the_queue_and_keeps_its_words(mastodon, server):
    """Removal: missing_from, note_gone, or the step that closes."""
    server.reply("11")
    server.reply("12")
    read(mastodon)
    del server.replies["11"]
    read(mastodon)

    deleted, neighbour = the("11"), the("12")
    assert (deleted.state, deleted.text) == ("closed", "Antwort 11")
    assert deleted.gone_at is not None and deleted.gone_at == deleted.decided_at
    assert (neighbour.state, neighbour.gone_at) == ("new", None)
    assert list(Comment.objects.open()) == [neighbour]
    entry = AuditEntry.objects.get(action="community.comment_gone")
    assert entry.object_label.endswith(str(deleted.pk)) and "Antwort" not in f"{entry.object_label}{entry.details}"


def test_what_the_thread_does_not_show_but_stands_is_no_deletion_and_asked_for_once_a_day(mastodon, server):
    """Removal: asking by itself, or looked_for_at."""
    server.reply("11")
    read(mastodon)
    server.unseen.add("11")
    for _ in range(3):
        read(mastodon)

    assert the("11").gone_at is None
    assert server.asked_alone() == ["11"]
    Comment.objects.update(looked_for_at=now() - timedelta(days=2))
    read(mastodon)
    assert server.asked_alone() == ["11", "11"]


@pytest.mark.parametrize("fault", [(503, {}), (403, {}), (200, []), (429, {})])
def test_trouble_is_no_deletion(mastodon, server, fault):
    server.reply("11")
    read(mastodon)
    server.unseen.add("11")
    server.faults["/api/v1/statuses/11"] = fault
    read(mastodon)

    assert (the("11").gone_at, the("11").state) == (None, "new")
    assert ThreadWatch.objects.get().error == ""


def test_a_post_that_is_gone_takes_none_of_its_comments_with_it(mastodon, server):
    """Removal: is_whole, where the thread itself cannot be had."""
    server.reply("11")
    read(mastodon)
    server.replies.clear()
    server.faults[f"/api/v1/statuses/{POST}/context"] = (404, {})
    read(mastodon)

    assert the("11").gone_at is None
    assert server.asked_alone() == []


def test_a_comment_that_is_shown_again_comes_back_into_the_queue_with_a_new_deadline(mastodon, server):
    """Removal: note_return, or is_live at reading."""
    server.reply("11")
    read(mastodon)
    kept = server.replies.pop("11")
    read(mastodon)
    Comment.objects.update(due_at=now() - timedelta(days=9))
    server.replies["11"] = kept
    read(mastodon)

    back = the("11")
    assert (back.state, back.gone_at, back.decided_at) == ("new", None, None)
    assert back.due_at > now()
    assert acts() == ["community.comment_gone", "community.comment_back"]


def test_what_a_person_decided_stays_decided_when_the_comment_comes_back(mastodon, server):
    server.reply("11")
    read(mastodon)
    leave_comment(the("11"), actor=moderator(mastodon.town))
    kept = server.replies.pop("11")
    read(mastodon)
    server.replies["11"] = kept
    read(mastodon)

    assert (the("11").state, the("11").gone_at) == ("decided", None)


def test_a_table_that_is_read_in_brings_nothing_back(town):
    """Removal: is_live. What the table says may be a month old."""
    comment = comment_in(town)
    gone.note_gone(comment, now())

    store_comments(comment.channel, [incoming(comment.remote_id)])

    assert Comment.objects.get(pk=comment.pk).gone_at is not None


def test_a_possible_threat_stays_in_the_queue_although_it_is_gone(town):
    """Removal: asking for the urgency."""
    threat = comment_in(town, urgency=Comment.Urgency.DANGER)
    gone.note_gone(threat, now())
    gone.close_what_is_gone(now())

    threat.refresh_from_db()
    assert threat.state == "new" and threat.gone_at is not None
    ring(now())
    assert list(Comment.objects.open()) == [threat]


def test_what_a_colleague_has_taken_up_stays_with_them_and_leaves_the_queue_when_given_back(town):
    """Removal: close_what_is_gone."""
    comment, colleague = comment_in(town), moderator(town)
    claim_comment(comment, actor=colleague)
    gone.note_gone(Comment.objects.get(pk=comment.pk), now())
    assert Comment.objects.get(pk=comment.pk).state == "claimed"

    release_own_claim(comment, actor=colleague)
    gone.close_what_is_gone(now())

    assert Comment.objects.get(pk=comment.pk).state == "closed"
    assert claim_next(town, actor=colleague) is None


def test_nothing_is_sent_to_the_platform_about_a_comment_that_is_gone(town):
    """Removal: the obstacle of the errand."""
    netiquette, colleague = netiquette_in_force(town), moderator(town)
    comment = comment_in(town)
    decision = hide_comment(comment, actor=colleague, clause=clause(netiquette), rationale="Beleidigt eine Nachbarin.")
    PlatformAction.objects.update(due_at=now())
    gone.note_gone(Comment.objects.get(pk=comment.pk), now())

    carry_out_action(decision.action.pk)

    action = PlatformAction.objects.get()
    assert (action.state, action.attempts) == ("withdrawn", 0)
    assert "nicht mehr" in action.error
    assert Evidence.objects.filter(comment=comment).exists()


def test_who_wants_to_answer_what_is_gone_is_told_so_and_may_only_leave_it(town):
    """Removal: the refusal in _decide."""
    comment, colleague = comment_in(town, urgency=Comment.Urgency.DANGER), moderator(town)
    gone.note_gone(comment, now())
    comment.refresh_from_db()

    with pytest.raises(Refused, match="nicht mehr"):
        reply_to_comment(comment, actor=colleague, text="Guten Tag")

    assert leave_comment(comment, actor=colleague).kind == "leave"


def test_at_most_five_are_asked_for_at_once_and_the_thread_is_looked_at_again_soon(mastodon, server):
    """Removal: AT_ONCE, or look_again_soon."""
    for number in range(11, 20):
        server.reply(str(number))
    read(mastodon)
    server.replies.clear()
    read(mastodon)

    assert Comment.objects.filter(gone_at__isnull=False).count() == gone.AT_ONCE
    assert ThreadWatch.objects.get().due_at <= now() + timedelta(minutes=2)
    read(mastodon)
    assert Comment.objects.filter(gone_at=None).count() == 0


def test_what_is_left_for_announcements_is_not_spent_on_looking_for_the_missing(mastodon, server):
    """Removal: asking what is left of the budget."""
    server.reply("11")
    read(mastodon)
    server.replies.clear()
    ThreadWatch.objects.update(due_at=now())
    left = RESERVE + 2
    Channel.objects.update(sync_due_at=None, reads_paid_until=now() + (AT_ONCE - left) * REFILL)
    sync_channel(mastodon.channel.pk)

    assert ThreadWatch.objects.get().error == ""
    assert server.asked_alone() == []


def test_a_dead_key_makes_nothing_gone(mastodon, server):
    """Removal: asking who we are. Without a valid key Mastodon answers like to anybody, who reads no private words."""
    server.reply("11", visibility="direct")
    read(mastodon)
    server.replies.clear()
    server.is_known = False
    read(mastodon)

    assert the("11").gone_at is None
    assert Credential.objects.get().broken_since is not None


def test_counts_of_the_platform_are_kept_with_the_time_they_were_read(mastodon, server):
    """Removal: storing counts at intake or at the next reading."""
    server.reply("11", favourites_count=3, replies_count=0)
    server.reply("12")
    read(mastodon)
    first = the("11")
    assert (first.likes, first.answers, the("12").counted_at) == (3, 0, None)
    server.replies["11"] |= {"favourites_count": 10**15, "replies_count": 2}
    read(mastodon)
    assert (the("11").likes, the("11").answers) == (None, 2), "a senseless number is none"
    server.replies["11"] |= {"favourites_count": 10**11}
    read(mastodon)

    assert the("11").likes == 2**31 - 1
    assert the("11").counted_at > first.counted_at
    assert the("11").revision == 1


def test_the_desk_the_list_and_the_thread_say_that_it_is_gone_and_when(client, town):
    comment = comment_in(town)
    Comment.objects.update(likes=1234, answers=1, counted_at=now())
    other = comment_on(comment.delivery, "Und die Busse?")
    gone.note_gone(comment, now())
    client.force_login(person(town, Role.MODERATOR), backend="allauth.account.auth_backends.AuthenticationBackend")

    desk = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    thread = client.get(reverse("dialog:comment", args=[town.slug, other.pk])).content.decode()
    queue = reverse("dialog:queue", args=[town.slug])
    working, found = (client.get(f"{queue}{query}").content.decode() for query in ("", "?tab=decided&state=gone"))

    assert "Vom Verfasser oder der Plattform gelöscht" in desk and "1.234" in desk
    assert "Nicht mehr da" in thread
    assert comment.text not in working and other.text in working
    assert comment.text in found and "Nicht mehr da" in found and other.text not in found


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_notice_it_one_marks_it():
    """Removal: the expectation in note_gone."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        comment = comment_in(town)

    # Each reads before anybody has written.
    comments = [Comment._base_manager.get(pk=comment.pk) for _ in range(8)]
    results = race(town, [lambda one=one: gone.note_gone(one, now()) for one in comments])

    assert sorted(results) == [False] * 7 + [True]
    with scope(municipality=town):
        assert AuditEntry.objects.filter(action="community.comment_gone").count() == 1
