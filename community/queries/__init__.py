# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about comments: the queue, one comment with all a decision needs, figures for the frame."""

from community.queries.filters import QueueFilter
from community.queries.listed import Listed, Row
from community.queries.queue import PAGE_SIZE, counts, decided_hits, queue_page
from community.queries.screen import (
    AuthorHistory,
    Thread,
    author_history,
    comment_for_screen,
    decisions_of,
    hidden_by,
    similar_decisions,
    thread_of,
    whole_thread,
)

__all__ = [
    "PAGE_SIZE",
    "AuthorHistory",
    "Listed",
    "QueueFilter",
    "Row",
    "Thread",
    "author_history",
    "comment_for_screen",
    "counts",
    "decided_hits",
    "decisions_of",
    "hidden_by",
    "queue_page",
    "similar_decisions",
    "thread_of",
    "whole_thread",
]
