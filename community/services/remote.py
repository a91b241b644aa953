# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a stored comment is named towards its platform, and what that platform would accept."""

from django.conf import settings

from accounts.models import User
from accounts.tenancy.permissions import may
from channels_mgmt.connectors.contract import Account, Connector, RemoteRef
from channels_mgmt.connectors.registry import build
from channels_mgmt.models import Channel
from channels_mgmt.queries.measure import limits_of
from community.models import Comment


def remote_ref(comment: Comment) -> RemoteRef:
    """What answering or hiding ``comment`` needs, from what intake stored (the connector's ``raw``)."""
    delivery = comment.delivery
    kept = comment.remote_data
    return RemoteRef(
        remote_id=comment.remote_id,
        cid=kept.get("cid"),
        url=comment.url,
        root_id=kept.get("root_id") or (delivery.remote_id if delivery else ""),
        root_cid=kept.get("root_cid") or (delivery.remote_data.get("cid") if delivery else None),
        author_id=comment.author.remote_id,
        author_handle=comment.author.handle,
        is_private=comment.is_private,
    )


def speaker_without_access(channel: Channel) -> Connector:
    """A connector that knows the platform's abilities, limits and way of counting, but no tokens."""
    account = Account(
        base_url=channel.base_url,
        handle=channel.handle,
        remote_id=channel.account_id,
        limits=limits_of(channel),
        allow_local=settings.ALLOW_LOCAL_PEERS,
    )
    return build(account, channel.connector)


def offers_deleting(comment: Comment, person: User) -> bool:
    """Whether ``person`` may delete and the platform can; asked where a measure is being taken."""
    can = speaker_without_access(comment.channel).abilities.delete_comments
    return can and may(person, "community.delete_comment", comment)


def room_for_answer(comment: Comment, speaker: Connector) -> int:
    """How many characters an answer may have; some platforms put the citizen's handle before it."""
    return speaker.limits.characters - speaker.count("", remote_ref(comment))
