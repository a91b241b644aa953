# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a stored comment is named towards its platform."""

from channels_mgmt.connectors.base import RemoteRef
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
    )
