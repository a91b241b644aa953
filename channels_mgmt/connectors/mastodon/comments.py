# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A status becomes a comment."""

from __future__ import annotations

from typing import Any

from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.connectors.entries import claimed
from channels_mgmt.connectors.figures import LIKES, REPLIES, told_counts
from channels_mgmt.connectors.mastodon.contents import contents_of
from channels_mgmt.connectors.mastodon.text import plain_text

COUNTS_OF_A_COMMENT = {LIKES: "favourites_count", REPLIES: "replies_count"}


def comment_of(status: dict[str, Any]) -> IncomingComment:
    """What a citizen wrote, from a status; raises ``KeyError`` where it has no id."""
    account, contents = status.get("account") or {}, contents_of(status)
    return IncomingComment(
        remote_id=str(status["id"]),
        parent_id=str(status.get("in_reply_to_id") or ""),
        root_id="",
        author_id=str(account.get("id", "")),
        author_handle=str(account.get("acct") or account.get("username") or account.get("id", "")),
        author_name=str(account.get("display_name") or account.get("username") or ""),
        text=plain_text(str(status.get("content", ""))),
        created_at=claimed(status.get("created_at")),
        url=str(status.get("url") or status.get("uri") or ""),
        author_url=str(account.get("url") or ""),
        is_private=contents.is_private,
        raw={
            "visibility": status.get("visibility"),
            "language": status.get("language"),
            "edited_at": status.get("edited_at"),
        },
        contents=contents,
        counts=told_counts(status, COUNTS_OF_A_COMMENT),
    )
