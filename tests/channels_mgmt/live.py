# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town that may publish: signed strategy, published netiquette, a live practice channel, approved posts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from accounts.models import Municipality, Role, User
from channels_mgmt.connectors.mastodon.profile import DEFAULT_LIMITS
from channels_mgmt.models import Channel, Credential, Delivery, Post, PostTarget
from netiquette.models import Clause, Netiquette
from practice.models import Fault, PracticeAccount, PracticePost
from strategy.models import PlatformDecision, Strategy
from tests.factories import person


@dataclass
class LiveTown:
    """``account`` is the town's account on its practice platform; ``channel`` publishes there."""

    town: Municipality
    author: User
    approver: User
    account: PracticeAccount
    channel: Channel

    def post(self, text: str = "Die Brücke ist wieder offen.", **fields: Any) -> Post:
        """An approved post for the channel."""
        post = Post.objects.create(
            municipality=self.town,
            title=text[:40],
            text=text,
            author=self.author,
            **{"state": Post.State.APPROVED, "approved_by": self.approver, "approved_hash": "-"} | fields,
        )
        PostTarget.objects.create(post=post, channel=self.channel)
        self.approve_as_it_stands(post)
        return post

    def approve_as_it_stands(self, post: Post) -> None:
        Post.objects.filter(pk=post.pk).update(approved_hash=post.current_hash())
        post.refresh_from_db()

    def delivery(self, *, due_at: datetime | None = None, post: Post | None = None, **fields: Any) -> Delivery:
        """A delivery of an approved post, due a second ago."""
        due_at = due_at or now() - timedelta(seconds=1)
        return Delivery.objects.create(post=post or self.post(), channel=self.channel, due_at=due_at, **fields)

    def misbehave(self, fault: str, count: int = 0, **fields: Any) -> None:
        """The next ``count`` publications meet ``fault``; 0: all of them."""
        PracticeAccount.objects.filter(pk=self.account.pk).update(fault=fault, fault_count=count, **fields)

    def behave(self) -> None:
        self.misbehave(Fault.NONE)

    @property
    def public_texts(self) -> list[str]:
        """What the platform shows, by itself and not through our records."""
        return list(PracticePost.objects.filter(account=self.account).order_by("pk").values_list("text", flat=True))


def make_live_town(town: Municipality) -> LiveTown:
    author, approver = person(town, Role.EDITOR), person(town, Role.COMMUNICATIONS)
    head = person(town, Role.LEADERSHIP)
    strategy = Strategy.objects.create(municipality=town, version=1, author=author)
    PlatformDecision.objects.create(strategy=strategy, platform="mastodon", slot=1, reason="Dort sind die Leute.")
    netiquette = Netiquette.objects.create(municipality=town, version=1, author=author)
    Clause.objects.create(netiquette=netiquette, number=1, key="respekt", title="Respekt", text="Bleiben Sie sachlich.")
    for document, state in ((strategy, Strategy.State.IN_FORCE), (netiquette, Netiquette.State.PUBLISHED)):
        type(document).objects.filter(pk=document.pk).update(
            state=state, signed_by=head, signed_at=now(), signed_hash=document.current_hash()
        )
    account = PracticeAccount.objects.create(
        municipality=town, handle="stadt", display_name="Stadt", emulates="mastodon", is_town=True
    )
    channel = Channel.objects.create(
        municipality=town,
        platform="mastodon",
        connector=Channel.Connector.PRACTICE,
        name="Übung",
        handle="stadt",
        account_id=str(account.pk),
        state=Channel.State.LIVE,
        live_slot=1,
        live_since=now(),
    )
    return LiveTown(town, author, approver, account, channel)


def connect_to_mastodon(live: LiveTown, url: str) -> None:
    """Let the channel be a Mastodon account on the server at ``url``, which is no Mastodon and keeps no keys."""
    limits = replace(DEFAULT_LIMITS, software="gotosocial").as_json()
    Channel.objects.filter(pk=live.channel.pk).update(connector="mastodon", base_url=url, account_id="1", limits=limits)
    live.channel.refresh_from_db()
    Credential.objects.create(channel=live.channel, tokens={"access": "a"})


def make_by_hand(live: LiveTown, platform: str = "facebook") -> None:
    """Let the channel be one on which people publish, with the strategy to match."""
    _decide(live, platform)
    Channel.objects.filter(pk=live.channel.pk).update(
        platform=platform, connector=Channel.Connector.MANUAL, account_id="https://www.facebook.com/stadt", name="Seite"
    )
    live.channel.refresh_from_db()


def _decide(live: LiveTown, platform: str) -> None:
    strategy = Strategy.objects.get(municipality=live.town)
    PlatformDecision.objects.create(strategy=strategy, platform=platform, slot=2, reason="Dort auch.")
    Strategy.objects.filter(pk=strategy.pk).update(signed_hash=Strategy.objects.get(pk=strategy.pk).current_hash())


def connect_to_pds(live: LiveTown, url: str) -> None:
    """Let the channel be a Bluesky account on the server at ``url``, with the strategy to match."""
    _decide(live, "bluesky")
    Channel.objects.filter(pk=live.channel.pk).update(
        platform="bluesky", connector="bluesky", base_url=url, account_id="did:plc:stadt"
    )
    live.channel.refresh_from_db()
    Credential.objects.create(channel=live.channel, tokens={"access": "a", "refresh": "r"})
